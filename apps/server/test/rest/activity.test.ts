import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { activityObservers } from '../../src/activity/observers.js';
import type { SeenActivity } from '../../src/activity/pending-counts.js';
import { createMcpOffers } from '../../src/mcp/offers.js';
import { openRest, type RestStage } from './support/rest-stage.js';
import { smallHouse } from './support/small-house.js';

let stage: RestStage;
const keys: Record<string, string> = {};
const seen: SeenActivity[] = [];
/** Called at each count: an answer is there a moment before its request is counted. */
let wake = (): void => undefined;

beforeAll(async () => {
  const recorder = {
    seenRequest: (one: SeenActivity) => {
      seen.push(one);
      wake();
    },
  };
  const { request, onDecision } = activityObservers(recorder, createMcpOffers());
  stage = await openRest({ observe: [request], authOptions: { onDecision } });
  for (const role of ['operator', 'monitor']) keys[role] = await stage.app.keyOf(role);
  keys.noLights = await stage.app.keyOf('custom', {
    permissions: ['risk:read', 'risk:control', '!tool:loxone_control_lights'],
  });
});

afterAll(() => stage.close());

beforeEach(() => {
  seen.length = 0;
});

/** What a number of requests, one after the other, was counted as. */
async function countedAs(
  key: string,
  ...requests: readonly (readonly [path: string, body?: unknown])[]
): Promise<readonly string[]> {
  for (const [path, body] of requests) {
    const before = seen.length;
    const counted = new Promise<void>((resolve) => {
      wake = () => (seen.length > before ? resolve() : undefined);
    });
    await stage.ask(keys[key] ?? '', path, body);
    await counted;
  }
  // Whatever else one of them made would be there by now: counts are made in the order of requests.
  expect(seen).toHaveLength(requests.length);
  return seen.map(({ act, outcome }) => `${act} ${outcome}`);
}

describe('a request over REST', () => {
  it('that acts counts as the tool that it ran, once, whichever route it took', async () => {
    const counted = await countedAs(
      'operator',
      ['POST /api/devices/bedroom-light/on'],
      ['POST /api/devices/control', { device: 'bedroom-blinds', action: 'open' }],
      ['POST /api/scenes/hell/activate', {}],
    );
    expect(counted).toEqual([
      'tool:loxone_control_lights ok',
      'tool:loxone_control_covers ok',
      'tool:loxone_activate_scene ok',
    ]);
    expect(seen.every(({ principalId }) => principalId.startsWith('lmcp_operator_'))).toBe(true);
  });

  it('counts with the outcome that the tool had, whatever the status of the answer', async () => {
    stage.home.react = () => ({ outcome: 'unchanged', waitedMs: 2000 });
    const unchanged = ['POST /api/devices/bedroom-light/off'] as const;
    const outOfRange = ['POST /api/devices/bedroom-light/dim', { value: 400 }] as const;
    expect(await countedAs('operator', unchanged, outOfRange)).toEqual([
      'tool:loxone_control_lights failed',
      'tool:loxone_control_lights failed',
    ]);
    stage.home.react = smallHouse().react;
  });

  it('that is denied counts once: as the tool where that said no, else by its route', async () => {
    const light = ['POST /api/devices/bedroom-light/on'] as const;
    expect(await countedAs('noLights', light)).toEqual(['tool:loxone_control_lights denied']);
    seen.length = 0;
    expect(await countedAs('monitor', light)).toEqual(['rest:devices denied']);
  });

  it('that looks, or finds nothing to act on, counts by its route', async () => {
    const counted = await countedAs(
      'operator',
      ['/api/devices/bedroom-light'],
      ['POST /api/devices/nowhere/on'],
      ['POST /api/devices/control', { nonsense: true }],
      ['/api/rooms'],
    );
    expect(counted).toEqual([
      'rest:devices ok',
      'rest:devices ok',
      'rest:devices ok',
      'rest:rooms ok',
    ]);
  });
});
