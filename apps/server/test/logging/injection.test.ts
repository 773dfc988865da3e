import { describe, expect, it } from 'vitest';
import { createLineLogger, type LogFormat } from '../../src/logging/logger.js';

const TIME = '2026-11-21T09:00:00.000Z';

function logged(format: LogFormat) {
  const written: string[] = [];
  const logger = createLineLogger({
    write: (line) => written.push(line),
    level: 'debug',
    format,
    now: () => new Date(TIME),
  });
  return { written, logger };
}

/** What forges lines, speaks to terminals, hides or turns text around. */
const HOSTILE: readonly string[] = [
  'a\nb',
  'a\r\nb',
  'a\rb',
  'a\u0085b',
  'a\u2028b\u2029c',
  'a\u0000b',
  '\u001b[2J\u001b]0;title\u0007',
  '\u009b31m',
  '\u007f\u0008',
  '\u202eevil\u202c',
  '\u2066x\u2069',
  '\u200b\ufeff',
  '\u{e0041}',
  '\ud800',
  '"}\n{"severity":"info"',
  '\\',
  '" INFO  x',
  '%s %d %j',
  '__proto__',
  'x'.repeat(1_000_000),
];

const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

function expectOneSafeLine(written: readonly string[]): string {
  expect(written).toHaveLength(1);
  const [line = ''] = written;
  expect(line.endsWith('\n')).toBe(true);
  const text = line.slice(0, -1);
  expect(text).not.toMatch(UNSAFE);
  expect(text.length).toBeLessThan(20_000);
  return text;
}

/** Of these all longer texts are made: what ends, escapes or hides something, and a few letters. */
const PARTS = [
  ...HOSTILE.filter(({ length }) => length < 50),
  '\n',
  '\r',
  '"',
  '\\',
  '=',
  ' ',
  'é',
];

/** Every part in front of every other one, twice over. */
const PAIRS: readonly string[] = PARTS.flatMap((one) => PARTS.map((two) => one + two + one));

describe.each(['text', 'json'] as const)('a log as %s', (format) => {
  it.each(HOSTILE.map((text) => [JSON.stringify(text).slice(0, 40), text] as const))(
    'keeps %s in one safe line',
    (_shown, text) => {
      const { written, logger } = logged(format);
      logger.warn(text, { field: text, other: 1 });
      expectOneSafeLine(written);
    },
  );

  it(`keeps ${PAIRS.length} of their mixtures in one safe line`, () => {
    for (const text of PAIRS) {
      const { written, logger } = logged(format);
      logger.info(text, { value: text });
      const line = expectOneSafeLine(written);
      if (format === 'text') expect(line.startsWith(`${TIME} INFO  `)).toBe(true);
    }
  });
});

describe('a log as json', () => {
  it('gives back what was said, letter by letter', () => {
    for (const text of PAIRS) {
      const { written, logger } = logged('json');
      logger.error(text, { value: text, count: 3, yes: true, none: undefined });
      expect(JSON.parse(written[0] ?? '')).toEqual({
        time: TIME,
        severity: 'error',
        message: text,
        value: text,
        count: 3,
        yes: true,
      });
    }
  });

  it('lets no field take the place of what every line has', () => {
    const { written, logger } = logged('json');
    logger.info('said', { time: 'never', severity: 'none', message: 'other', level: 'staging' });
    expect(JSON.parse(written[0] ?? '')).toEqual({
      time: TIME,
      severity: 'info',
      message: 'said',
      level: 'staging',
    });
  });

  it('hides what looks like a secret', () => {
    const { written, logger } = logged('json');
    const key = `lmcp_admin_001_${'a1B2'.repeat(11)}`;
    logger.info(`key ${key}`, { header: `Bearer ${key}` });
    expect(written.join()).not.toContain(key);
  });
});
