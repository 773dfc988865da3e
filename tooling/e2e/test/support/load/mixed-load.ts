import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { callTool, connect } from '../server.js';
import type { Reading } from './readings.js';

/** What a mixed load is made of. */
export interface MixedLoad {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** One client for each; a third of them over REST, every tenth listens to events as well. */
  readonly keys: readonly string[];
  /** Names of lamps that can be switched. */
  readonly lamps: readonly string[];
  /** Rest of a client between two requests, milliseconds. */
  readonly restMs: number;
  readonly signal: AbortSignal;
}

/** What became of it. */
export interface LoadResult {
  /** How long each request took, milliseconds. */
  readonly times: readonly Reading[];
  /** What went wrong, one line each. */
  readonly errors: readonly string[];
  /** Events that listeners got. */
  readonly events: number;
}

type Request = (turn: number) => Promise<unknown>;

/** Works for a house as many assistants, dashboards and scripts do, until it is told to end. */
export async function runMixedLoad(load: MixedLoad): Promise<LoadResult> {
  const startedAt = performance.now();
  const times: Reading[] = [];
  const errors: string[] = [];
  const { keys, signal, restMs } = load;
  let events = 0;

  async function work(name: string, request: Request, index: number): Promise<void> {
    for (let turn = index; !signal.aborted; turn += 1) {
      const begunAt = performance.now();
      try {
        await request(turn);
        times.push({ at: begunAt - startedAt, value: performance.now() - begunAt });
      } catch (error) {
        if (!signal.aborted) errors.push(`${name}: ${String(error)}`);
      }
      await pause(restMs, undefined, { signal }).catch(() => undefined);
    }
  }

  const workers = keys.map(async (key, index) => {
    const listening = index % 10 === 9 ? listen(load, key, () => (events += 1)) : undefined;
    if (index % 3 === 2) {
      await work('rest', (turn) => askRest(load, key, turn), index);
    } else {
      const client = await connect(load.url, key);
      await work('mcp', (turn) => askTool(load, client, turn), index);
      await client.close();
    }
    const problem = await listening;
    if (problem !== undefined) errors.push(problem);
  });
  await Promise.all(workers);
  return { times, errors, events };
}

function lampOf({ lamps }: MixedLoad, turn: number): string {
  return lamps[turn % lamps.length] ?? '';
}

/** Four looks, then a lamp. */
async function askTool(load: MixedLoad, client: Client, turn: number): Promise<void> {
  const lamp = lampOf(load, turn);
  const calls: readonly (readonly [string, Record<string, unknown>])[] = [
    ['loxone_overview', {}],
    ['loxone_search', { query: lamp }],
    ['loxone_get_state', { targets: [lamp] }],
    ['loxone_events', { limit: 20 }],
    ['loxone_control_lights', { targets: [lamp], action: turn % 2 === 0 ? 'on' : 'off' }],
  ];
  const [tool, args] = calls[turn % calls.length] ?? calls[0] ?? ['', {}];
  const result = await callTool(client, tool, args);
  if (result.isError === true) throw new TypeError(`${tool}: ${JSON.stringify(result.content)}`);
}

async function askRest(load: MixedLoad, key: string, turn: number): Promise<void> {
  const lamp = encodeURIComponent(lampOf(load, turn));
  const calls: readonly (readonly ['GET' | 'POST', string])[] = [
    ['GET', '/api/devices?limit=50'],
    ['GET', `/api/devices/${lamp}`],
    ['GET', '/api/rooms'],
    ['POST', `/api/devices/${lamp}/${turn % 2 === 0 ? 'on' : 'off'}`],
  ];
  const [method, path] = calls[turn % calls.length] ?? calls[0] ?? ['GET', '/api/rooms'];
  const answer = await fetch(load.url + path, { method, headers: { 'x-api-key': key } });
  const text = await answer.text();
  if (!answer.ok) throw new TypeError(`${method} ${path}: ${answer.status} ${text}`);
}

/** Reads events until the end. @returns What went wrong. */
async function listen(
  { url, signal }: MixedLoad,
  key: string,
  onEvent: () => void,
): Promise<string | undefined> {
  const headers = { authorization: `Bearer ${key}` };
  try {
    const answer = await fetch(`${url}/api/events`, { headers, signal });
    if (answer.status !== 200 || answer.body === null) return `events: ${answer.status}`;
    const decoder = new TextDecoder();
    for await (const chunk of answer.body) {
      const text = decoder.decode(chunk as Uint8Array, { stream: true });
      for (const _ of text.matchAll(/^event: /gm)) onEvent();
    }
    return signal.aborted ? undefined : 'events: the stream ended';
  } catch (error) {
    return signal.aborted ? undefined : `events: ${String(error)}`;
  }
}
