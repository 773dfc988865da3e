import { Agent } from 'node:http';
import { askWhole, type Outcome } from './whole-request.js';

/** What all writers know. */
interface Writing {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** An admin's key. */
  readonly key: string;
  /** Name of something that can be switched. */
  readonly lamp: string;
  /** Called after each write that was acknowledged. */
  readonly onAcknowledged: (way: Acknowledged['way']) => void;
}

/** A write that was acknowledged. */
export interface Acknowledged {
  readonly way: 'admin' | 'rest' | 'mcp';
  /** As the server named the request, in its answer and in its trail. */
  readonly requestId: string;
  /** The key that was made. */
  readonly made?: { readonly id: string; readonly name: string; readonly secret: string };
}

/** What a writer has seen until nobody answered any more. */
export interface Written {
  readonly acknowledged: readonly Acknowledged[];
  /** Refused in so many words: 503. */
  readonly turnedAway: number;
  /** Neither acknowledged nor cleanly refused, one line each. */
  readonly wrong: readonly string[];
}

/** Sends one write. */
type Write = (count: number) => Promise<Outcome>;

/** What an answer with status 200 or 201 says; `undefined`: it does not acknowledge anything. */
type Read = (answer: Outcome & { readonly kind: 'answered' }) => Partial<Acknowledged> | undefined;

/** Writes over one connection, one write after the other, until nothing listens there any more. */
async function writeOn(
  { onAcknowledged }: Writing,
  way: Acknowledged['way'],
  write: Write,
  read: Read,
): Promise<Written> {
  const acknowledged: Acknowledged[] = [];
  const wrong: string[] = [];
  let turnedAway = 0;
  for (let count = 0; ; count += 1) {
    const outcome = await write(count);
    if (outcome.kind === 'refused') {
      if (outcome.reason === 'ECONNREFUSED') return { acknowledged, turnedAway, wrong };
    } else if (outcome.kind === 'half') {
      wrong.push(`${way}: half an answer: ${outcome.got}`);
    } else if (outcome.status === 503 && outcome.body.includes('"code":"shutting-down"')) {
      turnedAway += 1;
    } else {
      const isGood = outcome.status === 200 || outcome.status === 201;
      const known = isGood ? read(outcome) : undefined;
      if (known === undefined) wrong.push(`${way}: ${outcome.status} ${outcome.body}`);
      else {
        acknowledged.push({ way, requestId: String(outcome.headers['x-request-id']), ...known });
        onAcknowledged(way);
      }
    }
  }
}

function withAgent(writing: Writing): { readonly agent: Agent; json: Record<string, string> } {
  return {
    agent: new Agent({ keepAlive: true, maxSockets: 1 }),
    json: { 'content-type': 'application/json', 'x-api-key': writing.key },
  };
}

/** Makes one key after the other. */
export function makeKeys(writing: Writing, name: string): Promise<Written> {
  const { agent, json: headers } = withAgent(writing);
  const url = `${writing.url}/admin/api/keys`;
  const write: Write = (count) => {
    const body = JSON.stringify({ name: `${name} ${count}`, role: 'monitor' });
    return askWhole(agent, { method: 'POST', url, headers, body });
  };
  return writeOn(writing, 'admin', write, ({ body }) => {
    const { key, secret } = JSON.parse(body) as {
      key: { id: string; name: string };
      secret: string;
    };
    return { made: { id: key.id, name: key.name, secret } };
  });
}

/** Switches a lamp over REST. */
export function switchOverRest(writing: Writing): Promise<Written> {
  const { agent, json: headers } = withAgent(writing);
  const url = `${writing.url}/api/devices/${encodeURIComponent(writing.lamp)}/toggle`;
  const write: Write = () => askWhole(agent, { method: 'POST', url, headers });
  return writeOn(writing, 'rest', write, () => ({}));
}

/** Switches a lamp with a tool. */
export async function switchOverMcp(writing: Writing): Promise<Written> {
  const { agent, json } = withAgent(writing);
  const url = `${writing.url}/mcp`;
  const headers = { ...json, accept: 'application/json, text/event-stream' };
  const post = (method: string, params: unknown, id: number, more = {}): Promise<Outcome> => {
    const body = JSON.stringify({ jsonrpc: '2.0', id, method, params });
    return askWhole(agent, { method: 'POST', url, headers: { ...headers, ...more }, body });
  };
  const opened = await post(
    'initialize',
    {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'writer', version: '1' },
    },
    0,
  );
  if (opened.kind !== 'answered') throw new TypeError(`initialize: ${JSON.stringify(opened)}`);
  const session = { 'mcp-session-id': String(opened.headers['mcp-session-id']) };
  const args = { targets: [writing.lamp], action: 'toggle' };
  const call = { name: 'loxone_control_lights', arguments: args };
  const write: Write = (count) => post('tools/call', call, count + 1, session);
  return writeOn(writing, 'mcp', write, ({ body }) =>
    // A stream that ends without its result acknowledges nothing, whatever its status was.
    /"result":/.test(body) && !/"isError":true/.test(body) ? {} : undefined,
  );
}
