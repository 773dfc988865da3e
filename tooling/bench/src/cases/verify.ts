import { join } from 'node:path';
import type { Action } from '@gatehouse/core';
import { exportMasterKey, generateMasterKey } from '@gatehouse/crypto';
import type { McpAuth } from '@gatehouse/mcp-auth';
import { createMcpAuth } from '@gatehouse/mcp-auth';
import type { SqliteStore } from '@gatehouse/storage-sqlite';
import { openSqliteStore } from '@gatehouse/storage-sqlite';
import type { FilledDatabase } from '../database.js';
import { fillDatabase } from '../database.js';
import type { Case } from '../measure.js';
import { measure, nowUs, ratio } from '../measure.js';
import type { GroupResult } from '../report.js';
import type { Settings } from '../settings.js';

/** Requests of one round. */
const REQUESTS = 4_000;
/** Requests between two turns of the event loop: a server has other things to do as well. */
const TURN = 32;
/** Different keys that are used. */
const KNOWN = 20_000;
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

/** Requests with keys in an order without pattern. `throughput` gets what is left after all costs. */
function requestCase(name: string, opened: Opened, keys: readonly string[], rates: number[]): Case {
  let number = 0;
  return {
    name,
    async run() {
      const samples = new Float64Array(REQUESTS);
      const begin = nowUs();
      for (let index = 0; index < REQUESTS; index += 1) {
        number += 1;
        const key = keys[(number * 7_919) % keys.length] ?? '';
        const start = nowUs();
        await request(opened.auth, key, number);
        samples[index] = nowUs() - start;
        if (index % TURN === 0) {
          await nextTurn();
        }
      }
      await opened.auth.audit.flush();
      rates.push(REQUESTS / ((nowUs() - begin) / 1e6));
      return samples;
    },
  };
}

/** Verification with everything on, in databases of several sizes. */
export async function verifyGroup(settings: Settings, directory: string): Promise<GroupResult> {
  const masterKey = generateMasterKey();
  const all: Opened[] = [];
  for (const size of settings.keys) {
    const database = await fillDatabase(directory, size, KNOWN, masterKey);
    all.push(await openAuth(database, exportMasterKey(masterKey), directory));
  }
  const rates: number[] = [];
  const label = ({ database }: Opened): string => database.size.toLocaleString('en-US');
  const hot = all.map((one) =>
    requestCase(`${label(one)} keys, ${HOT} in use`, one, one.database.keys.slice(0, HOT), rates),
  );
  const spread = all.map((one) =>
    requestCase(`${label(one)} keys, any of ${KNOWN}`, one, one.database.keys, rates),
  );
  const timings = await measure([...hot, ...spread], settings.rounds);
  for (const { auth, store } of all) {
    await auth.close();
    await store.close();
  }
  const last = all.length - 1;
  const slowest = timings.at(-1);
  const p99 = (timings[all.length + last]?.p99 ?? 0) / (timings[all.length]?.p99 ?? 1);
  return {
    name: 'verify: key, lockout, addresses, limit, permission, audit and usage on SQLite',
    timings,
    claims: [
      {
        what: 'most keys : fewest, keys in use, p50',
        value: ratio(timings[last], timings[0]),
        unit: '×',
        goal: { kind: 'at most', value: 1.3 },
      },
      {
        what: 'most keys : fewest, any key, p50',
        value: ratio(slowest, timings[all.length]),
        unit: '×',
        goal: { kind: 'at most', value: 1.3 },
      },
      { what: 'most keys : fewest, any key, p99', value: p99, unit: '×' },
      {
        what: 'most keys, keys in use, p50',
        value: timings[last]?.p50 ?? Number.NaN,
        unit: 'µs',
        goal: { kind: 'at most', value: 50 },
      },
      { what: 'requests a second, written and all', value: Math.min(...rates), unit: '' },
    ],
  };
}
