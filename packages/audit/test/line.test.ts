import type { AuditEvent } from '@gatehouse/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineBody, lineText, parseLine, renderEvent, writableTime } from '../src/line.js';
import { parseRecord } from '../src/record.js';
import { createRedactor } from '../src/redact.js';
import { event, openBench, recordsOf } from './support.js';

const MAC = 'm'.repeat(43);
const clean = createRedactor();

function lineOf(audited: AuditEvent, sequence = 1): string {
  return lineText(lineBody(sequence, renderEvent(0, clean(audited))), MAC);
}

/** What breaks lines, terminals, parsers and formats (key-systems §4.4). */
const HOSTILE: readonly string[] = [
  'line\nbreak',
  'carriage\rreturn\r\n',
  'u+2028\u2028and\u2029',
  'next line \u0085',
  '\u001b[31mred\u001b[0m',
  '\u009b31m',
  'nul\0byte',
  'bidi \u202eevil\u202c \u2066x\u2069 \u200f',
  'zero\u200bwidth\ufeff',
  'lone \ud800 surrogate \udfff',
  'half a pair at the end \ud83d',
  'replaced \ufffd',
  '"},"mac":"forged"}',
  '\\u000a \\" \\',
  '%s%d%n ${x} {{x}}',
  '</script><!--',
  '\u{1f6cb}\ufe0f Küche リビング',
  '\u007f\u0080',
  '\ue000 private \u{f0000}',
];

/** Every field that a caller from outside may fill. */
function everywhere(text: string): AuditEvent {
  return {
    type: 'auth.refused',
    actor: { id: text, kind: text, role: text },
    outcome: 'failed',
    target: text,
    address: text,
    requestId: text,
    sessionId: text,
    userAgent: text,
    reason: text,
    details: { plain: text, list: [text, text], [`name ${text}`]: text },
  };
}

describe('a line', () => {
  it.each(HOSTILE)('is one printable line, and gives back %j', (text) => {
    const line = lineOf(everywhere(text));
    expect(line).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\ufffd]/u);
    const record = parseRecord(line);
    expect(record).toMatchObject({ actor: { id: text, kind: text, role: text }, reason: text });
    expect(record).toMatchObject({ target: text, address: text, requestId: text, userAgent: text });
    expect(record?.details?.['list']).toEqual([text, text]);
    expect(record?.details?.[`name ${text}`]).toBe(text);
  });

  it('is one line that JSON gives back whatever is in it', () => {
    const unit = fc.string({ unit: 'binary', maxLength: 60 });
    const raw = fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
      .map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(fc.oneof(unit, raw, fc.constantFrom(...HOSTILE)), (text) => {
        const line = lineOf(everywhere(text), 42);
        expect(line).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\ufffd]/u);
        expect(parseLine(line)).toMatchObject({ sequence: 42, mac: MAC });
        // What has the shape of a secret is not given back, and is not what this is about.
        const shown = clean(everywhere(text));
        expect(parseRecord(line)).toEqual({ ...shown, sequence: 42, at: 0 });
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it('keeps its size for a value of a megabyte, and says that it was cut', () => {
    const line = lineOf(everywhere('ä'.repeat(1_048_576)));
    expect(line.length).toBeLessThan(20_000);
    expect(parseRecord(lineOf(everywhere('x'.repeat(1_048_576))))?.target).toBe(
      `${'x'.repeat(1024)}...[cut, 1048576 characters]`,
    );
    expect(parseRecord(line)?.reason).toBe(`${'ä'.repeat(1024)}...[cut, 1048576 characters]`);
  });

  it('never cuts a character of two units in half', () => {
    const text = `x${'\u{1f6cb}'.repeat(600)}`;
    const reason = parseRecord(lineOf(event({ reason: text })))?.reason ?? '';
    expect(reason).not.toMatch(/\p{Surrogate}/u);
    expect(reason.startsWith(`x${'\u{1f6cb}'.repeat(511)}...[cut`)).toBe(true);
  });

  it('begins with the number and ends with the MAC', () => {
    const line = lineOf(event(), 7);
    expect(line.startsWith('{"sequence":7,"at":"1970-01-01T00:00:00.000Z","type":')).toBe(true);
    expect(line.endsWith(`,"mac":"${MAC}"}`)).toBe(true);
    expect(Object.keys(JSON.parse(line))).toEqual([
      'sequence',
      'at',
      'type',
      'actor',
      'outcome',
      'target',
      'address',
      'mac',
    ]);
  });

  it('takes values without types as what they are not, and never throws', async () => {
    const { log, storage } = await openBench();
    const strange: unknown[] = [
      undefined,
      null,
      7,
      {},
      { type: 'auth.refused' },
      { ...event(), actor: null },
      { ...event(), target: 7, reason: { toJSON: 'x' }, details: { a: null, b: {}, c: 1n } },
      { ...event(), details: { nan: Number.NaN, inf: Infinity, no: undefined } },
      {
        get type() {
          throw new RangeError('a getter of bad manners');
        },
      },
    ];
    for (const one of strange) {
      // @ts-expect-error what JavaScript callers do
      log.note(one);
    }
    await log.flush();
    const records = await recordsOf(log);
    expect(records.map(({ details }) => details)).toContainEqual({
      a: '[object]',
      b: '[object]',
      c: '[bigint]',
    });
    expect(records.map(({ details }) => details)).toContainEqual({ nan: 'NaN', inf: 'Infinity' });
    expect(records.map(({ type }) => type)).toContain('audit.dropped');
    expect(storage.lines.every((line) => parseLine(line) !== undefined)).toBe(true);
    expect(await log.verify()).toMatchObject({ ok: true });
  });

  it('has a name of details only once, and none that JavaScript minds', () => {
    const details = JSON.parse('{"__proto__":"a","constructor":"b","toString":"c"}');
    const record = parseRecord(lineOf(event({ details })));
    expect(Object.entries(record?.details ?? {})).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['toString', 'c'],
    ]);
    expect(Object.getPrototypeOf(record?.details)).toBe(Object.prototype);
    const long = { [`${'n'.repeat(64)}1`]: 'first', [`${'n'.repeat(64)}2`]: 'second' };
    const line = lineOf(event({ details: long }));
    expect(line.match(/nnn\.\.\.\[cut/g)).toHaveLength(1);
  });

  it('keeps at most 32 details and 32 items of a list, and says how many there were', () => {
    const names = Array.from({ length: 100 }, (_, index) => `d${index}`);
    const details = Object.fromEntries(names.map((name) => [name, name]));
    const record = parseRecord(lineOf(event({ details })));
    expect(Object.keys(record?.details ?? {})).toHaveLength(33);
    expect(record?.details?.['cut']).toBe('100 details');
    const list = parseRecord(lineOf(event({ details: { names } })))?.details?.['names'];
    expect(list).toHaveLength(33);
    expect(list).toContain('[cut, 100 items]');
  });
});

describe('parseLine', () => {
  const good = lineOf(event(), 3);

  it.each([
    ['nothing', ''],
    ['other JSON', '{"a":1}'],
    ['no number', good.replace('"sequence":3', '"sequence":x')],
    ['number 0', good.replace('"sequence":3', '"sequence":0')],
    [
      'a number with an exponent that is no integer',
      good.replace('"sequence":3', '"sequence":3.5'),
    ],
    ['a short MAC', good.replace('mm"}', 'm"}')],
    ['something behind', `${good} `],
    ['something before', ` ${good}`],
    ['a cut line', good.slice(0, -1)],
    ['only the frame', `{"sequence":3,"mac":"${'m'.repeat(42)}"}`],
  ])('refuses %s', (_what, text) => {
    expect(parseLine(text)).toBeUndefined();
  });
});

describe('parseRecord', () => {
  const good = JSON.parse(lineOf(event({ details: { a: 1 } })));

  it.each([
    ['text', 'x'],
    ['a list', []],
    ['null', null],
    ['no number', { ...good, sequence: '1' }],
    ['a number that is none', { ...good, sequence: 1.5 }],
    ['no time', { ...good, at: 7 }],
    ['a time that is none', { ...good, at: 'yesterday' }],
    ['a type of another form', { ...good, type: '<b>' }],
    ['another outcome', { ...good, outcome: 'maybe' }],
    ['an actor that is text', { ...good, actor: 'x' }],
    ['an actor without id', { ...good, actor: {} }],
    ['a role that is a number', { ...good, actor: { id: 'x', role: 1 } }],
    ['a target that is a number', { ...good, target: 1 }],
    ['details that are a list', { ...good, details: [] }],
    ['nested details', { ...good, details: { a: {} } }],
    ['a list of numbers in details', { ...good, details: { a: [1] } }],
  ])('refuses %s', (_what, value) => {
    expect(parseRecord(JSON.stringify(value))).toBeUndefined();
  });

  it('takes a type that a newer version may write', () => {
    const line = JSON.stringify({ ...good, type: 'future.happened' });
    expect(parseRecord(line)?.type).toBe('future.happened');
  });
});

describe('writableTime', () => {
  it.each([
    [Number.NaN, 0],
    [Infinity, 0],
    [-1, 0],
    [1.7, 1],
    [9e15, 253_402_300_799_999],
  ])('makes %d a moment that RFC 3339 can write', (at, written) => {
    expect(writableTime(at)).toBe(written);
  });
});
