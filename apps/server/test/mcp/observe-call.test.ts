import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createWatchCall,
  readingOutcome,
  type SeenCall,
  toolOutcome,
} from '../../src/mcp/observe-call.js';
import { caller, openStage, type Stage } from './support/stage.js';

let stage: Stage;
const seen: SeenCall[] = [];
const observe = (call: SeenCall): void => void seen.push(call);

beforeAll(async () => {
  stage = await openStage();
});

afterAll(async () => {
  await stage.close();
});

beforeEach(() => {
  seen.length = 0;
});

function lines(): string[] {
  return seen.map(({ kind, name, principalId, outcome }) =>
    [kind, name, principalId, outcome].join(' '),
  );
}

describe('a server that is observed', () => {
  it('tells of each call by its offered name, when it is over', async () => {
    const client = await stage.connect(caller('admin'), { parts: { observe } });
    await client.callTool({ name: 'loxone_get_overview', arguments: {} }).catch(() => undefined);
    await client.readResource({ uri: 'loxone://rooms/kitchen' });
    await client.listTools();
    const { prompts } = await client.listPrompts();
    const simple = prompts.find(
      ({ arguments: args = [] }) => !args.some(({ required }) => required),
    );
    if (simple === undefined) throw new TypeError('no prompt without arguments');
    await client.getPrompt({ name: simple.name });
    expect(lines().slice(-2)).toEqual([
      'resource room test_admin_001 ok',
      `prompt ${simple.name} test_admin_001 ok`,
    ]);
    expect(seen.every(({ durationMs }) => durationMs >= 0)).toBe(true);
  });

  it('tells how it ended', async () => {
    const client = await stage.connect(caller('admin'), { parts: { observe } });
    const { tools } = await client.listTools();
    const lights = tools.find(({ name }) => name.includes('light'))?.name ?? '';
    await client.callTool({ name: lights, arguments: { nonsense: true } });
    await client.readResource({ uri: 'loxone://rooms/Nowhere' }).catch(() => undefined);
    await client.readResource({ uri: 'file:///etc/passwd' }).catch(() => undefined);
    expect(lines()).toEqual([
      `tool ${lights} test_admin_001 failed`,
      'resource room test_admin_001 failed',
      'resource unknown test_admin_001 failed',
    ]);
  });

  it('hears nothing of what a guard has turned away', async () => {
    const client = await stage.connect(caller('monitor'), { parts: { observe } });
    const admin = await stage.connect(caller('admin'));
    const { tools } = await admin.listTools();
    const lights = tools.find(({ name }) => name.includes('light'))?.name ?? '';
    const answer = await client.callTool({ name: lights, arguments: {} });
    expect(answer.isError).toBe(true);
    await client.callTool({ name: 'made_up', arguments: {} }).catch(() => undefined);
    expect(seen).toEqual([]);
  });
});

describe('createWatchCall', () => {
  const about = { kind: 'tool', name: 'a', principalId: 'k' } as const;

  it('measures from begin to end', async () => {
    const times = [100, 107.5];
    const watch = createWatchCall(observe, () => times.shift() ?? 0);
    expect(
      await watch(
        about,
        async () => 'answer',
        () => 'denied',
      ),
    ).toBe('answer');
    expect(seen).toEqual([{ ...about, outcome: 'denied', durationMs: 7.5 }]);
  });

  it('calls a call failed that throws, and throws the same', async () => {
    const failure = new TypeError('planted');
    const watch = createWatchCall(observe);
    const run = watch(
      about,
      () => Promise.reject(failure),
      () => 'ok',
    );
    await expect(run).rejects.toBe(failure);
    expect(seen).toMatchObject([{ outcome: 'failed' }]);
  });

  it('costs nothing where nobody listens', async () => {
    const answer = Promise.resolve('the same promise');
    expect(
      createWatchCall(undefined)(
        about,
        () => answer,
        () => 'ok',
      ),
    ).toBe(answer);
  });
});

describe('how a call ended', () => {
  it.each([
    ['not_allowed', 'denied'],
    ['approval_refused', 'denied'],
    ['declined', 'denied'],
    ['confirmation_required', 'ok'],
    ['approval_pending', 'ok'],
    ['invalid_argument', 'failed'],
    ['house_offline', 'failed'],
    ['no_effect', 'failed'],
  ] as const)('with the code %s is %s', (code, outcome) => {
    const error = { code, message: 'x', hint: 'y' };
    const result = { text: 'x', structured: { error } };
    expect(toolOutcome({ ...result, isError: true })).toBe(outcome);
    expect(toolOutcome(result)).toBe('ok');
    expect(readingOutcome({ ok: false, error })).toBe(outcome);
    expect(readingOutcome({ ok: true })).toBe('ok');
  });

  it('is a failure where a tool says no more than that', () => {
    expect(toolOutcome({ text: 'x', structured: {}, isError: true })).toBe('failed');
    expect(toolOutcome({ text: 'x', structured: { error: 'text' }, isError: true })).toBe('failed');
  });
});
