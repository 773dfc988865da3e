import { createDemoHouse } from '@gatehouse/loxone-simulator';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { temporaryHome } from './support/home.js';
import { startHouse } from './support/house.js';
import { SERVER } from './support/paths.js';
import { runProgram } from './support/program.js';
import { type Rig, startRig } from './support/rig.js';
import { callTool, connect, generateKey, startServer, textOf } from './support/server.js';
import { structuredOf } from './support/structured.js';

/** A structure file that is about to be wrong. */
interface Spoilt {
  readonly controls: Record<string, { name: unknown }>;
}

describe('wrong input to a tool', () => {
  let rig: Rig;
  let client: Client;

  beforeAll(async () => {
    rig = await startRig();
    client = await connect(rig.server.url, await generateKey(rig.env, 'operator'));
  });

  afterAll(async () => {
    await client.close();
    await rig.stop();
  });

  async function refusal(name: string, args: Record<string, unknown>): Promise<string> {
    const before = rig.house.controlCommands().length;
    const result = await callTool(client, name, args);
    expect(result.isError).toBe(true);
    expect(rig.house.controlCommands()).toHaveLength(before);
    return textOf(result);
  }

  it('an unknown device: candidates', async () => {
    const text = await refusal('loxone_control_lights', { targets: ['Redin Lamp'], action: 'on' });
    expect(text).toContain('Reading Lamp');
  });

  it('one typing error: taken for what it must be, and said; never at a door', async () => {
    const result = await callTool(client, 'loxone_control_lights', {
      targets: ['Readin Lamp'],
      action: 'on',
    });
    expect(result.isError).toBeFalsy();
    expect(textOf(result)).toContain('Reading Lamp [Guest Room]');
    const owner = await connect(rig.server.url, await generateKey(rig.env, 'admin'));
    const before = rig.house.controlCommands().length;
    const door = { targets: ['Garage Dor'], command: 'open' };
    const refused = await callTool(owner, 'loxone_control_access', door);
    await owner.close();
    expect(structuredOf(refused).error?.code).toBe('unknown_device');
    expect(textOf(refused)).toContain('Garage Door');
    expect(rig.house.controlCommands()).toHaveLength(before);
  });

  it('an ambiguous device: all that it may be, with rooms, and no guess', async () => {
    const text = await refusal('loxone_control_lights', {
      targets: ['Ceiling Light'],
      action: 'on',
    });
    expect(text.match(/Ceiling Light \[/g)?.length).toBeGreaterThan(1);
  });

  it('a dimmer at 150: refused with the range', async () => {
    const text = await refusal('loxone_control_lights', {
      targets: ['Dining Table'],
      action: 'brightness',
      brightness: 150,
    });
    expect(text).toMatch(/brightness/);
    expect(text).toMatch(/0\D+100/);
  });

  it.each([
    ['no arguments', {}],
    ['no target', { targets: [], action: 'on' }],
    ['an unknown action', { targets: ['Reading Lamp'], action: 'explode' }],
    ['an unknown argument', { targets: ['Reading Lamp'], action: 'on', force: true }],
    ['a target that is no text', { targets: [{ $ne: null }], action: 'on' }],
    ['a target of one million characters', { targets: ['x'.repeat(100_000)], action: 'on' }],
  ])('%s: an error result with a sentence, not a crash', async (_what, args) => {
    expect((await refusal('loxone_control_lights', args)).length).toBeGreaterThan(20);
  });

  it('a lamp for the covers tool: names the right tool', async () => {
    const text = await refusal('loxone_control_covers', {
      targets: ['Dining Table'],
      action: 'open',
    });
    expect(text).toContain('loxone_control_lights');
  });
});

describe('wrong settings', () => {
  it('lists every problem at once, without a value', async () => {
    const home = temporaryHome();
    const result = await runProgram(SERVER, ['http', '--port', 'canary-port'], {
      ...home.env,
      LOXONE_HOST: 'http://canary-host/dev',
      SECURITY_LEVEL: 'canary-level',
    });
    expect(result.code).toBe(2);
    for (const place of ['--port', 'LOXONE_HOST', 'SECURITY_LEVEL']) {
      expect(result.stderr).toContain(place);
    }
    expect(result.stdout + result.stderr).not.toMatch(/canary-(port|host|level)/);
    home.remove();
  });

  it('refuses to listen in the clear where others can read the network', async () => {
    const home = temporaryHome();
    const house = { LOXONE_HOST: '127.0.0.1:1', LOXONE_USER: 'u', LOXONE_PASS: 'p' };
    const result = await runProgram(SERVER, ['http', '--host', '0.0.0.0', '--port', '0'], {
      ...home.env,
      ...house,
    });
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(
      /unencrypted to 0\.0\.0\.0.*--trusted-proxies.*SECURITY_LEVEL=staging/,
    );
    home.remove();
  });
});

describe('a Miniserver that is not as it should be', () => {
  const cleanUp: (() => unknown)[] = [];

  afterEach(async () => {
    for (const undo of cleanUp.splice(0).reverse()) await undo();
  });

  async function serverFor(house: Readonly<Record<string, string>>) {
    const home = temporaryHome();
    cleanUp.push(() => home.remove());
    const env = { ...home.env, ...house };
    const server = await startServer(env);
    cleanUp.push(() => server.program.stop());
    return { server, env };
  }

  async function askSomething(url: string, env: Readonly<Record<string, string>>): Promise<string> {
    const client = await connect(url, await generateKey(env, 'operator'));
    cleanUp.push(() => client.close());
    const result = await callTool(client, 'loxone_get_state', { targets: ['Reading Lamp'] });
    expect(result.isError).toBe(true);
    return textOf(result);
  }

  it('unreachable: the server runs, says so, and takes the house up when it appears', async () => {
    const first = await startHouse();
    const { port } = first.simulator;
    await first.simulator.stop();
    const { server, env } = await serverFor(first.env);
    await server.program.waitFor(new RegExp(`127\\.0\\.0\\.1:${port}.*(reach|refused)`, 'i'));
    expect(await askSomething(server.url, env)).toMatch(/reach|refused/i);

    const { startSimulator } = await import('@gatehouse/loxone-simulator');
    const second = await startSimulator({
      port,
      user: String(first.env.LOXONE_USER),
      password: String(first.env.LOXONE_PASS),
    });
    cleanUp.push(() => second.stop());
    await server.program.waitFor(/house is live/i);
  });

  it('wrong password: says so, and never tries it again', async () => {
    const house = await startHouse();
    cleanUp.push(() => house.simulator.stop());
    const { server, env } = await serverFor({ ...house.env, LOXONE_PASS: 'not-the-password' });
    await server.program.waitFor(/reject|refused the (user|password|credentials)/i);
    expect(await askSomething(server.url, env)).toMatch(/password|credentials|user/i);
    const attempts = (): number =>
      house.simulator.commands.filter(({ command }) => /get(jwt|token)\//.test(command)).length;
    expect(attempts()).toBe(1);
    expect(server.program.stderr()).not.toContain('not-the-password');
  });

  it('one odd control in the structure file: the log names it, the rest of the house is there', async () => {
    const { server, env, uuid } = await serverForStructure((structure) => {
      const [first = ''] = Object.keys(structure.controls);
      const control = structure.controls[first];
      if (control !== undefined) control.name = 42;
      return first;
    });
    await server.program.waitFor(new RegExp(`controls\\.${uuid}\\.name`));
    await server.program.waitFor(/house is live/i);
    const client = await connect(server.url, await generateKey(env, 'monitor'));
    cleanUp.push(() => client.close());
    const result = await callTool(client, 'loxone_search', { limit: 5 });
    expect(result.isError).toBeFalsy();
    expect(textOf(result)).not.toContain(uuid);
  });

  it('a broken structure file: a sentence that names the field', async () => {
    const { server, env } = await serverForStructure((structure) => {
      Object.assign(structure, { controls: 42 });
      return '';
    });
    await server.program.waitFor(/\bcontrols\b/);
    expect(await askSomething(server.url, env)).toMatch(/\bcontrols\b/);
  });

  /** @param spoil - Changes the demo house's file; returns what the test wants to know of it. */
  async function serverForStructure(spoil: (structure: Spoilt) => string) {
    const house = await startHouse();
    cleanUp.push(() => house.simulator.stop());
    const structure = structuredClone(createDemoHouse()) as Spoilt;
    const uuid = spoil(structure);
    house.simulator.faults.serveStructure(JSON.stringify(structure));
    return { ...(await serverFor(house.env)), uuid };
  }
});
