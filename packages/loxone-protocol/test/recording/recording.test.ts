import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatRecording,
  formatRecordingEvent,
  MESSAGE_KIND,
  parseRecording,
  type RecordedPayload,
  type Recording,
  type RecordingEvent,
} from '../../src/index.js';
import { anyUnicode, fromHex } from '../support/bytes.js';
import { expectFailure } from '../support/errors.js';

const HEADER = '{"format":"loxone-recording","version":1}';

const RECORDING: Recording = {
  header: { version: 1, firmware: '14.5.12.7', startedAt: 1_700_000_000_000 },
  events: [
    { t: 3, kind: 'http', path: '/jdev/cfg/apiKey', status: 200, body: '{"LL":{}}' },
    { t: 4, kind: 'refused', status: 503, body: '' },
    { t: 21, kind: 'opened' },
    { t: 25, kind: 'sent', payload: { omitted: 'key exchange' } },
    { t: 40, kind: 'sent', payload: { text: 'jdev/sps/enablebinstatusupdate' } },
    {
      t: 46,
      kind: 'received',
      id: MESSAGE_KIND.values,
      payload: { bytes: fromHex('a07eed0e1300d80affff504f94185cc30000000000803740') },
    },
    { t: 46, kind: 'received', id: MESSAGE_KIND.text, payload: { text: 'Děcák\n"x"' } },
    { t: 46, kind: 'received', id: MESSAGE_KIND.file, payload: { bytes: new Uint8Array() } },
    { t: 9000, kind: 'received', id: MESSAGE_KIND.keepalive },
    { t: 9100, kind: 'closed', code: 1000, reason: 'bye' },
  ],
};

describe('a recording', () => {
  it('is written one line for each event', () => {
    expect(formatRecording(RECORDING).split('\n')).toEqual([
      '{"format":"loxone-recording","version":1,"firmware":"14.5.12.7","startedAt":1700000000000}',
      String.raw`{"t":3,"kind":"http","path":"/jdev/cfg/apiKey","status":200,"body":"{\"LL\":{}}"}`,
      '{"t":4,"kind":"refused","status":503,"body":""}',
      '{"t":21,"kind":"opened"}',
      '{"t":25,"kind":"sent","omitted":"key exchange"}',
      '{"t":40,"kind":"sent","text":"jdev/sps/enablebinstatusupdate"}',
      '{"t":46,"kind":"received","id":2,"bytes":"oH7tDhMA2Ar//1BPlBhcwwAAAAAAgDdA"}',
      String.raw`{"t":46,"kind":"received","id":0,"text":"Děcák\n\"x\""}`,
      '{"t":46,"kind":"received","id":1,"bytes":""}',
      '{"t":9000,"kind":"received","id":6}',
      '{"t":9100,"kind":"closed","code":1000,"reason":"bye"}',
      '',
    ]);
  });

  it('is read as it was written', () => {
    expect(parseRecording(formatRecording(RECORDING))).toEqual(RECORDING);
  });

  it('may have lines of kinds to come, and a last line that is cut', () => {
    const lines = [
      HEADER,
      '{"t":1,"kind":"note","text":"x"}',
      '{"t":2,"kind":"opened"}',
      '{"t":3,"ki',
    ];
    expect(parseRecording(lines.join('\n'))).toEqual({
      header: { version: 1 },
      events: [{ t: 2, kind: 'opened' }],
    });
  });

  it('round-trips', () => {
    const payload: fc.Arbitrary<RecordedPayload> = fc.oneof(
      fc.record({ text: anyUnicode }),
      fc.record({ omitted: anyUnicode }),
      fc.record({ bytes: fc.uint8Array({ maxLength: 50 }) }),
    );
    const t = fc.constant(7);
    const event: fc.Arbitrary<RecordingEvent> = fc.oneof(
      fc.record({ t, kind: fc.constant('sent' as const), payload }),
      fc.record({
        t,
        kind: fc.constant('received' as const),
        id: fc.constantFrom(...Object.values(MESSAGE_KIND)),
        payload,
      }),
      fc.record({ t, kind: fc.constant('closed' as const), code: fc.nat(), reason: anyUnicode }),
    );
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const recording: Recording = { header: { version: 1 }, events };
        expect(parseRecording(formatRecording(recording))).toEqual(recording);
      }),
    );
  });

  it.each([
    ['another file', '{"LL":{}}', 1],
    ['nothing', '', 1],
    ['a version to come', '{"format":"loxone-recording","version":2}', 1],
    ['a line that is none', `${HEADER}\nhello\n`, 2],
    ['no time', `${HEADER}\n{"kind":"opened"}\n`, 2],
    ['a negative time', `${HEADER}\n{"t":-1,"kind":"opened"}\n`, 2],
    ['time that goes back', `${HEADER}\n{"t":2,"kind":"opened"}\n{"t":1,"kind":"opened"}\n`, 3],
    ['an unknown identifier', `${HEADER}\n{"t":1,"kind":"received","id":8}\n`, 2],
    ['bytes that are none', `${HEADER}\n{"t":1,"kind":"received","id":2,"bytes":"é"}\n`, 2],
    ['nothing sent', `${HEADER}\n{"t":1,"kind":"sent"}\n`, 2],
    ['no status', `${HEADER}\n{"t":1,"kind":"refused","body":""}\n`, 2],
    ['no body', `${HEADER}\n{"t":1,"kind":"refused","status":200}\n`, 2],
    ['no path', `${HEADER}\n{"t":1,"kind":"http","status":200,"body":""}\n`, 2],
    ['no close code', `${HEADER}\n{"t":1,"kind":"closed"}\n`, 2],
  ])('is refused with %s', (_, text, line) => {
    const { message } = expectFailure('ERR_LOXONE_ANSWER_MALFORMED', () => parseRecording(text));
    expect(message).toContain(`line ${line}: `);
  });

  it('is written line by line, too', () => {
    expect(formatRecordingEvent({ t: 1, kind: 'opened' })).toBe('{"t":1,"kind":"opened"}');
  });
});
