import { McpAuthError } from '@gatehouse/core';
import { describe, expect, it } from 'vitest';
import { describeFailure, EXIT, StartupError } from '../src/index.js';
import { SecretProblem, type SecretProblemCode } from '../src/secrets/secret-problem.js';

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

  it('shows why a secret could not be had, and tells what can be mended here', () => {
    const codeOf = (code: SecretProblemCode): number =>
      describeFailure(new SecretProblem(code, 'No secret.')).exitCode;
    expect(codeOf('ERR_SECRET_REFERENCE')).toBe(EXIT.usage);
    expect(codeOf('ERR_SECRET_MISSING')).toBe(EXIT.usage);
    expect(codeOf('ERR_SECRET_REFUSED')).toBe(EXIT.failed);
    expect(codeOf('ERR_SECRET_UNAVAILABLE')).toBe(EXIT.failed);
    expect(describeFailure(new SecretProblem('ERR_SECRET_UNSAFE', 'No secret.')).message).toBe(
      'No secret.',
    );
  });

  it('shows the stack of anything else: it is a bug of ours', () => {
    const bug = new TypeError('x is not a function');
    expect(describeFailure(bug).message).toContain('please report it');
    expect(describeFailure(bug).message).toContain(bug.stack);
    expect(describeFailure('a string').message).toContain('a string');
  });
});
