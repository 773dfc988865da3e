import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBlockedReason, parseHttpError } from '../src/index.js';

describe('parseHttpError', () => {
  it('reads a refusal', () => {
    const body =
      '<html><head><title>error</title></head><body><errorcode>401</errorcode> <errordetail>Unauthorized</errordetail></body></html>';
    expect(parseHttpError(body)).toEqual({ code: 401, detail: 'Unauthorized' });
  });

  it('reads a blocked address with the seconds that remain', () => {
    const body =
      '<html><head><title>error</title></head><body><errorcode>403</errorcode> <errordetail><errortext>Forbidden</errortext> <description>IP 192.0.2.240 temporarily blocked, too many failed login attempts;</description> <remaining>38</remaining></errordetail></body></html>';
    expect(parseHttpError(body)).toEqual({
      code: 403,
      detail: 'Forbidden - IP 192.0.2.240 temporarily blocked, too many failed login attempts',
      remainingSeconds: 38,
    });
  });

  it('puts the detail on one line, decoded and of bounded length', () => {
    const detail = `a &lt;b&gt;\n<i>c</i> ${'x'.repeat(1000)}`;
    const parsed = parseHttpError(
      `<errorcode> 500 </errorcode><errordetail>${detail}</errordetail>`,
    );
    expect(parsed?.code).toBe(500);
    expect(parsed?.detail).toMatch(/^a <b> c x+$/);
    expect(parsed?.detail).toHaveLength(200);
  });

  it('needs no detail', () => {
    expect(parseHttpError('<errorcode>503</errorcode>')).toEqual({ code: 503 });
    expect(parseHttpError('<errorcode>503</errorcode><errordetail> </errordetail>')).toEqual({
      code: 503,
    });
  });

  it.each([
    ['another page', '<html><body>Not Found</body></html>'],
    ['a code in words', '<errorcode>none</errorcode>'],
    ['an element that is not closed', '<errorcode>401'],
    ['an envelope', '{"LL":{"control":"x","value":"1","Code":"401"}}'],
    ['nothing', ''],
  ])('knows nothing of %s', (_, body) => {
    expect(parseHttpError(body)).toBeUndefined();
  });

  it('ignores seconds that are no number', () => {
    const body = '<errorcode>403</errorcode><remaining>soon</remaining>';
    expect(parseHttpError(body)).toEqual({ code: 403 });
  });

  it('answers for any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        parseHttpError(text);
        const wrapped = parseHttpError(
          `<errorcode>401</errorcode><errordetail>${text}</errordetail>`,
        );
        expect(wrapped?.code).toBe(401);
      }),
    );
  });
});

describe('parseBlockedReason', () => {
  it.each([
    ['Forbidden - IP 192.0.2.1 temporarily blocked, too many failed login attempts (108)', 108],
    ['blocked (1).', 1],
    ['blocked (7) (38)', 38],
    ['blocked (0)', 0],
  ])('reads %j', (reason, seconds) => {
    expect(parseBlockedReason(reason)).toBe(seconds);
  });

  it.each(['', 'Forbidden', 'blocked (soon)', 'blocked (12345678901)', '(38) for user 5'])(
    'finds no seconds in %j',
    (reason) => {
      expect(parseBlockedReason(reason)).toBeUndefined();
    },
  );
});
