import type { Action, Principal } from '@gatehouse/core';
import { compileAddressList, RISKS } from '@gatehouse/core';
import { createMemoryLimitStore } from '@gatehouse/rate-limit';
import { createAuthorizer } from '@gatehouse/rbac';
import { asyncBatchCase, batchCase, measure, ratio } from '../measure.js';
import type { GroupResult } from '../report.js';
import type { Settings } from '../settings.js';

const OPERATIONS = 50_000;

/** Number of some bits, spread so that entries and probes follow no order. */
function scattered(index: number): number {
  return Math.imul(index + 1, 0x9e3779b1) >>> 0;
}

function v4(index: number): string {
  const bits = scattered(index);
  return `${bits >>> 24}.${(bits >>> 16) & 255}.${(bits >>> 8) & 255}.${bits & 255}`;
}

function v6(index: number): string {
  const bits = scattered(index);
  return `2001:db8:${(bits >>> 16).toString(16)}:${(bits & 0xffff).toString(16)}::`;
}

/** A host of a network that is written without its length. */
function hostOf(network: string): string {
  return network.endsWith('::') ? `${network}1` : network;
}

/** Looks addresses up in lists of several lengths; every second one is on the list. */
export async function addressGroup({ rounds, share }: Settings): Promise<GroupResult> {
  const cases = [v4, v6].flatMap((address) =>
    [10, 10_000].map((entries) => {
      const prefix = address === v4 ? 32 : 64;
      const list = compileAddressList(
        Array.from({ length: entries }, (_, index) => `${address(index)}/${prefix}`),
      );
      if (list.unreadable > 0) {
        throw new TypeError('an entry of the list cannot be read');
      }
      const probes = Array.from({ length: 1_000 }, (_, index) =>
        hostOf(address(index % 2 === 0 ? index % entries : entries + index)),
      );
      const name = `${address === v4 ? 'IPv4' : 'IPv6'}, ${entries.toLocaleString('en-US')} entries`;
      return batchCase(name, OPERATIONS * share, (index) => {
        const probe = index % probes.length;
        // An entry beyond the short list may lie in one of its networks only by chance.
        if (!list.allows(probes[probe]) && probe % 2 === 0) {
          throw new TypeError('an address on the list was refused');
        }
      });
    }),
  );
  const timings = await measure(cases, rounds);
  const goal = { kind: 'at most', value: 2 } as const;
  return {
    name: 'addresses: an allow-list is asked',
    timings,
    claims: [
      { what: 'IPv4, 10,000 : 10', value: ratio(timings[1], timings[0]), unit: '×', goal },
      { what: 'IPv6, 10,000 : 10', value: ratio(timings[3], timings[2]), unit: '×', goal },
    ],
  };
}

function principals(): readonly Principal[] {
  const roles = ['admin', 'operator', 'monitor', 'device', 'custom'];
  return Array.from({ length: 40 }, (_, index) => ({
    id: `mcp_${roles[index % 5]}_${100 + index}`,
    kind: 'key',
    name: `key ${index}`,
    role: roles[index % 5] ?? '',
    scopes: [],
    revision: String(index),
    ...(index % 5 === 3 ? { rooms: ['Kitchen', 'Hall'] } : {}),
    ...(index % 5 === 4
      ? { permissions: ['tool:house_*', '!tool:house_tool_7', 'risk:read'] }
      : {}),
  }));
}

function actions(): readonly Action[] {
  return Array.from({ length: 30 }, (_, index) => ({
    kind: 'tool',
    name: `house_tool_${index}`,
    risk: RISKS[index % RISKS.length] ?? 'raw',
    ...(index % 3 === 0
      ? {
          targets: [{ id: `t${index}`, roomId: 'r1', roomName: index % 2 === 0 ? 'Hall' : 'Bath' }],
        }
      : {}),
  }));
}

/** Asks for permission: 40 keys of five roles, 30 tools. */
export async function authorizeGroup({ rounds, share }: Settings): Promise<GroupResult> {
  const { authorize } = createAuthorizer();
  const who = principals();
  const what = actions();
  const [first] = who;
  const [action] = what;
  if (first === undefined || action === undefined) {
    throw new TypeError('there is nobody to ask for');
  }
  let allowed = 0;
  const timings = await measure(
    [
      batchCase('40 keys, 30 tools', OPERATIONS * share, (index) => {
        const asked = authorize(who[index % 40] ?? first, what[(index * 7) % 30] ?? action);
        allowed += asked.allow ? 1 : 0;
      }),
    ],
    rounds,
  );
  if (allowed === 0) {
    throw new TypeError('nothing was ever allowed');
  }
  const [timing] = timings;
  return {
    name: 'authorize: may they?',
    timings,
    claims: [{ what: 'decisions a second', value: 1e6 / (timing?.p50 ?? 0), unit: '' }],
  };
}

/** Takes from request limits of few and of many keys. */
export async function limitGroup({ rounds, share }: Settings): Promise<GroupResult> {
  const limit = { max: 1_000_000_000, windowMs: 60_000 };
  const cases = [10, 10_000, 100_000].map((buckets) => {
    const store = createMemoryLimitStore({ maxBuckets: 200_000 });
    const names = Array.from({ length: buckets }, (_, index) => `requests:mcp_operator_${index}`);
    const name = `${buckets.toLocaleString('en-US')} keys`;
    return asyncBatchCase(name, OPERATIONS * share, (index) =>
      store.take(names[(index * 7_919) % buckets] ?? '', limit),
    );
  });
  const timings = await measure(cases, rounds);
  return {
    name: 'limits: a request is counted in memory',
    timings,
    claims: [
      { what: '10,000 keys : 10', value: ratio(timings[1], timings[0]), unit: '×' },
      { what: 'takes a second, 10,000 keys', value: 1e6 / (timings[1]?.p50 ?? 0), unit: '' },
    ],
  };
}
