import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TemporaryHome, temporaryHome } from './support/home.js';
import { type House, LOXONE_PASSWORD, startHouse } from './support/house.js';
import { houseIsLive, startServer } from './support/server.js';

describe('the token of the Miniserver', () => {
  let home: TemporaryHome;
  let house: House;

  beforeEach(async () => {
    home = temporaryHome();
    house = await startHouse();
  });

  afterEach(async () => {
    await house.simulator.stop();
    home.remove();
  });

  const file = (): string => join(home.configDir, 'loxone-token.json');

  function logins(): { byPassword: number; byToken: number } {
    const count = (pattern: RegExp): number =>
      house.simulator.commands.filter(({ command }) => pattern.test(command)).length;
    return { byPassword: count(/get(jwt|token)\//), byToken: count(/authwithtoken\//) };
  }

  /** One run of the server until the house is live. @returns All that it printed. */
  async function run(more: Readonly<Record<string, string>> = {}): Promise<string> {
    const server = await startServer({ ...home.env, ...house.env, ...more });
    await houseIsLive(server);
    expect(await server.program.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    return server.program.stdout() + server.program.stderr();
  }

  it('outlives a restart, for its owner only: the password is used once', async () => {
    await run();
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(readFileSync(file(), 'utf8')).toMatch(/"token": "enc:v1:/);
    const printed = await run({ LOXONE_PASS: 'not even the right one' });
    expect(logins()).toEqual({ byPassword: 1, byToken: 1 });
    expect(printed).not.toContain(LOXONE_PASSWORD);
  });

  it('is left alone when it needs another master key', async () => {
    await run();
    const before = readFileSync(file(), 'utf8');
    for (const name of Object.keys(home.fingerprint())) {
      if (!name.endsWith('loxone-token.json')) rmSync(join(home.path, name), { force: true });
    }
    // Without any key none would be made beside it: that is what other tests are about.
    const other = { LOXONE_MCP_MASTER_KEY: randomBytes(32).toString('base64url') };
    expect(await run(other)).toMatch(/needs master key \S{22}; it is left as it is/);
    expect(readFileSync(file(), 'utf8')).toBe(before);
    expect(logins()).toEqual({ byPassword: 2, byToken: 0 });
  });

  it('is thrown away when it is damaged', async () => {
    await run();
    const before = readFileSync(file(), 'utf8');
    writeFileSync(file(), before.replace(/(enc:v1:[^:]+:.{40})./, '$1_'));
    expect(await run()).toMatch(/damaged/);
    expect(readFileSync(file(), 'utf8')).not.toBe(before);
    expect(logins()).toEqual({ byPassword: 2, byToken: 0 });
  });
});
