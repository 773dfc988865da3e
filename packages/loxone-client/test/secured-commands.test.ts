import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { LoxoneClientOptions } from '../src/options.js';
import { goLive, type Harness, makeHarness } from './support/harness.js';
import { ID } from './support/house-file.js';

const secured = { control: ID.safe, command: 'on' } as const;

async function liveHarness(options: Partial<LoxoneClientOptions> = {}): Promise<Harness> {
  const harness = makeHarness({}, options);
  harness.server.values = [{ uuid: ID.safeActive, value: 0 }];
  await goLive(harness);
  return harness;
}

const asked = ({ server }: Harness): number => server.count('jdev/sys/getvisusalt/');
const sent = ({ server }: Harness): number => server.count('jdev/sps/ios/');

async function execute(harness: Harness, request = secured): Promise<unknown> {
  const running = harness.client.home.execute(request);
  await harness.time.advance(5_000);
  return running;
}

describe('a command for a secured control', () => {
  it('is proved with a key of its own each time, and sent encrypted', async () => {
    const harness = await liveHarness({ visuPassword: '1234' });
    const { server } = harness;
    server.script = (command, socket) => {
      const value = command.endsWith('/on') ? 1 : 0;
      if (command.includes('/ios/')) {
        setImmediate(() => socket.pushValues([{ uuid: ID.safeActive, value }]));
      }
      return 'normal';
    };
    expect(await execute(harness)).toMatchObject({ outcome: 'changed' });
    expect(await execute(harness, { ...secured, command: 'off' } as never)).toMatchObject({
      outcome: 'changed',
    });
    expect([asked(harness), sent(harness)]).toEqual([2, 2]);
    const proofs = server.commands.filter((one) => one.includes('/ios/'));
    expect(new Set(proofs.map((one) => one.split('/')[3])).size).toBe(2);
    expect(proofs.map((one) => server.modes.get(one))).toEqual(['enc', 'enc']);
    expect(server.modes.get('jdev/sys/getvisusalt/admin')).toBe('fenc');
    expect(server.count('jdev/sps/io/')).toBe(0);
  });

  it.each([
    ['a password', { visuPassword: '1234' }, true],
    ['somebody who is asked', { visuPassword: () => undefined }, true],
    ['nothing', {}, false],
  ])('is possible or not, and one can tell: with %s', (_what, options, expected) => {
    expect(makeHarness({}, options).client.home.commandsSecured).toBe(expected);
  });

  it('is not sent without a password', async () => {
    const harness = await liveHarness();
    expect(await execute(harness)).toMatchObject({
      outcome: 'invalid',
      problem: { code: 'secured' },
    });
    expect([asked(harness), sent(harness)]).toEqual([0, 0]);
  });

  it('asks whoever has the password, and takes no for an answer', async () => {
    const names: string[] = [];
    const answers = ['1234', undefined, ''];
    const visuPassword: LoxoneClientOptions['visuPassword'] = ({ name }) => {
      names.push(name);
      return answers.shift();
    };
    const harness = await liveHarness({ visuPassword });
    expect(await execute(harness)).toMatchObject({ outcome: 'unchanged' });
    for (const _none of [1, 2]) {
      expect(await execute(harness)).toMatchObject({
        outcome: 'invalid',
        problem: { code: 'secured', message: expect.stringContaining('none was given') },
      });
    }
    expect(sent(harness)).toBe(1);
    expect(new Set(names).size).toBe(1);
    expect(names).toHaveLength(3);
  });

  it('asks nobody for what is not secured, or cannot be right', async () => {
    const harness = await liveHarness({
      visuPassword: () => {
        throw new TypeError('nobody should ask');
      },
    });
    expect(await execute(harness, { ...secured, control: ID.lamp } as never)).toMatchObject({
      outcome: 'unchanged',
    });
    expect(await execute(harness, { ...secured, command: 'fly' } as never)).toMatchObject({
      outcome: 'invalid',
      problem: { code: 'unknown-command' },
    });
    expect(harness.server.count('jdev/sps/io/')).toBe(1);
  });

  it.each([500, 401])('with a wrong password is sent once and never again (%i)', async (code) => {
    const harness = await liveHarness({ visuPassword: 'wrong one' });
    harness.server.script = (command) => (command.includes('/ios/') ? { code } : 'normal');
    const both = [harness.client.home.execute(secured), harness.client.home.execute(secured)];
    await harness.time.advance(10_000);
    const [first, second] = await Promise.all(both);
    expect(first).toEqual({
      outcome: 'refused',
      code,
      message: `The Miniserver refused the visualisation password with code ${code}; it is not tried again, correct it`,
    });
    expect(second).toMatchObject({ outcome: 'invalid', problem: { code: 'secured' } });
    expect(await execute(harness)).toMatchObject({ outcome: 'invalid' });
    expect(sent(harness)).toBe(1);
    expect(harness.status().phase).toBe('live');
  });

  it('is sent again when another password is given', async () => {
    const passwords = ['wrong', 'wrong', '1234'];
    const harness = await liveHarness({ visuPassword: async () => passwords.shift() });
    expect(await execute(harness)).toMatchObject({ outcome: 'refused', code: 500 });
    expect(await execute(harness)).toMatchObject({ outcome: 'invalid' });
    expect(await execute(harness)).toMatchObject({ outcome: 'unchanged' });
    expect(sent(harness)).toBe(2);
  });

  it('that is refused for another reason keeps the password', async () => {
    const harness = await liveHarness({ visuPassword: '1234' });
    harness.server.script = (command) => (command.includes('/ios/') ? { code: 423 } : 'normal');
    expect(await execute(harness)).toMatchObject({ outcome: 'refused', code: 423 });
    harness.server.script = () => 'normal';
    expect(await execute(harness)).toMatchObject({ outcome: 'unchanged' });
  });

  it.each([
    [{ code: 403 }, { outcome: 'refused', code: 403 }],
    [
      { code: 200, value: 'no key' },
      { outcome: 'unknown', message: expect.stringContaining('not sent') },
    ],
  ])('is not sent when no key is granted: %j', async (answer, outcome) => {
    const harness = await liveHarness({ visuPassword: '1234' });
    harness.server.script = (command) => (command.includes('getvisusalt') ? answer : 'normal');
    expect(await execute(harness)).toMatchObject(outcome);
    expect(sent(harness)).toBe(0);
  });

  it('is offline when the connection is down, and nobody is asked then', async () => {
    const harness = await liveHarness({
      visuPassword: () => {
        throw new TypeError('nobody should ask');
      },
    });
    harness.server.http = Object.assign(new TypeError('x'), { code: 'ECONNREFUSED' });
    harness.server.socket.drop();
    expect(await execute(harness)).toMatchObject({ outcome: 'offline' });
  });

  it('never shows the password', async () => {
    const visuPassword = 'canary-visu-9431';
    const harness = await liveHarness({ visuPassword });
    const outcomes = [await execute(harness), await execute(harness)];
    await harness.client.stop();
    const deep = { depth: Number.POSITIVE_INFINITY, showHidden: true, maxStringLength: null };
    const seen = inspect([outcomes, harness.client, harness.logs, harness.changes], deep);
    expect(seen).not.toContain(visuPassword);
    expect(harness.server.commands.join('\n')).not.toContain(visuPassword);
  });
});

describe('options.encryptCommands', () => {
  it.each([
    ['auto', false, 'enc'],
    ['auto', true, 'plain'],
    ['always', true, 'enc'],
    ['never', false, 'plain'],
  ] as const)('%s with tls %s sends commands %s', async (encryptCommands, tls, mode) => {
    const harness = await liveHarness({ encryptCommands, tls });
    await execute(harness, { ...secured, control: ID.lamp } as never);
    const command = harness.server.commands.find((one) => one.includes('/io/'));
    expect(harness.server.modes.get(command ?? '')).toBe(mode);
    const login = harness.server.commands.find((one) => one.includes('getjwt'));
    expect(harness.server.modes.get(login ?? '')).toBe('fenc');
  });
});
