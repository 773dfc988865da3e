import { describe, expect, it } from 'vitest';
import { createLineLogger, type LogLevel } from '../../src/logging/logger.js';

function logged(level: LogLevel = 'debug') {
  const lines: string[] = [];
  const logger = createLineLogger({
    write: (line) => lines.push(line),
    level,
    now: () => new Date('2026-11-21T09:00:00Z'),
  });
  return { lines, logger };
}

describe('createLineLogger', () => {
  it('writes one line with time, level, message and fields', () => {
    const { lines, logger } = logged();
    logger.info('The house is live', { controls: 61, name: 'Demo House', gone: undefined });
    expect(lines).toEqual([
      '2026-11-21T09:00:00.000Z INFO  The house is live controls=61 name="Demo House"\n',
    ]);
  });

  it('leaves out what is below its level', () => {
    const { lines, logger } = logged('warn');
    logger.debug('a');
    logger.info('b');
    logger.warn('c');
    logger.error('d');
    expect(lines.map((line) => line.at(-2))).toEqual(['c', 'd']);
  });

  it.each(['a\nb', 'a\r\nb', 'a\u2028b', 'a\u001b[31mb', 'a\u0000b'])(
    'keeps %j on one line, without control characters',
    (text) => {
      const { lines, logger } = logged();
      logger.warn(text, { field: text });
      expect(lines).toHaveLength(1);
      expect(lines[0]?.trimEnd()).not.toMatch(/[\p{Cc}\p{Zl}]/u);
    },
  );

  it('lets no secret through, even if a caller passes one', () => {
    const { lines, logger } = logged();
    const key = `lmcp_admin_001_${'a1B2'.repeat(11)}`;
    const sealed = 'enc:v1:AAAAAAAAAAAAAAAAAAAAAA:c2VhbGVkIGJ5dGVz';
    const token = 'eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl';
    logger.error(`key ${key}`, {
      sealed,
      token,
      header: `Bearer ${key}`,
      basic: 'Basic dXNlcjpwYXNz',
    });
    for (const secret of [key, sealed, token, 'dXNlcjpwYXNz']) {
      expect(lines.join()).not.toContain(secret);
    }
    expect(lines.join()).toContain('[redacted]');
  });

  it('leaves ids alone: they are public', () => {
    const { lines, logger } = logged();
    logger.info('refused', { principal: 'lmcp_test_operator_012' });
    expect(lines.join()).toContain('principal=lmcp_test_operator_012');
  });
});
