import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLI } from './support/paths.js';
import { runProgram, startProgram } from './support/program.js';
import { type Rig, startRig } from './support/rig.js';
import { generateKey } from './support/server.js';

describe('the command line at a running server', () => {
  let rig: Rig;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    rig = await startRig(undefined, { LOXONE_MCP_MAX_REQUESTS_PER_MINUTE: '1000' });
    env = await envWith('operator');
  });

  afterAll(() => rig.stop());

  async function envWith(
    role: string,
    more: readonly string[] = [],
  ): Promise<Record<string, string>> {
    return {
      ...rig.home.env,
      LOXONE_MCP_URL: `${rig.server.url}/mcp`,
      LOXONE_MCP_KEY: await generateKey(rig.env, role, more),
    };
  }

  /** Runs a command that has to work. @returns Its standard output. */
  async function run(...args: readonly string[]): Promise<string> {
    const ended = await runProgram(CLI, args, env);
    expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code: 0, stderr: '' });
    return ended.stdout;
  }

  function state(name: string, of: string): unknown {
    return rig.house.simulator.house.control(name)?.state(of);
  }

  it('shows the house, and what is in a room', async () => {
    const house = await run('rooms');
    for (const room of ['Kitchen', 'Garage', 'Guest Room']) expect(house).toContain(room);
    const kitchen = await run('rooms', 'Kitchen');
    expect(kitchen).toContain('Kitchen Blinds');
    expect(kitchen).not.toContain('Reading Lamp');
  });

  it('lists lights, shows one and switches it', async () => {
    const lights = await run('lights');
    for (const name of ['Garage Light', 'Reading Lamp']) expect(lights).toContain(name);
    expect(lights).not.toContain('Kitchen Blinds');
    expect(await run('lights', 'Garage Light')).toMatch(/Garage Light.*\boff\b/);
    expect(await run('lights', 'Garage Light', 'on')).toBe('Garage Light [Garage]: now on\n');
    expect(state('Garage Light', 'active')).toBe(1);
    expect(await run('lights', 'Garage Light')).toMatch(/Garage Light.*\bon\b/);
  });

  it('moves blinds, and only says so in a dry run', async () => {
    const before = rig.house.controlCommands().length;
    expect(await run('blinds', 'Kitchen Blinds', '50', '--dry-run')).toContain('Kitchen Blinds');
    expect(rig.house.controlCommands()).toHaveLength(before);
    expect(await run('blinds', 'Kitchen Blinds', '50')).toMatch(/^Kitchen Blinds \[Kitchen\]: /);
    const { id } = rig.house.simulator.house.control('Kitchen Blinds') ?? {};
    expect(rig.house.controlCommands().slice(before)).toEqual([
      expect.stringContaining(`${id}/manualPosition/50`),
    ]);
  });

  it('shows how warm it is, and sets it', async () => {
    expect(await run('climate')).toContain('Kitchen Climate');
    expect(await run('climate', 'Kitchen Climate', '22.5')).toContain('22.5');
  });

  it('activates a scene', async () => {
    const before = rig.house.controlCommands().length;
    expect(await run('scene', 'Movie Time')).toContain('Movie Time');
    const { id } = rig.house.simulator.house.control('Movie Time') ?? {};
    expect(rig.house.controlCommands().slice(before)).toEqual([expect.stringContaining(`/${id}/`)]);
  });

  it('lists the tools of the key, and calls one', async () => {
    expect(await run('tools')).toMatch(/^loxone_control_lights +targets/m);
    const found = JSON.parse(await run('call', 'search', 'query=kitchen', '--json'));
    expect(found.total).toBeGreaterThan(0);
    expect(found.devices[0]).toMatchObject({ id: expect.any(String), room: 'Kitchen' });
  });

  it('is given a token where nobody sits at the terminal, and opens with it', async () => {
    const resident = await envWith('operator', ['--permissions', 'risk:access']);
    const call = ['call', 'control_access', 'targets=Garage Door', 'command=open', '--json'];
    const asked = await runProgram(CLI, call, resident);
    expect(asked.code).toBe(1);
    const { confirm_token: token } = JSON.parse(asked.stdout) as { confirm_token: string };
    const before = rig.house.controlCommands().length;
    const opened = await runProgram(CLI, [...call, `confirm_token=${token}`], resident);
    expect({ code: opened.code, stderr: opened.stderr }).toEqual({ code: 0, stderr: '' });
    expect(rig.house.controlCommands().slice(before)).toEqual([expect.stringMatching(/\/open$/)]);
  });

  it('watches a device until it is interrupted', async () => {
    const watch = startProgram(CLI, ['watch', 'Reading Lamp'], env);
    await watch.waitFor(/Reading Lamp \[Guest Room\]: off\n/);
    rig.house.simulator.house.command('Reading Lamp', 'on');
    await watch.waitFor(/Reading Lamp \[Guest Room\]: on\n/);
    expect(await watch.stop('SIGINT')).toEqual({ code: 0, signal: null });
    expect(watch.stderr()).toBe('');
  });

  it('may do no more than its key', async () => {
    const before = rig.house.controlCommands().length;
    const monitor = await envWith('monitor');
    const refused = await runProgram(CLI, ['lights', 'Garage Light', 'off'], monitor);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toBe('');
    const unknown = await runProgram(CLI, ['call', 'control_lights'], monitor);
    expect(unknown.code).toBe(2);
    expect(rig.house.controlCommands()).toHaveLength(before);
  });

  it('says what is wrong when there is no server, no key, or a wish that is none', async () => {
    const cases: readonly (readonly [readonly string[], Record<string, string>, number, RegExp])[] =
      [
        [['rooms'], { LOXONE_MCP_URL: 'http://127.0.0.1:1' }, 1, /No MCP server answers/],
        [['rooms'], { LOXONE_MCP_KEY: '' }, 2, /wants a key/],
        [['rooms'], { LOXONE_MCP_KEY: 'lmcp_admin_001_wrong' }, 2, /does not accept this key/],
        [['lights', 'Garage Light', 'dance'], {}, 2, /"dance" is nothing that lights do/],
      ];
    for (const [args, more, code, problem] of cases) {
      const ended = await runProgram(CLI, args, { ...env, ...more });
      expect(ended.stderr).toMatch(problem);
      expect({ args, code: ended.code, stdout: ended.stdout }).toEqual({ args, code, stdout: '' });
    }
  });
});
