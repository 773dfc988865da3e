import { library } from '../../tooling/tsup/preset.js';

const ADAPTERS = ['express', 'fastify', 'hono', 'node', 'sdk', 'stdio', 'web', 'ws'];

export default library({
  index: 'src/index.ts',
  ...Object.fromEntries(ADAPTERS.map((adapter) => [adapter, `src/${adapter}/index.ts`])),
});
