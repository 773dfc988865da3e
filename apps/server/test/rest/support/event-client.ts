import type { Principal } from '@gatehouse/core';
import type { EventFilter } from '../../../src/rest/events/event-filter.js';
import {
  type ItemStream,
  openEventStream,
  type StreamItem,
} from '../../../src/rest/events/event-stream.js';
import { createHouseCalls } from '../../../src/rest/house-calls.js';
import type { RestServer } from './rest-stage.js';

/** What came, as far as tests look at it. */
export interface Came {
  readonly type: string;
  readonly id?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** How a test listens. */
export interface ListenOptions {
  readonly filter?: EventFilter;
  readonly lastEventId?: string;
  readonly signal?: AbortSignal;
}

/** A stream that a test pulls by itself. */
export interface Pulled {
  readonly stream: ItemStream;
  /** @returns The next item; fails when the stream has ended. */
  next(): Promise<Came>;
  /** All that comes until one of this type, that one included. */
  until(type: string): Promise<readonly Came[]>;
}

/** Listens as somebody, without HTTP. */
export async function listenAs(
  { parts }: RestServer,
  principal: Principal,
  { filter = {}, lastEventId, signal = new AbortController().signal }: ListenOptions = {},
): Promise<Pulled> {
  const call = { principal, context: { address: '127.0.0.1', userAgent: 'test\r\n 1' }, signal };
  const stream = await openEventStream(
    { ...parts, calls: createHouseCalls(parts) },
    { call, filter, lastEventId },
  );
  const next = async (): Promise<Came> => {
    const { value, done } = await stream.next();
    if (done === true || value === undefined) throw new TypeError('the stream has ended');
    return shown(value);
  };
  return {
    stream,
    next,
    async until(type) {
      const came: Came[] = [];
      do came.push(await next());
      while (came.at(-1)?.type !== type);
      return came;
    },
  };
}

function shown(item: StreamItem): Came {
  return item.type === 'keep-alive' ? { type: item.type, data: {} } : item;
}

/** Reads server-sent events as they come over HTTP (HTML Living Standard §9.2.6). */
export async function* serverSentEvents(body: Response['body']): AsyncGenerator<Came, void, void> {
  if (body === null) return;
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const came = readBlock(text.slice(0, end));
      text = text.slice(end + 2);
      if (came !== undefined) yield came;
    }
  }
}

function readBlock(block: string): Came | undefined {
  const fields = new Map(
    block.split('\n').map((line) => {
      const [name = '', ...rest] = line.split(': ');
      return [name, rest.join(': ')] as const;
    }),
  );
  if (fields.has('retry')) return undefined;
  if (block.startsWith(':')) return { type: 'comment', data: { text: block } };
  const id = fields.get('id');
  return {
    type: fields.get('event') ?? 'message',
    ...(id !== undefined && { id }),
    data: JSON.parse(fields.get('data') ?? '{}') as Record<string, unknown>,
  };
}
