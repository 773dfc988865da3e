import { type RandomBytes, systemRandomBytes } from '@gatehouse/core';
import type { EventStore } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';

/** How much of a session is kept for a client whose stream broke off. */
export interface EventStoreOptions {
  /** Messages; an integer ≥ 1. Default: 200. */
  readonly maxEvents?: number;
  /** Bytes of their JSON together; an integer ≥ 1. Default: 512 KiB. */
  readonly maxBytes?: number;
  /** For the ids. */
  readonly random?: RandomBytes;
}

interface Kept {
  readonly id: string;
  readonly streamId: string;
  readonly message: JSONRPCMessage;
  readonly bytes: number;
}

function assertCount(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`${name} must be an integer ≥ 1, got ${value}`);
  }
}

/**
 * Makes the memory of one session (MCP 2025-11-25, Transports, resumability): what was sent is kept
 * until it is pushed out, oldest first. A client that asks for what came after an event that is gone
 * is told that it is not known, and never gets a sequence with a hole.
 *
 * Ids begin with random bytes of this very store, so those of another session are unknown here.
 *
 * @throws `RangeError` when a limit is not an integer ≥ 1.
 */
export function createMemoryEventStore(options: EventStoreOptions = {}): EventStore {
  return new MemoryEventStore(options);
}

class MemoryEventStore implements EventStore {
  readonly #maxEvents: number;
  readonly #maxBytes: number;
  readonly #prefix: string;
  /** In the order of sending. */
  readonly #events = new Map<string, Kept>();
  #bytes = 0;
  #count = 0;

  constructor({
    maxEvents = 200,
    maxBytes = 512 * 1024,
    random = systemRandomBytes,
  }: EventStoreOptions) {
    assertCount('maxEvents', maxEvents);
    assertCount('maxBytes', maxBytes);
    this.#maxEvents = maxEvents;
    this.#maxBytes = maxBytes;
    this.#prefix = Array.from(random(12), (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  async storeEvent(streamId: string, message: JSONRPCMessage): Promise<string> {
    this.#count += 1;
    const id = `${this.#prefix}-${this.#count}`;
    const bytes = Buffer.byteLength(JSON.stringify(message));
    this.#events.set(id, { id, streamId, message, bytes });
    this.#bytes += bytes;
    this.#pushOut();
    return id;
  }

  async getStreamIdForEventId(eventId: string): Promise<string | undefined> {
    return this.#events.get(eventId)?.streamId;
  }

  async replayEventsAfter(
    lastEventId: string,
    { send }: { send: (eventId: string, message: JSONRPCMessage) => Promise<void> },
  ): Promise<string> {
    const last = this.#events.get(lastEventId);
    // The transport asks for the stream first, so this is a misuse of ours.
    if (last === undefined) throw new RangeError('lastEventId must be one that is still kept');
    let isAfter = false;
    for (const event of [...this.#events.values()]) {
      if (isAfter && event.streamId === last.streamId && isMessage(event.message)) {
        await send(event.id, event.message);
      }
      isAfter ||= event.id === lastEventId;
    }
    return last.streamId;
  }

  #pushOut(): void {
    for (const [id, { bytes }] of this.#events) {
      if (this.#events.size <= this.#maxEvents && this.#bytes <= this.#maxBytes) return;
      this.#events.delete(id);
      this.#bytes -= bytes;
    }
  }
}

/** A stream begins with an event without content, which only gives the client an id to resume from. */
function isMessage(message: JSONRPCMessage): boolean {
  return 'jsonrpc' in message;
}
