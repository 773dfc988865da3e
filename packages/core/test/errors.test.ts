import { describe, expect, it } from 'vitest';
import { type AnyMcpAuthError, isMcpAuthError, McpAuthError } from '../src/index.js';

describe('McpAuthError', () => {
  it('carries code, details, cause, and whether a retry can help', () => {
    const cause = new TypeError('underneath');
    const error = new McpAuthError(
      'ERR_MCPAUTH_STORE_UNAVAILABLE',
      'The key store cannot be written.',
      { location: '/keys.toml', problem: 'no space left on the device' },
      { cause },
    );
    expect(error).toMatchObject({
      name: 'McpAuthError',
      code: 'ERR_MCPAUTH_STORE_UNAVAILABLE',
      details: { location: '/keys.toml' },
      retryable: true,
      cause,
    });
    expect(error.stack).toContain('The key store cannot be written.');
  });

  it('says that damage does not go away by itself', () => {
    const details = { location: '/keys.toml', problem: 'line 3' };
    expect(new McpAuthError('ERR_MCPAUTH_STORE_DAMAGED', 'Damaged.', details).retryable).toBe(
      false,
    );
    expect(new McpAuthError('ERR_MCPAUTH_STORE_CONFLICT', 'Busy.', { id: 'a' }).retryable).toBe(
      true,
    );
  });

  it('narrows details by code', () => {
    const error: AnyMcpAuthError = new McpAuthError('ERR_MCPAUTH_MASTER_KEY_MISSING', 'Missing.', {
      keyIds: ['k1'],
      sealedIn: ['/keys.toml'],
      lookedIn: ['environment variable X'],
    });
    expect(error.code === 'ERR_MCPAUTH_MASTER_KEY_MISSING' && error.details.keyIds).toEqual(['k1']);
  });
});

describe('isMcpAuthError', () => {
  it('knows an error from another copy of the package by its code', () => {
    const foreign = Object.assign(new TypeError('x'), {
      code: 'ERR_MCPAUTH_STORE_CLOSED',
      details: { location: 'memory' },
    });
    expect(isMcpAuthError(foreign)).toBe(true);
  });

  it.each([
    ['another family', Object.assign(new TypeError('x'), { code: 'ERR_LOXONE_X', details: {} })],
    ['no details', Object.assign(new TypeError('x'), { code: 'ERR_MCPAUTH_STORE_CLOSED' })],
    ['a number as code', Object.assign(new TypeError('x'), { code: 1, details: {} })],
    ['no error', { code: 'ERR_MCPAUTH_STORE_CLOSED', details: {} }],
    ['undefined', undefined],
    ['null', null],
  ])('is false for %s', (_what, value) => {
    expect(isMcpAuthError(value)).toBe(false);
  });
});
