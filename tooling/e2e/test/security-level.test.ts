import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TemporaryHome, temporaryHome } from './support/home.js';
import { type House, startHouse } from './support/house.js';
import { connect, type RunningServer, startServer } from './support/server.js';

describe('security level development', () => {
  let home: TemporaryHome;
  let house: House;
  let server: RunningServer;

  beforeAll(async () => {
    home = temporaryHome();
    house = await startHouse();
    server = await startServer({ ...home.env, ...house.env, SECURITY_LEVEL: 'development' });
  });

  afterAll(async () => {
    await server.program.stop();
    await house.simulator.stop();
    home.remove();
  });

  it('asks for no key on this machine, and says so in the log', async () => {
    const client = await connect(server.url, undefined);
    const { tools } = await client.listTools();
    expect(tools.map((tool) => tool.name)).toContain('loxone_control_lights');
    await client.close();
    expect(server.program.stderr()).toMatch(/development: no key is asked for/);
  });

  it('still refuses a wrong key, and a page from elsewhere', async () => {
    await expect(connect(server.url, 'lmcp_admin_001_wrong')).rejects.toThrow(/401|key/i);
    const headers = { origin: 'https://evil.example' };
    const response = await fetch(`${server.url}/mcp`, { method: 'POST', headers, body: '{}' });
    expect(response.status).toBe(403);
  });
});
