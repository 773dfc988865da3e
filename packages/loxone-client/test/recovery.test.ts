import { LoxoneError } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { asLoxoneError, connectionLost } from '../src/connection-end.js';
import { lockedOut } from '../src/http-answer.js';
import { TOKEN_LOGIN } from '../src/login.js';
import { unreachable } from '../src/network-problem.js';
import { describeProblem, withNextAttempt } from '../src/problem.js';
import { planRecovery } from '../src/recovery.js';

const HOST = '192.168.1.10';

function failed(code: number, control: string): LoxoneError {
  return new LoxoneError('ERR_LOXONE_COMMAND_FAILED', 'failed', { code, control });
}

const booting = new LoxoneError('ERR_LOXONE_BOOTING', 'b', { host: HOST });
const structure = new LoxoneError('ERR_LOXONE_STRUCTURE_INVALID', 's', {
  field: 'controls.x.name',
  problem: 'is missing',
});
const publicKey = new LoxoneError('ERR_LOXONE_PUBLIC_KEY_INVALID', 'k', { problem: 'too short' });
const timeout = new LoxoneError('ERR_LOXONE_TIMEOUT', 't', { what: 'answer', afterMs: 15_000 });
const frame = new LoxoneError('ERR_LOXONE_FRAME_MALFORMED', 'f', { problem: 'no header' });
const answer = new LoxoneError('ERR_LOXONE_ANSWER_MALFORMED', 'a', { problem: 'no code' });
const decrypt = new LoxoneError('ERR_LOXONE_DECRYPT_FAILED', 'd', { problem: 'wrong key' });

function rejected(code: number): LoxoneError {
  return new LoxoneError('ERR_LOXONE_CREDENTIALS_REJECTED', 'r', { user: 'admin', code });
}

describe('planRecovery', () => {
  const plain = { action: 'retry', dropToken: false, reloadStructure: false };

  it.each([
    ['unreachable', unreachable(HOST, 'x'), 1, { ...plain, delayMs: 1000 }],
    ['unreachable for long', unreachable(HOST, 'x'), 20, { ...plain, delayMs: 30_000 }],
    ['lost', connectionLost('x'), 3, { ...plain, delayMs: 4000 }],
    ['timeout', timeout, 1, { ...plain, delayMs: 1000 }],
    ['malformed frame', frame, 1, { ...plain, delayMs: 1000 }],
    ['malformed answer', answer, 2, { ...plain, delayMs: 2000 }],
    ['decryption', decrypt, 1, { ...plain, delayMs: 1000 }],
    ['booting', booting, 1, { ...plain, delayMs: 1000 }],
    ['booting for long', booting, 20, { ...plain, delayMs: 5000 }],
    ['blocked', lockedOut(38), 1, { ...plain, delayMs: 39_000 }],
    ['blocked for a moment after long trouble', lockedOut(1), 20, { ...plain, delayMs: 30_000 }],
    ['blocked without a time', lockedOut(undefined), 1, { ...plain, delayMs: 121_000 }],
    ['structure', structure, 1, { ...plain, delayMs: 60_000 }],
    ['public key', publicKey, 1, { ...plain, delayMs: 60_000 }],
    ['a refused command', failed(500, 'the subscription'), 1, { ...plain, delayMs: 1000 }],
    ['refused key exchange', failed(401, 'the key exchange'), 1, { ...plain, delayMs: 1000 }],
    ['refused token', failed(401, TOKEN_LOGIN), 1, { ...plain, delayMs: 1000, dropToken: true }],
    ['some user', connectionLost('', 4004), 1, { ...plain, delayMs: 1000, reloadStructure: true }],
    [
      'own user',
      connectionLost('', 4005),
      1,
      { ...plain, delayMs: 1000, dropToken: true, reloadStructure: true },
    ],
    ['firmware update', connectionLost('', 4007), 1, { ...plain, delayMs: 15_000 }],
    ['no slot', connectionLost('', 4008), 1, { ...plain, delayMs: 60_000 }],
    ['wrong password', rejected(401), 1, { action: 'give-up' }],
    ['disabled user', rejected(4006), 5, { action: 'give-up' }],
  ])('after %s', (_name, error, failures, plan) => {
    expect(planRecovery(error, failures, 0)).toEqual(plan);
  });

  it('shortens by chance, but never what must be waited', () => {
    expect(planRecovery(connectionLost(), 1, 0.5)).toMatchObject({ delayMs: 875 });
    expect(planRecovery(lockedOut(38), 1, 0.999)).toMatchObject({ delayMs: 39_000 });
  });
});

describe('describeProblem', () => {
  it.each([
    [
      unreachable(HOST, 'no such name'),
      'The Miniserver at 192.168.1.10 cannot be reached (no such name)',
    ],
    [timeout, 'The Miniserver at 192.168.1.10 gave no answer within 15 s'],
    [booting, 'The Miniserver at 192.168.1.10 is starting'],
    [
      lockedOut(7),
      'The Miniserver at 192.168.1.10 has blocked this address for 7 s after failed logins',
    ],
    [
      rejected(401),
      'The Miniserver at 192.168.1.10 rejected the user admin or the password; they are not tried again, correct them and restart',
    ],
    [
      rejected(423),
      'The Miniserver at 192.168.1.10 has disabled the user admin; enable it there and restart',
    ],
    [connectionLost(), 'The connection to the Miniserver at 192.168.1.10 was lost'],
    [connectionLost('why'), 'The connection to the Miniserver at 192.168.1.10 was lost (why)'],
    [
      structure,
      'The structure file of the Miniserver at 192.168.1.10 cannot be used: controls.x.name is missing',
    ],
    [failed(500, 'the login'), 'The Miniserver at 192.168.1.10 refused the login with code 500'],
    [publicKey, 'The Miniserver at 192.168.1.10 has no usable public key (too short)'],
    [frame, 'The Miniserver at 192.168.1.10 sent something that cannot be understood (no header)'],
    [answer, 'The Miniserver at 192.168.1.10 sent something that cannot be understood (no code)'],
    [
      decrypt,
      'The Miniserver at 192.168.1.10 sent something that cannot be understood (wrong key)',
    ],
  ])('says %s', (error, sentence) => {
    expect(describeProblem(error, HOST)).toBe(sentence);
  });

  it('tells when the next attempt is due', () => {
    expect(withNextAttempt('x', 3_600)).toBe('x; next attempt in 4 s');
    expect(withNextAttempt('x', 10)).toBe('x; next attempt in 1 s');
  });
});

describe('asLoxoneError', () => {
  it('passes errors of the family and hides others', () => {
    expect(asLoxoneError(booting)).toBe(booting);
    const hidden = asLoxoneError(new RangeError('secret'));
    expect(hidden.details).toEqual({ reason: 'internal failure (RangeError)' });
    expect(hidden.cause).toBeUndefined();
    expect(asLoxoneError('secret').message).not.toContain('secret');
  });
});
