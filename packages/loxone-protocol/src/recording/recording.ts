import type { MessageKind } from '../header.js';

/**
 * A recording is a text of lines, each a JSON object:
 *
 * ```text
 * {"format":"loxone-recording","version":1,"firmware":"14.5.12.7","startedAt":1700000000000}
 * {"t":3,"kind":"http","path":"/jdev/cfg/apiKey","status":200,"body":"{…}"}
 * {"t":21,"kind":"opened"}
 * {"t":25,"kind":"sent","omitted":"key exchange"}
 * {"t":40,"kind":"sent","text":"jdev/sps/enablebinstatusupdate"}
 * {"t":46,"kind":"received","id":2,"bytes":"oH7tDhMA2Ar//1BPlBhcwwAAAAAAgDdA"}
 * {"t":46,"kind":"received","id":0,"text":"{\"LL\":{…}}"}
 * {"t":9000,"kind":"received","id":6}
 * {"t":9100,"kind":"closed","code":1000,"reason":""}
 * ```
 *
 * - The first line says what it is; `startedAt` is unix time in milliseconds and may be absent.
 * - `t` counts milliseconds from there and never goes back.
 * - `http` is one request outside of the WebSocket with its answer. `opened` and `closed` are the
 *   WebSocket's; a recording may hold several connections one after the other. `refused` is an
 *   upgrade that was answered like an ordinary request.
 * - `sent` is one command of the client.
 * - `received` is one whole message of the Miniserver: `id` is the identifier of its header
 *   (protocol reference §3.2), `text` its payload from a text frame, `bytes` that from a binary one
 *   (base64). Headers themselves are not recorded: their lengths follow from the payloads.
 *   Identifiers 5 and 6 have no payload.
 * - `omitted` stands for a payload that would have told a secret, and says in a few words of what kind.
 * - A reader leaves out lines of a kind that it does not know.
 */
export interface Recording {
  readonly header: RecordingHeader;
  readonly events: readonly RecordingEvent[];
}

/** The first line. */
export interface RecordingHeader {
  readonly version: 1;
  /** Firmware of the Miniserver, where it was told. */
  readonly firmware?: string;
  /** Unix time in milliseconds. */
  readonly startedAt?: number;
}

/** What a message held, or why it is not told. A message without any of these had no payload. */
export type RecordedPayload =
  | { readonly text: string }
  | { readonly bytes: Uint8Array }
  | { readonly omitted: string };

/** One line after the first. `t`: milliseconds since the recording began. */
export type RecordingEvent =
  | (RecordedReply & { readonly t: number; readonly kind: 'http'; readonly path: string })
  | (RecordedReply & { readonly t: number; readonly kind: 'refused' })
  | { readonly t: number; readonly kind: 'opened' }
  | { readonly t: number; readonly kind: 'sent'; readonly payload: RecordedPayload }
  | {
      readonly t: number;
      readonly kind: 'received';
      readonly id: MessageKind;
      readonly payload?: RecordedPayload;
    }
  | {
      readonly t: number;
      readonly kind: 'closed';
      readonly code: number;
      readonly reason: string;
    };

/** An answer by HTTP. */
export interface RecordedReply {
  readonly status: number;
  readonly body: string;
}
