import { join } from 'node:path';
import type { Action } from '@gatehouse/core';
import { exportMasterKey, generateMasterKey } from '@gatehouse/crypto';
import type { McpAuth } from '@gatehouse/mcp-auth';
import { createMcpAuth } from '@gatehouse/mcp-auth';
import type { SqliteStore } from '@gatehouse/storage-sqlite';
import { openSqliteStore } from '@gatehouse/storage-sqlite';
import type { FilledDatabase } from '../database.js';
import { fillDatabase } from '../database.js';
import type { Case, Timing } from '../measure.js';
import { measure, median, nowUs, ratio } from '../measure.js';
import type { Claim, GroupResult } from '../report.js';
import type { Settings } from '../settings.js';

/** Requests of one round. */
const REQUESTS = 4_000;
/** Requests between two turns of the event loop: a server has other things to do as well. */
const TURN = 32;
/** Different keys whose texts are known, of those that are in use, and of those that are used a lot. */
const KNOWN = 60_000;
const IN_USE = 20_000;
const HOT = 1_000;

const ACTION: Action = { kind: 'tool', name: 'house_show_rooms', risk: 'read' };

/** The framework on a database, with everything on. */
interface Opened {
  readonly database: FilledDatabase;
  readonly auth: McpAuth;
  readonly store: SqliteStore;
}

async function openAuth(
  database: FilledDatabase,
  masterKey: string,
  directory: string,
): Promise<Opened> {
  const store = await openSqliteStore({ path: database.path });
  const auth = await createMcpAuth({
    app: 'bench',
    store: store.keys,
    usage: store.usage,
    audit: store.audit,
    masterKey,
    configDir: join(directory, `config-${database.size}`),
    env: {},
    securityLevel: 'production',
    rateLimit: { maxRequestsPerMinute: 1_000_000_000 },
  });
  return { database, auth, store };
}

async function request(auth: McpAuth, key: string, number: number): Promise<void> {
  const from = { address: '192.0.2.77', requestId: `request-${number}`, userAgent: 'bench/1.0' };
  const authentication = await auth.authenticate(key, { ...from, transport: 'http' });
  if (!authentication.ok) {
    throw new TypeError(`a good key was refused: ${authentication.reason}`);
  }
  const decision = await auth.decide(authentication.principal, ACTION, from);
  if (!decision.allow) {
    throw new TypeError(`a good request was denied: ${decision.reason}`);
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** What the rounds have in common. */
interface Load {
  readonly requests: number;
  /** Gets, of each run, the requests a second after all costs: everything is written. */
  readonly rates: number[];
}

/** Requests with keys in an order without pattern; each of the keys comes once before one comes again. */
function requestCase(
  name: string,
  { auth }: Opened,
  keys: readonly string[],
  { requests, rates }: Load,
): Case {
  let number = 0;
  return {
    name,
    async run() {
      const samples = new Float64Array(requests);
      const begin = nowUs();
      for (let index = 0; index < requests; index += 1) {
        number += 1;
        const key = keys[(number * 7_919) % keys.length] ?? '';
        const start = nowUs();
        await request(auth, key, number);
        samples[index] = nowUs() - start;
        if (index % TURN === 0) {
          await nextTurn();
        }
      }
      await auth.audit.flush();
      rates.push(requests / ((nowUs() - begin) / 1e6));
      return samples;
    },
  };
}

/** Uses each key once, so that it is in use from then on. */
async function warmUp({ auth }: Opened, keys: readonly string[]): Promise<void> {
  for (const [number, key] of keys.entries()) {
    await request(auth, key, number);
    if (number % TURN === 0) {
      await nextTurn();
    }
  }
  await auth.audit.flush();
}

async function openAll(settings: Settings, directory: string): Promise<readonly Opened[]> {
  const masterKey = generateMasterKey();
  const all: Opened[] = [];
  for (const size of settings.keys) {
    const database = await fillDatabase(directory, size, KNOWN, masterKey);
    all.push(await openAuth(database, exportMasterKey(masterKey), directory));
  }
  return all;
}

function claimsOf(
  inUse: readonly Timing[],
  many: readonly Timing[],
  comparable: Timing | undefined,
  fresh: Timing | undefined,
  rates: readonly number[],
): readonly Claim[] {
  const flat = { kind: 'at most', value: 1.3 } as const;
  const [hot, spread] = [inUse.at(-1), many.at(-1)];
  return [
    {
      what: `most keys : fewest, ${HOT} in use, p50`,
      value: ratio(hot, inUse[0]),
      unit: '×',
      goal: flat,
    },
    {
      what: `most keys : fewest that are as many, ${IN_USE} in use, p50`,
      value: ratio(spread, comparable),
      unit: '×',
      goal: flat,
    },
    {
      what: `most keys, ${HOT} in use, p50`,
      value: hot?.p50 ?? Number.NaN,
      unit: 'µs',
      goal: { kind: 'at most', value: 50 },
    },
    {
      what: `most keys : fewest that are as many, ${IN_USE} in use, p99`,
      value: (spread?.p99 ?? 0) / (comparable?.p99 ?? 0),
      unit: '×',
    },
    ...(fresh === undefined
      ? []
      : [{ what: 'first use : in use, most keys, p50', value: ratio(fresh, hot), unit: '×' }]),
    { what: 'requests a second, trail and usage written', value: median(rates), unit: '' },
  ];
}

/** Verification with everything on, in databases of several sizes. */
export async function verifyGroup(settings: Settings, directory: string): Promise<GroupResult> {
  const all = await openAll(settings, directory);
  const load: Load = { requests: Math.ceil(REQUESTS * settings.share), rates: [] };
  const casesOf = (keys: number): readonly Case[] =>
    all.map((one) => {
      const { size, keys: texts } = one.database;
      const used = texts.slice(0, keys);
      const name = `${size.toLocaleString('en-US')} keys, ${used.length} in use`;
      return requestCase(name, one, used, load);
    });
  const last = all.at(-1);
  const unused = last?.database.keys.slice(IN_USE) ?? [];
  // As many as are used once in all rounds, the one that does not count included.
  const isEnough = unused.length >= load.requests * (settings.rounds + 1);
  for (const one of all) {
    await warmUp(one, one.database.keys.slice(0, IN_USE));
  }
  const timings = await measure(
    [
      ...casesOf(HOT),
      ...casesOf(IN_USE),
      ...(last !== undefined && isEnough
        ? [requestCase('most keys, each used for the first time', last, unused, load)]
        : []),
    ],
    settings.rounds,
  );
  for (const { auth, store } of all) {
    await auth.close();
    await store.close();
  }
  const { length } = all;
  return {
    name: 'verify: key, lockout, addresses, limit, permission, audit and usage on SQLite',
    timings,
    claims: claimsOf(
      timings.slice(0, length),
      timings.slice(length, 2 * length),
      // With fewer keys than are in use elsewhere, the processor's caches would be what is compared.
      timings[
        length +
          Math.max(
            0,
            settings.keys.findIndex((size) => size >= IN_USE),
          )
      ],
      timings[2 * length],
      load.rates,
    ),
  };
}
