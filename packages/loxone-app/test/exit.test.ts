import { McpAuthError } from '@gatehouse/core';
import { describe, expect, it } from 'vitest';
import { describeFailure, EXIT, StartupError } from '../src/index.js';

describe('describeFailure', () => {
  it('shows a startup error as its sentence, with its exit code', () => {
    expect(describeFailure(new StartupError('Port 1 is taken.'))).toEqual({
      message: 'Port 1 is taken.',
      exitCode: EXIT.failed,
    });
    expect(describeFailure(new StartupError('Wrong flag.', EXIT.usage)).exitCode).toBe(EXIT.usage);
  });

  it('shows an error of the framework as its sentence, and tells master keys apart', () => {
    const missing = new McpAuthError('ERR_MCPAUTH_MASTER_KEY_MISSING', 'The key k1 is missing.', {
      keyIds: ['k1'],
      sealedIn: ['/keys.toml'],
      lookedIn: [],
    });
    expect(describeFailure(missing)).toEqual({
      message: 'The key k1 is missing.',
      exitCode: EXIT.masterKey,
    });
    const full = new McpAuthError('ERR_MCPAUTH_STORE_UNAVAILABLE', 'The disk is full.', {
      location: '/keys.toml',
      problem: 'no space',
    });
    expect(describeFailure(full).exitCode).toBe(EXIT.failed);
  });

  it('shows the stack of anything else: it is a bug of ours', () => {
    const bug = new TypeError('x is not a function');
    expect(describeFailure(bug).message).toContain('please report it');
    expect(describeFailure(bug).message).toContain(bug.stack);
    expect(describeFailure('a string').message).toContain('a string');
  });
});
