import { describe, expect, it } from 'vitest';
import { goLive, type Harness, makeHarness } from './support/harness.js';
import { ID } from './support/house-file.js';
import { turns } from './support/manual-time.js';

const keys = (harness: Harness): number => harness.server.count('jdev/sys/getkey2/');
const logins = (harness: Harness): number => harness.server.count('jdev/sys/getjwt/');

describe('login by password', () => {
  it.each(['SHA1', 'SHA256'] as const)(
    'uses %s where the Miniserver says so',
    async (algorithm) => {
      const harness = makeHarness({ algorithm });
      await goLive(harness);
      expect(harness.status().phase).toBe('live');
      harness.server.socket.drop();
      await harness.time.advance(3_000);
      expect(harness.status().phase).toBe('live');
      expect(harness.server.count('authwithtoken/')).toBe(1);
    },
  );

  it('speaks UTF-8 and encodes the user in paths', async () => {
    const user = 'jürgen/admin';
    const password = 'pässwörd: 漢字';
    const harness = makeHarness({ user, password }, { user, password, clientName: 'Haus & Hof' });
    await goLive(harness);
    expect(harness.status().phase).toBe('live');
    expect(harness.server.count('jdev/sys/getkey2/j%C3%BCrgen%2Fadmin')).toBe(1);
    expect(harness.server.commands.find((text) => text.includes('getjwt'))).toMatch(
      /\/j%C3%BCrgen%2Fadmin\/2\/[0-9a-f-]+\/Haus%20%26%20Hof$/,
    );
  });

  it('asks for another one-time key when the first took too long', async () => {
    const harness = makeHarness();
    let slow = true;
    harness.server.script = (command) => (slow && command.includes('getkey2') ? 'hold' : 'normal');
    harness.client.start();
    await harness.time.advance(5_001);
    slow = false;
    harness.server.held[0]?.();
    await harness.time.advance(2_000);
    expect(harness.status().phase).toBe('live');
    expect([keys(harness), logins(harness)]).toEqual([2, 1]);
  });

  it('does not try a password with keys that are never fresh', async () => {
    const harness = makeHarness();
    harness.server.script = (command) => (command.includes('getkey2') ? 'hold' : 'normal');
    harness.client.start();
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await harness.time.advance(6_000);
      harness.server.held[attempt]?.();
    }
    await turns();
    expect(harness.status()).toMatchObject({
      phase: 'connecting',
      problem: expect.stringContaining('no one-time key that was still fresh'),
    });
    expect(logins(harness)).toBe(0);
  });

  it.each([401, 403, 404, 423])('gives up when getjwt answers %i', async (code) => {
    const harness = makeHarness();
    harness.server.script = (command) => (command.includes('getjwt') ? { code } : 'normal');
    harness.client.start();
    await harness.time.advance(3600_000);
    expect(harness.status().phase).toBe('rejected');
    expect(logins(harness)).toBe(1);
  });

  it.each([400, 420, 500, 503])('tries again when getjwt answers %i', async (code) => {
    const harness = makeHarness();
    harness.server.script = (command) => (command.includes('getjwt') ? { code } : 'normal');
    harness.client.start();
    await turns();
    expect(harness.status()).toMatchObject({
      phase: 'connecting',
      problem: expect.stringContaining(`refused the login by password with code ${code}`),
    });
    harness.server.script = () => 'normal';
    await harness.time.advance(63_000);
    expect(harness.status().phase).toBe('live');
  });

  it.each([403, 404, 423])('gives up when the user is not known: %i', async (code) => {
    const harness = makeHarness();
    harness.server.script = (command) => (command.includes('getkey2') ? { code } : 'normal');
    harness.client.start();
    await harness.time.advance(3600_000);
    expect(harness.status().phase).toBe('rejected');
    expect(logins(harness)).toBe(0);
  });

  it('does not take an encryption that failed for a wrong password', async () => {
    const harness = makeHarness();
    harness.server.script = (command) =>
      command.includes('getkey2') ? { code: 401, plain: true } : 'normal';
    harness.client.start();
    await turns();
    expect(harness.status()).toMatchObject({
      phase: 'connecting',
      problem: expect.stringContaining('refused the one-time key with code 401'),
    });
  });

  it('tries again when the key exchange is refused, with a public key fetched anew', async () => {
    const harness = makeHarness();
    harness.server.script = (command) =>
      command.includes('keyexchange') ? { code: 401 } : 'normal';
    harness.client.start();
    await turns();
    expect(harness.status().problem).toContain('refused the key exchange with code 401');
    harness.server.script = () => 'normal';
    await harness.time.advance(4_000);
    expect(harness.status().phase).toBe('live');
    expect(harness.server.httpRequests.filter((path) => path.includes('PublicKey'))).toHaveLength(
      2,
    );
  });

  it('tries again when what is granted holds no token', async () => {
    const harness = makeHarness();
    harness.server.script = (command) =>
      command.includes('getjwt') ? { code: 200, value: { validUntil: 5 } } : 'normal';
    harness.client.start();
    await turns();
    expect(harness.status().problem).toContain('it grants no token');
  });
});

describe('loading the structure', () => {
  it('tells when the file is refused', async () => {
    const harness = makeHarness();
    harness.server.script = (command) =>
      command === 'data/LoxAPP3.json' ? { code: 403 } : 'normal';
    harness.client.start();
    await turns();
    expect(harness.status().problem).toContain('refused the structure file with code 403');
  });

  it('tells when the version is no text', async () => {
    const harness = makeHarness();
    harness.server.script = (command) =>
      command.endsWith('LoxAPPversion3') ? { code: 200, value: 7 } : 'normal';
    harness.client.start();
    await turns();
    expect(harness.status().problem).toContain('the version of the structure file is not text');
  });

  it('waits for a large file longer than for an answer', async () => {
    const harness = makeHarness();
    harness.server.values = [{ uuid: ID.lampActive, value: 1 }];
    harness.server.script = (command) => (command === 'data/LoxAPP3.json' ? 'hold' : 'normal');
    harness.client.start();
    await harness.time.advance(100_000);
    expect(harness.status().phase).toBe('connecting');
    harness.server.held[0]?.();
    await turns();
    expect(harness.status().phase).toBe('live');
  });
});
