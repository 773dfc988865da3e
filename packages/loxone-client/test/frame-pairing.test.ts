import { encodeHeader, isLoxoneError, MESSAGE_KIND } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { FramePairing } from '../src/frame-pairing.js';

const { text, file, values, keepalive, outOfService } = MESSAGE_KIND;
const payload = (length: number): Uint8Array => new Uint8Array(length).fill(7);

function header(
  kind: typeof text | typeof values | typeof file,
  length: number,
  estimated = false,
) {
  return encodeHeader({ kind, length, estimated });
}

/** Feeds `[bytes, isBinary]` messages and collects what they amount to. */
function feed(messages: readonly (readonly [Uint8Array, boolean])[]): readonly unknown[] {
  const pairing = new FramePairing();
  return messages.map(([data, isBinary]) => pairing.accept(data, isBinary));
}

function problemOf(messages: readonly (readonly [Uint8Array, boolean])[]): string {
  try {
    feed(messages);
  } catch (error) {
    if (isLoxoneError(error) && error.code === 'ERR_LOXONE_FRAME_MALFORMED') {
      return error.details.problem;
    }
    throw error;
  }
  return 'none';
}

describe('FramePairing', () => {
  it('pairs a header with a text payload and with a binary one', () => {
    expect(
      feed([
        [header(text, 3), true],
        [payload(3), false],
        [header(values, 24), true],
        [payload(24), true],
      ]),
    ).toEqual([
      undefined,
      { type: 'payload', kind: text, bytes: payload(3) },
      undefined,
      { type: 'payload', kind: values, bytes: payload(24) },
    ]);
  });

  it('needs no payload for a keepalive, for out-of-service and for an empty answer', () => {
    expect(
      feed([
        [encodeHeader({ kind: keepalive, length: 0, estimated: false }), true],
        [encodeHeader({ kind: outOfService, length: 0, estimated: false }), true],
        [header(text, 0), true],
        [header(file, 2), true],
        [payload(2), false],
      ]),
    ).toEqual([
      { type: 'keepalive' },
      { type: 'out-of-service' },
      { type: 'payload', kind: text, bytes: new Uint8Array() },
      undefined,
      { type: 'payload', kind: file, bytes: payload(2) },
    ]);
  });

  it('replaces an estimated header by the exact one', () => {
    expect(
      feed([
        [header(values, 1000, true), true],
        [header(values, 48), true],
        [payload(48), true],
      ]),
    ).toEqual([undefined, undefined, { type: 'payload', kind: values, bytes: payload(48) }]);
  });

  it('waits for the exact header after an estimate of nothing', () => {
    expect(
      feed([
        [header(text, 0, true), true],
        [header(text, 5), true],
        [payload(5), false],
      ]).at(-1),
    ).toEqual({ type: 'payload', kind: text, bytes: payload(5) });
  });

  it('does without the exact header when the estimate was right', () => {
    expect(
      feed([
        [header(values, 24, true), true],
        [payload(24), true],
      ]).at(-1),
    ).toEqual({ type: 'payload', kind: values, bytes: payload(24) });
  });

  it('takes a text of 8 bytes for what it is', () => {
    expect(
      feed([
        [header(text, 8), true],
        [payload(8), false],
      ]).at(-1),
    ).toEqual({ type: 'payload', kind: text, bytes: payload(8) });
  });

  it('delivers a text whose length was miscounted, and drops such a table', () => {
    expect(
      feed([
        [header(text, 4), true],
        [payload(5), false],
      ]).at(-1),
    ).toMatchObject({ type: 'payload', bytes: payload(5) });
    expect(
      feed([
        [header(values, 24), true],
        [payload(48), true],
      ]).at(-1),
    ).toEqual({ type: 'dropped', kind: values, announced: 24, received: 48 });
  });

  it('knows whether a payload is due', () => {
    const pairing = new FramePairing();
    expect(pairing.awaitingPayload).toBe(false);
    pairing.accept(header(text, 3), true);
    expect(pairing.awaitingPayload).toBe(true);
    pairing.accept(payload(3), false);
    expect(pairing.awaitingPayload).toBe(false);
  });

  it('refuses what does not alternate', () => {
    expect(problemOf([[payload(3), false]])).toBe('a payload came without a header');
    expect(problemOf([[payload(24), true]])).toBe('a payload came without a header');
    expect(problemOf([[header(text, 8), false]])).toBe('a payload came without a header');
    expect(
      problemOf([
        [header(values, 24), true],
        [header(values, 24), true],
      ]),
    ).toBe('a header came where a payload was announced');
    expect(
      problemOf([
        [header(values, 24, true), true],
        [payload(25), true],
      ]),
    ).toMatch(/estimated header/);
    expect(problemOf([[Uint8Array.of(4, 0, 0, 0, 0, 0, 0, 0), true]])).not.toBe('none');
  });
});
