import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TemporaryHome, temporaryHome } from './support/home.js';
import { type House, startHouse } from './support/house.js';
import { SERVER } from './support/paths.js';
import { runProgram, startProgram } from './support/program.js';
import { connect, generateKey, type RunningServer, startServer } from './support/server.js';

// The bug this project was born from: the predecessor made a new master key at each start and could
// then not read its own keys. These are that report's testing plan, and what follows from it.
describe('keys survive a restart', () => {
  let home: TemporaryHome;
  let house: House;
  let running: RunningServer | undefined;

  beforeEach(async () => {
    home = temporaryHome();
    house = await startHouse();
  });

  afterEach(async () => {
    await running?.program.stop();
    running = undefined;
    await house.simulator.stop();
    home.remove();
  });

  const env = (more: Record<string, string> = {}): Record<string, string> => ({
    ...home.env,
    ...house.env,
    ...more,
  });
  const masterKeyFile = (): string => join(home.configDir, 'master.key');

  async function start(more: Record<string, string> = {}): Promise<RunningServer> {
    running = await startServer(env(more));
    return running;
  }

  async function stop(): Promise<void> {
    const ended = await running?.program.stop('SIGTERM');
    expect(ended).toEqual({ code: 0, signal: null });
    running = undefined;
  }

  it('steps 1 and 2: the first start on an empty home makes one master key, safely kept', async () => {
    expect(existsSync(masterKeyFile())).toBe(false);
    const { program } = await start();
    expect(statSync(masterKeyFile()).mode & 0o777).toBe(0o600);
    expect(statSync(home.configDir).mode & 0o777).toBe(0o700);
    const value = readFileSync(masterKeyFile(), 'utf8').trim();
    expect(program.stderr()).toContain(masterKeyFile());
    expect(program.stdout() + program.stderr()).not.toContain(value);
  });

  it('steps 3 and 4: after SIGTERM and a new start the key works, without a second master key', async () => {
    await start();
    const key = await generateKey(env(), 'operator');
    const first = await connect(running?.url ?? '', key);
    expect((await first.listTools()).tools.length).toBeGreaterThan(0);
    await first.close();
    const masterKey = readFileSync(masterKeyFile());
    await stop();

    const { program, url } = await start();
    const second = await connect(url, key);
    expect((await second.listTools()).tools.length).toBeGreaterThan(0);
    await second.close();
    expect(readFileSync(masterKeyFile())).toEqual(masterKey);
    expect(program.stderr()).not.toMatch(/error|generated|aead/i);
  });

  it('step 5: a master key in the environment wins over the file', async () => {
    const value = randomBytes(32).toString('base64url');
    await start({ LOXONE_MCP_MASTER_KEY: value });
    expect(existsSync(masterKeyFile())).toBe(false);
    const key = await generateKey(env({ LOXONE_MCP_MASTER_KEY: value }), 'monitor');
    const client = await connect(running?.url ?? '', key);
    await client.close();
    await stop();

    await start({ PULSEENGINE_MCP_MASTER_KEY: `${value}=` });
    const again = await connect(running?.url ?? '', key);
    await again.close();
  });

  it('step 6: stdio needs no file at all', async () => {
    const stdio = startProgram(SERVER, ['stdio'], env());
    await stdio.waitFor(/house is live/i);
    stdio.child.stdin.end();
    expect((await stdio.ended).code).toBe(0);
    expect(home.fingerprint()).toEqual({});
  });

  it('two servers that start at once on an empty home end with one master key', async () => {
    const [one, two] = await Promise.all([startServer(env()), startServer(env())]);
    try {
      const key = await generateKey(env(), 'monitor');
      for (const { url } of [one, two]) {
        const client = await connect(url, key);
        await client.close();
      }
    } finally {
      await Promise.all([one.program.stop(), two.program.stop()]);
    }
  });

  describe('over existing sealed data', () => {
    let keyIdNeeded: string;

    beforeEach(async () => {
      await generateKey(env(), 'admin');
      keyIdNeeded = /enc:v1:([^:]+):/.exec(
        readFileSync(join(home.configDir, 'keys.toml'), 'utf8'),
      )?.[1] as string;
      expect(keyIdNeeded).toMatch(/^[\w-]{22}$/);
    });

    it('a wrong master key ends the start, names the key needed, and changes nothing', async () => {
      const before = home.fingerprint();
      const wrong = randomBytes(32).toString('base64url');
      const result = await runProgram(
        SERVER,
        ['http', '--port', '0'],
        env({ LOXONE_MCP_MASTER_KEY: wrong }),
      );
      expect(result.code).toBe(3);
      expect(result.stderr).toContain(keyIdNeeded);
      expect(result.stderr).toContain('LOXONE_MCP_MASTER_KEY');
      expect(result.stderr).toContain(masterKeyFile());
      expect(result.stderr).not.toContain(wrong);
      expect(home.fingerprint()).toEqual(before);
    });

    it('a missing master key likewise, and none is made', async () => {
      rmSync(masterKeyFile());
      const before = home.fingerprint();
      for (const args of [['http', '--port', '0']]) {
        const result = await runProgram(SERVER, args, env());
        expect(result.code).toBe(3);
        expect(result.stderr).toContain(keyIdNeeded);
        expect(result.stderr).toContain(masterKeyFile());
      }
      expect(home.fingerprint()).toEqual(before);
    });

    it.each([
      ['empty', ''],
      ['cut short', 'AAEC'],
      ['not text of a key', 'hello world, this is not a key at all, really not!'],
    ])('a master-key file that is %s is named, and left as it is', async (_what, content) => {
      writeFileSync(masterKeyFile(), content);
      const before = home.fingerprint();
      const result = await runProgram(SERVER, ['http', '--port', '0'], env());
      expect(result.code).toBe(3);
      expect(result.stderr).toContain(masterKeyFile());
      expect(home.fingerprint()).toEqual(before);
    });
  });
});
