import { describe, expect, it } from 'vitest';
import { isLoxoneError, LoxoneError, type LoxoneErrorCode } from '../src/index.js';

describe('LoxoneError', () => {
  it('carries code, message, details and cause', () => {
    const cause = new TypeError('socket');
    const details = { host: 'box.local', problem: 'refused' };
    const error = new LoxoneError('ERR_LOXONE_UNREACHABLE', 'No answer.', details, { cause });
    expect(error).toMatchObject({
      name: 'LoxoneError',
      code: 'ERR_LOXONE_UNREACHABLE',
      message: 'No answer.',
      details,
      cause,
    });
    expect(error).toBeInstanceOf(Error);
  });

  it.each<[LoxoneErrorCode, boolean]>([
    ['ERR_LOXONE_FRAME_MALFORMED', false],
    ['ERR_LOXONE_ANSWER_MALFORMED', false],
    ['ERR_LOXONE_STRUCTURE_INVALID', false],
    ['ERR_LOXONE_UNREACHABLE', true],
    ['ERR_LOXONE_BOOTING', true],
    ['ERR_LOXONE_LOCKED_OUT', true],
    ['ERR_LOXONE_CREDENTIALS_REJECTED', false],
    ['ERR_LOXONE_PUBLIC_KEY_INVALID', false],
    ['ERR_LOXONE_CONNECTION_LOST', true],
    ['ERR_LOXONE_COMMAND_FAILED', false],
    ['ERR_LOXONE_TIMEOUT', true],
    ['ERR_LOXONE_DECRYPT_FAILED', false],
  ])('%s is retryable: %s', (code, retryable) => {
    const error = new LoxoneError<LoxoneErrorCode>(code, '', { problem: '' });
    expect(error.retryable).toBe(retryable);
  });
});

describe('isLoxoneError', () => {
  it('knows an error of another copy of the package by its code', () => {
    const foreign = Object.assign(new Error('x'), { code: 'ERR_LOXONE_BOOTING', details: {} });
    expect(isLoxoneError(foreign)).toBe(true);
  });

  it.each([
    ['an error without a code', new Error('x')],
    ['a Node error', Object.assign(new Error('x'), { code: 'ECONNREFUSED', details: {} })],
    ['no error', { code: 'ERR_LOXONE_BOOTING', details: {} }],
    ['nothing', undefined],
  ])('is false for %s', (_, value) => {
    expect(isLoxoneError(value)).toBe(false);
  });

  it('narrows details by code', () => {
    const error: unknown = new LoxoneError('ERR_LOXONE_LOCKED_OUT', 'Wait.', {
      retryAfterSeconds: 38,
    });
    if (!isLoxoneError(error) || error.code !== 'ERR_LOXONE_LOCKED_OUT') {
      return expect.unreachable();
    }
    const seconds: number = error.details.retryAfterSeconds;
    expect(seconds).toBe(38);
  });
});
