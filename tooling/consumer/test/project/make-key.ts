import { createMcpAuth } from '@gatehouse/mcp-auth';

const auth = await createMcpAuth({ app: 'notes' });
for (const role of ['operator', 'monitor']) {
  const { key } = await auth.createKey({ name: `The ${role}`, role });
  process.stdout.write(`${key}\n`);
}
await auth.close();
