import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAnswer, parseAnswer, parseEmbeddedJson } from '../src/index.js';
import { anyUnicode } from './support/bytes.js';
import { expectFailure, resultOrLoxoneError } from './support/errors.js';

const CONTROL = 'dev/sps/io/0f869a64-0200-0a9b-ffffd4c75dbaf53c/on';

describe('parseAnswer', () => {
  it.each([
    ['"Code" as text', '"Code":"200"', 200],
    ['"Code" as number', '"Code":200', 200],
    ['"code" as number', '"code":401', 401],
    ['"code" as text', '"code":"401"', 401],
  ])('reads %s', (_, codeField, code) => {
    const text = `{"LL":{"control":"${CONTROL}","value":"1",${codeField}}}`;
    expect(parseAnswer(text)).toEqual({ control: CONTROL, code, value: '1', extra: {} });
  });

  it.each([
    ['text', '"21.5°"', '21.5°'],
    ['a number', '0.000', 0],
    ['true', 'true', true],
    ['null', 'null', null],
    ['an object', '{"key":"41","salt":"30"}', { key: '41', salt: '30' }],
    ['a list', '[1,2]', [1, 2]],
  ])('leaves %s as the value', (_, json, value) => {
    expect(parseAnswer(`{"LL":{"control":"x","value":${json},"Code":"200"}}`).value).toEqual(value);
  });

  it('takes a missing value for null', () => {
    expect(parseAnswer('{"LL":{"control":"x","Code":"200"}}').value).toBeNull();
  });

  it('keeps what stands beside the value', () => {
    const text =
      '{"LL":{"control":"x","value":"0.000","Code":"200","output0":{"name":"AQ","nr":1,"value":0.000}}}';
    expect(parseAnswer(text).extra).toEqual({ output0: { name: 'AQ', nr: 1, value: 0 } });
  });

  it('tolerates white space around and inside', () => {
    const text = '\r\n{ "LL": {\n"control": "x", "value": "1", "Code": " 200 " } }\r\n';
    expect(parseAnswer(text)).toMatchObject({ control: 'x', code: 200 });
  });

  it('does not let a key of the answer reach a prototype', () => {
    const text = '{"LL":{"control":"x","value":"1","Code":"200","__proto__":{"polluted":1}}}';
    expect(Object.keys(parseAnswer(text).extra)).toEqual(['__proto__']);
    expect('polluted' in {}).toBe(false);
  });

  it.each([
    ['empty text', ''],
    ['no JSON', 'Forbidden'],
    ['an HTML error page', '<html><body><errorcode>401</errorcode></body></html>'],
    ['JSON without LL', '{"control":"x","value":"1","Code":"200"}'],
    ['a list', '[]'],
    ['LL that is no object', '{"LL":[1]}'],
    ['no control', '{"LL":{"value":"1","Code":"200"}}'],
    ['a control that is no text', '{"LL":{"control":1,"value":"1","Code":"200"}}'],
    ['no code', '{"LL":{"control":"x","value":"1"}}'],
    ['a code in words', '{"LL":{"control":"x","value":"1","Code":"fine"}}'],
    ['an empty code', '{"LL":{"control":"x","value":"1","Code":""}}'],
    ['a negative code', '{"LL":{"control":"x","value":"1","code":-1}}'],
    ['a fractional code', '{"LL":{"control":"x","value":"1","code":200.5}}'],
    ['a cut answer', '{"LL":{"control":"x","value":"1","Co'],
  ])('refuses %s', (_, text) => {
    const error = expectFailure('ERR_LOXONE_ANSWER_MALFORMED', () => parseAnswer(text));
    expect(error.details).toEqual({ problem: expect.any(String) });
  });

  it('never quotes the answer, which may hold a token', () => {
    const text =
      '{"LL":{"control":"jdev/sys/getjwt/SECRET","value":{"token":"SECRET"},"code":"?"}}';
    const error = expectFailure('ERR_LOXONE_ANSWER_MALFORMED', () => parseAnswer(text));
    expect(`${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain(
      'SECRET',
    );
  });

  it('answers or fails with its code for any text', () => {
    fc.assert(fc.property(fc.string(), (text) => resultOrLoxoneError(() => parseAnswer(text))));
    fc.assert(
      fc.property(fc.json(), (json) => resultOrLoxoneError(() => parseAnswer(`{"LL":${json}}`))),
    );
  });
});

describe('answers in XML', () => {
  it('are read like those in JSON', () => {
    const text =
      '<?xml version="1.0" encoding="utf-8"?>\n<LL control="dev/sys/heap" value="352880/1016404kB" Code="200"/>';
    expect(parseAnswer(text)).toEqual({
      control: 'dev/sys/heap',
      code: 200,
      value: '352880/1016404kB',
      extra: {},
    });
  });

  it('have their entities decoded, unknown ones left', () => {
    const text =
      "<LL control='dev/sps/io/a&amp;b' value=\"&lt;&#252;&#xFC;&quot;&apos;&nope;&#x110000;\" Code='404'></LL>";
    expect(parseAnswer(text)).toMatchObject({
      control: 'dev/sps/io/a&b',
      code: 404,
      value: '<üü"\'&nope;&#x110000;',
    });
  });

  it('are refused without a code', () => {
    expectFailure('ERR_LOXONE_ANSWER_MALFORMED', () => parseAnswer('<LL control="x" value="1"/>'));
  });
});

describe('answers with badly escaped text', () => {
  it.each([
    ['a backslash (14 quotes, as the skeleton has)', 'C:\\x'],
    ['a line break (14 quotes)', 'first\nsecond'],
    ['a tab', 'a\tb'],
    ['quotes', 'say "hi" twice'],
    ['one quote', '5" pipe'],
    ['a quote at the end', 'pipe 5"'],
    ['what looks like the next field', 'a 5" pipe", "Code":"404'],
    ['a lone backslash', '\\'],
  ])('are read by their skeleton: %s', (_, value) => {
    const text = `{"LL":{"control":"dev/sps/io/x/y","value":"${value}","Code":"200"}}`;
    expect(() => JSON.parse(text)).toThrow();
    expect(parseAnswer(text)).toEqual({ control: 'dev/sps/io/x/y', code: 200, value, extra: {} });
  });

  it('may have the bad text in the control, as the echo of a text input', () => {
    const text = '{"LL": {"control": "dev/sps/io/x/say \\"hi" now", "value": "1", "code": 200}}';
    expect(parseAnswer(text)).toEqual({
      control: 'dev/sps/io/x/say \\"hi" now',
      code: 200,
      value: '1',
      extra: {},
    });
  });

  it.each([
    ['the skeleton is cut', '{"LL":{"control":"x","value":"a"b","Code":"20'],
    ['there is no value', '{"LL":{"control":"x"y","Code":"200"}}'],
    ['the code is no number', '{"LL":{"control":"x","value":"a"b","Code":"ok"}}'],
    ['something follows', '{"LL":{"control":"x","value":"a"b","Code":"200"}} more'],
    ['the value is not quoted', '{"LL":{"control":"x","value":a,"Code":"200"}}'],
  ])('are refused when %s', (_, text) => {
    expectFailure('ERR_LOXONE_ANSWER_MALFORMED', () => parseAnswer(text));
  });

  it('keep any text without quotes that JSON cannot hold', () => {
    const anyBroken = anyUnicode.filter((text) => !text.includes('"'));
    fc.assert(
      fc.property(anyBroken, (value) => {
        // The leading control character makes the answer invalid JSON whatever follows.
        const text = `{"LL":{"control":"x","value":"\u0001${value}","Code":"200"}}`;
        expect(parseAnswer(text).value).toBe(`\u0001${value}`);
      }),
    );
  });
});

describe('hostile answers of 200 kB', () => {
  // Quadratic matching would take most of a minute here and run into the time limit.
  it.each([
    ['letters', `<LL ${'a'.repeat(200_000)}>`],
    ['spaces', `<LL a${' '.repeat(200_000)}>`],
    ['openings', '<LL '.repeat(50_000)],
    ['quotes', `{"LL":{"control":"${'"'.repeat(200_000)}`],
    ['beginnings of a value', `{"LL":{"control":"${'","value":"'.repeat(20_000)}`],
    ['codes', `{"LL":{"control":"x","value":"${'"Code"'.repeat(30_000)}`],
    ['brackets', '['.repeat(200_000)],
  ])('%s are refused', (_, text) => {
    expectFailure('ERR_LOXONE_ANSWER_MALFORMED', () => parseAnswer(text));
  });
});

describe('formatAnswer', () => {
  it('writes a classic answer with its code as text', () => {
    expect(formatAnswer({ control: CONTROL, value: '1', code: 200 })).toBe(
      `{"LL":{"control":"${CONTROL}","value":"1","Code":"200"}}`,
    );
  });

  it('writes a native answer with its code as number', () => {
    const value = { key: '4143' };
    expect(formatAnswer({ control: 'jdev/sys/getkey2/u', value, code: 200, codeKey: 'code' })).toBe(
      '{"LL":{"control":"jdev/sys/getkey2/u","code":200,"value":{"key":"4143"}}}',
    );
  });

  it('is inverted by parseAnswer', () => {
    const anyParts = fc.record({
      control: anyUnicode,
      value: fc.jsonValue(),
      code: fc.nat(999),
      codeKey: fc.constantFrom('Code' as const, 'code' as const),
      extra: fc.dictionary(fc.constantFrom('output0', 'output1', 'note'), fc.jsonValue()),
    });
    fc.assert(
      fc.property(anyParts, (parts) => {
        const { control, code, value, extra } = parseAnswer(formatAnswer(parts));
        expect({ control, code }).toEqual({ control: parts.control, code: parts.code });
        const sent: unknown = JSON.parse(JSON.stringify([parts.value, parts.extra]));
        expect([value, extra]).toEqual(sent);
      }),
    );
  });
});

describe('parseEmbeddedJson', () => {
  it.each([
    ['JSON', '{"a":1}', { a: 1 }],
    ['single quotes', "{'snr': '50:4F', 'local':true}", { snr: '50:4F', local: true }],
    ['quotes escaped twice', '[{\\"name\\":\\"x\\"}]', [{ name: 'x' }]],
    ['an apostrophe inside JSON', '{"name":"Anna\'s"}', { name: "Anna's" }],
    ['what is no text', { a: 1 }, { a: 1 }],
    ['null', null, null],
  ])('reads %s', (_, value, expected) => {
    expect(parseEmbeddedJson(value)).toEqual(expected);
  });

  it.each(['', '[', 'hello', "{'a'"])('has no answer for %j', (value) => {
    expect(parseEmbeddedJson(value)).toBeUndefined();
  });
});
