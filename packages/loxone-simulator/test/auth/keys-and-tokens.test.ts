import { describe, expect, it } from 'vitest';
import { Account } from '../../src/auth/account.js';
import { Gatekeeper } from '../../src/auth/gatekeeper.js';
import { Lockout } from '../../src/auth/lockout.js';
import { OneTimeKeys } from '../../src/auth/one-time-keys.js';
import { provesToken, TokenStore } from '../../src/auth/tokens.js';
import { Users } from '../../src/auth/users.js';
import { keyed, loginHash, visuHash } from '../support/client-crypto.js';
import { ManualTime } from '../support/manual-time.js';
import { HAS_SHARED_DATA, readShared, SHARED_DATA } from '../support/shared-data.js';

const HERE = '192.0.2.1';
const ELSEWHERE = '192.0.2.2';
const APP = 4;
const WEB = 2;

/** Bytes that count up, so that nothing is ever the same twice and everything can be foreseen. */
function counting(): (length: number) => Uint8Array {
  let next = 0;
  return (length) => Uint8Array.from({ length }, () => Math.imul(next++, 0x9e3779b1) >>> 24);
}

function timed(): ManualTime {
  return new ManualTime('2025-06-01T10:00:00Z');
}

function account(password = 'pw', algorithm: 'SHA1' | 'SHA256' = 'SHA256'): Account {
  return new Account({
    user: 'ada',
    password,
    visuPassword: '1234',
    algorithm,
    random: counting(),
  });
}

describe('one-time keys', () => {
  it('are 80 digits of hex over 40 digits of hex, and all different', () => {
    const keys = new OneTimeKeys(timed().clock, counting());
    const issued = Array.from({ length: 20 }, () => keys.issue(HERE));
    for (const key of issued) {
      expect(key).toMatch(/^[0-9A-F]{80}$/);
      expect(Buffer.from(key, 'hex').toString('ascii')).toMatch(/^[0-9A-F]{40}$/);
    }
    expect(new Set(issued).size).toBe(20);
  });

  it('serve once, for the address that they were given to', () => {
    const keys = new OneTimeKeys(timed().clock, counting());
    const key = keys.issue(HERE);
    const isIt = (candidate: string): boolean => candidate === key;
    expect(keys.redeem(ELSEWHERE, isIt)).toBe(false);
    expect(keys.redeem(HERE, () => false)).toBe(false);
    expect(keys.redeem(HERE, isIt)).toBe(true);
    expect(keys.redeem(HERE, isIt)).toBe(false);
  });

  it('are forgotten after half a minute, at a reboot, and when there are very many', () => {
    const time = timed();
    const keys = new OneTimeKeys(time.clock, counting());
    const anything = (): boolean => true;
    keys.issue(HERE);
    time.advance(29_999);
    keys.issue(HERE);
    time.advance(1);
    expect([keys.redeem(HERE, anything), keys.redeem(HERE, anything)]).toEqual([true, false]);
    keys.issue(HERE);
    keys.clear();
    expect(keys.redeem(HERE, anything)).toBe(false);
    const first = keys.issue(HERE);
    for (let count = 0; count < 1000; count += 1) keys.issue(HERE);
    expect(keys.redeem(HERE, (key) => key === first)).toBe(false);
  });
});

describe('tokens', () => {
  const lifetimes = { web: 100, app: 1000 };

  it('live as long as their permission says, in whole Loxone seconds', () => {
    const time = new ManualTime(Date.parse('2009-01-01T00:01:00Z') + 789);
    const tokens = new TokenStore(time.clock, counting(), lifetimes);
    expect(tokens.issue('ada', WEB, 'jwt').validUntil).toBe(160);
    expect(tokens.issue('ada', APP, 'jwt').validUntil).toBe(1060);
    expect(tokens.issue('ada', WEB | APP, 'jwt').validUntil).toBe(1060);
  });

  it('are found by their user, while they are valid', () => {
    const time = timed();
    const tokens = new TokenStore(time.clock, counting(), lifetimes);
    const token = tokens.issue('ada', WEB, 'legacy');
    const isIt = ({ text }: { text: string }): boolean => text === token.text;
    expect(tokens.find('ada', isIt)).toBe(token);
    expect(tokens.find('bob', isIt)).toBeUndefined();
    time.advance(99_999);
    expect(tokens.find('ada', isIt)).toBe(token);
    time.advance(1000);
    expect(tokens.find('ada', isIt)).toBeUndefined();
  });

  it('are refreshed to another text, or prolonged with the same', () => {
    const time = timed();
    const tokens = new TokenStore(time.clock, counting(), lifetimes);
    const old = tokens.issue('ada', WEB, 'legacy');
    time.advance(50_000);
    const same = tokens.refresh(old, 'same');
    expect([same.text, same.validUntil - old.validUntil]).toEqual([old.text, 50]);
    const fresh = tokens.refresh(same, 'new');
    expect(fresh.text).not.toBe(old.text);
    expect(fresh).toMatchObject({ kind: 'jwt', user: 'ada', permission: WEB });
    expect(tokens.find('ada', ({ text }) => text === old.text)).toBeUndefined();
  });

  it('are killed, and cleared, and thousands are not kept', () => {
    const tokens = new TokenStore(timed().clock, counting(), lifetimes);
    const token = tokens.issue('ada', APP, 'jwt');
    tokens.kill(token);
    expect(tokens.find('ada', () => true)).toBeUndefined();
    const first = tokens.issue('ada', APP, 'jwt');
    for (let count = 0; count < 999; count += 1) tokens.issue('ada', APP, 'legacy');
    expect(tokens.find('ada', (one) => one === first)).toBe(first);
    tokens.issue('ada', APP, 'legacy');
    expect(tokens.find('ada', (one) => one === first)).toBeUndefined();
    tokens.clear();
    expect(tokens.find('ada', () => true)).toBeUndefined();
  });

  it('are proven by their hash with either algorithm, in either case', () => {
    const tokens = new TokenStore(timed().clock, counting(), lifetimes);
    const token = tokens.issue('ada', APP, 'jwt');
    const key = '4142';
    for (const hash of ['sha1', 'sha256'] as const) {
      const proof = keyed(hash, key, token.text);
      expect(provesToken(proof, token, key)).toBe(true);
      expect(provesToken(proof.toUpperCase(), token, key)).toBe(true);
      expect(provesToken(proof, token, '4143')).toBe(false);
    }
    expect(provesToken(token.text, token, key)).toBe(false);
  });
});

describe('the account', () => {
  it('takes proofs of its password, whichever algorithm the HMAC has', () => {
    for (const algorithm of ['SHA1', 'SHA256'] as const) {
      const it_ = account('pw', algorithm);
      for (const hmac of ['sha1', 'sha256'] as const) {
        const passwordHash = algorithm === 'SHA1' ? 'sha1' : 'sha256';
        const input = { user: 'ada', salt: it_.salt, key: '4142', passwordHash, hmac } as const;
        expect(it_.provesPassword(loginHash({ ...input, password: 'pw' }), '4142')).toBe(true);
        expect(it_.provesPassword(loginHash({ ...input, password: 'pW' }), '4142')).toBe(false);
        expect(it_.provesPassword(loginHash({ ...input, password: 'pw' }), '4143')).toBe(false);
      }
    }
  });

  it('does not take a password that was hashed with the other algorithm', () => {
    const sha256 = account('pw', 'SHA256');
    const input = { user: 'ada', password: 'pw', salt: sha256.salt, key: '4142' };
    const proof = loginHash({ ...input, passwordHash: 'sha1', hmac: 'sha256' });
    expect(sha256.provesPassword(proof, '4142')).toBe(false);
  });

  it('takes its visualisation password with its own salt, and Basic', () => {
    const it_ = account();
    expect(it_.visuSalt).not.toBe(it_.salt);
    expect(it_.provesVisuPassword(visuHash('sha256', '1234', it_.visuSalt, '41'), '41')).toBe(true);
    expect(it_.provesVisuPassword(visuHash('sha256', '1234', it_.salt, '41'), '41')).toBe(false);
    expect([it_.isPassword('pw'), it_.isPassword('1234'), it_.isPassword('')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('shows neither password when it is logged', () => {
    const shown = JSON.stringify(account('s3cret')) + String(account('s3cret'));
    expect(shown).not.toContain('s3cret');
    expect(shown).not.toContain('1234');
  });

  describe.skipIf(!HAS_SHARED_DATA)(SHARED_DATA, () => {
    interface Vector {
      readonly kind: string;
      readonly alg: 'sha1' | 'sha256';
      readonly user?: string;
      readonly password?: string;
      readonly token?: string;
      readonly salt?: string;
      readonly key: string;
      readonly hash: string;
    }
    const vectors = HAS_SHARED_DATA ? (readShared('vectors/hash_vectors.json') as Vector[]) : [];

    it('hashes as the vectors of two independent clients do', () => {
      let checked = 0;
      for (const {
        kind,
        alg,
        user = '',
        password = '',
        salt = '',
        token = '',
        key,
        hash,
      } of vectors) {
        if (kind === 'password') {
          expect(loginHash({ user, password, salt, key, passwordHash: alg })).toBe(hash);
        } else if (kind === 'visu') {
          expect(visuHash(alg, password, salt, key)).toBe(hash);
        } else if (kind === 'token') {
          expect(keyed(alg, key, token)).toBe(hash);
          const issued = {
            text: token,
            user,
            permission: 4,
            kind: 'legacy',
            validUntil: 1,
          } as const;
          expect(provesToken(hash, issued, key)).toBe(true);
        } else {
          continue;
        }
        checked += 1;
      }
      expect(checked).toBeGreaterThan(4);
    });
  });
});

describe('the lock-out', () => {
  const policy = { failures: 3, seconds: 60 };

  it('counts by address and forgets after a success', () => {
    const lockout = new Lockout(timed().clock, policy);
    lockout.failed(HERE);
    lockout.failed(HERE);
    lockout.failed(ELSEWHERE);
    expect([lockout.remaining(HERE), lockout.remaining(ELSEWHERE)]).toEqual([0, 0]);
    lockout.succeeded(HERE);
    lockout.failed(HERE);
    lockout.failed(HERE);
    expect(lockout.remaining(HERE)).toBe(0);
    lockout.failed(HERE);
    expect([lockout.remaining(HERE), lockout.remaining(ELSEWHERE)]).toEqual([60, 0]);
  });

  it('ends by itself, to the second, and is prolonged by trying again', () => {
    const time = timed();
    const lockout = new Lockout(time.clock, policy);
    for (let count = 0; count < 3; count += 1) lockout.failed(HERE);
    time.advance(59_001);
    expect(lockout.remaining(HERE)).toBe(1);
    lockout.retried(HERE);
    expect(lockout.remaining(HERE)).toBe(60);
    time.advance(60_000);
    expect(lockout.remaining(HERE)).toBe(0);
    lockout.retried(HERE);
    expect(lockout.remaining(HERE)).toBe(0);
    lockout.failed(HERE);
    expect(lockout.remaining(HERE)).toBe(0);
  });

  it('can be for everybody', () => {
    const time = timed();
    const lockout = new Lockout(time.clock, policy);
    lockout.blockEverybody(5);
    expect([lockout.remaining(HERE), lockout.remaining(ELSEWHERE)]).toEqual([5, 5]);
    lockout.retried(HERE);
    time.advance(5000);
    expect(lockout.remaining(HERE)).toBe(0);
  });
});

describe('the gatekeeper', () => {
  function gatekeeper(plainTokens = true): Gatekeeper {
    const { clock } = timed();
    return new Gatekeeper({
      users: new Users({ algorithm: 'SHA256', random: counting(), now: () => clock.now() }, [
        { name: 'ada', password: 'pw', visuPassword: '1234' },
      ]),
      tokens: new TokenStore(clock, counting(), { web: 100, app: 1000 }),
      lockout: new Lockout(clock, { failures: 3, seconds: 60 }),
      clock,
      random: counting(),
      plainTokens,
    });
  }

  function request(
    keeper: Gatekeeper,
    change: { password?: string; user?: string; address?: string } = {},
  ) {
    const { password = 'pw', user = 'ada', address = HERE } = change;
    const key = keeper.keys.issue(HERE);
    const { salt } = keeper.users.hashMaterial('ada');
    const hash = loginHash({ user, password, salt, key, passwordHash: 'sha256' });
    return { hash, user, permission: APP, kind: 'jwt', address, byToken: false } as const;
  }

  it('gives a token for a proof, once for each', () => {
    const keeper = gatekeeper();
    const right = request(keeper);
    expect(keeper.login(right)).toMatchObject({ user: 'ada', kind: 'jwt' });
    expect(keeper.login(right)).toBeUndefined();
  });

  it('counts wrong passwords, users, and keys of another address', () => {
    const keeper = gatekeeper();
    for (const change of [{ password: 'no' }, { user: 'bob' }, { address: ELSEWHERE }]) {
      expect(keeper.login(request(keeper, change))).toBeUndefined();
    }
    keeper.isPassword('ada', 'no', HERE);
    expect([keeper.lockout.remaining(HERE), keeper.lockout.remaining(ELSEWHERE)]).toEqual([60, 0]);
  });

  it('does not count a login that is right but asks for no connection', () => {
    const keeper = gatekeeper();
    for (let count = 0; count < 5; count += 1) {
      expect(keeper.login({ ...request(keeper), permission: 8 })).toBeUndefined();
    }
    expect(keeper.lockout.remaining(HERE)).toBe(0);
  });

  it('takes plain tokens only where the firmware does', () => {
    for (const plain of [true, false]) {
      const keeper = gatekeeper(plain);
      const token = keeper.tokens.issue('ada', APP, 'jwt');
      expect(keeper.loginByToken(token.text, 'ada', HERE) === token).toBe(plain);
      const key = keeper.keys.issue(HERE);
      expect(keeper.loginByToken(keyed('sha256', key, token.text), 'ada', HERE)).toBe(token);
    }
  });

  it('refuses everything when it is told to, and counts it', () => {
    const keeper = gatekeeper();
    const token = keeper.tokens.issue('ada', APP, 'jwt');
    keeper.rejectsEverything = true;
    expect(keeper.login(request(keeper))).toBeUndefined();
    expect(keeper.loginByToken(token.text, 'ada', HERE)).toBeUndefined();
    expect(keeper.token(token.text, 'ada', HERE)).toBeUndefined();
    expect(keeper.isPassword('ada', 'pw', HERE)).toBe(false);
    expect(keeper.lockout.remaining(HERE)).toBe(60);
  });
});
