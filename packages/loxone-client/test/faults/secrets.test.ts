import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LoxoneClientOptions } from '../../src/options.js';
import { planFault } from './support/fault-cases.js';
import { Seeded } from './support/seeded.js';
import { Site, type SiteOptions } from './support/site.js';
import { type WatchedTransport, watchTransport } from './support/watched-transport.js';

// Real sockets and RSA keys: a busy machine may take its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const WRONG = 'wrong horse';
const MINUTE_MS = 60_000;
const sites: Site[] = [];

afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.stop()));
});

async function start(options: SiteOptions): Promise<Site> {
  const site = await Site.start(options);
  sites.push(site);
  return site;
}

/** When the password was sent, in seconds since the first time. */
function passwordTimes({ simulator }: Site): readonly number[] {
  const sent = simulator.commands.filter(({ command }) => command.startsWith('jdev/sys/getjwt/'));
  return sent.map(({ at }) => Math.round((at - (sent[0]?.at ?? 0)) / 1000));
}

describe('a wrong password', () => {
  it('is sent once, whatever happens afterwards', async () => {
    const site = await start({ password: WRONG });
    await site.until('rejected', () => site.phase === 'rejected');
    const { faults } = site.simulator;
    const seeded = new Seeded(1);
    for (const name of ['dropConnections', 'reboot', 'refuseConnections', 'lockOut'] as const) {
      planFault(name, seeded, site).apply();
      await site.flow(10 * MINUTE_MS);
    }
    faults.closeConnections(4005);
    await site.flow(60 * MINUTE_MS);
    expect(site.phase).toBe('rejected');
    expect(site.ledger.use).toMatchObject({ passwords: 1, tokens: 0 });
    expect(site.time.delays.length).toBeLessThan(5);
    await expect(site.client.whenLive()).rejects.toMatchObject({
      code: 'ERR_LOXONE_CREDENTIALS_REJECTED',
    });
  });

  it.each([
    'reboot',
    'updateFirmware',
    'setBooting',
    'refuseConnections',
    'exhaustConnections',
    'slowHandshake',
    'lockOut',
    'halfOpen',
    'refuseKeyExchange',
    'estimateHeaders',
    'duplicateHeaders',
    'encryptedEcho',
    'forceCodes',
    'dropConnections',
  ] as const)('is sent at most once during %s, and once in all', async (name) => {
    const site = await start({ password: WRONG });
    const fault = planFault(name, new Seeded(3), site);
    fault.apply();
    await site.flow(10 * MINUTE_MS);
    expect(site.ledger.use.passwords).toBeLessThanOrEqual(1);
    fault.end();
    await site.until('rejected', () => site.phase === 'rejected');
    await site.flow(60 * MINUTE_MS);
    expect(site.ledger.use.passwords).toBe(1);
  });

  it('whose answer never comes is sent again after minutes only, and ever more rarely', async () => {
    // The box closes, five seconds after the socket was opened, while it still thinks.
    const site = await start({ password: WRONG });
    site.simulator.faults.slowAnswers(2_000);
    await site.flow(60 * MINUTE_MS);
    const times = passwordTimes(site);
    const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(waits.length).toBeGreaterThan(3);
    for (const [index, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(Math.min(60 * 2 ** index, 15 * 60));
    }
    site.simulator.faults.slowAnswers(0);
    await site.until('rejected', () => site.phase === 'rejected', 60 * MINUTE_MS);
    const sent = site.ledger.use.passwords;
    await site.flow(120 * MINUTE_MS);
    expect(site.ledger.use.passwords).toBe(sent);
  });
});

describe('a token', () => {
  it('that is refused is dropped after one attempt, and the password used once', async () => {
    const site = await start({});
    await site.well();
    planFault('expireTokens', new Seeded(1), site).apply();
    site.simulator.faults.dropConnections();
    await site.flow(MINUTE_MS);
    await site.mustBeTrue();
    expect(site.ledger.use).toMatchObject({ passwords: 2, refusedPasswords: 0, tokens: 1 });
  });

  it('is used again and again while it is good', async () => {
    const site = await start({});
    await site.well();
    for (let round = 1; round <= 5; round += 1) {
      site.simulator.faults.dropConnections();
      await site.flow(MINUTE_MS);
      await site.mustBeTrue();
      expect(site.ledger.use).toMatchObject({ passwords: 1, tokens: round, refusedTokens: 0 });
    }
  });

  it('is refreshed before its end, and a socket that ends nevertheless is opened with the new one', async () => {
    const site = await start({ house: { tokenLifetimes: { web: 600, app: 600 } } });
    await site.well();
    site.simulator.faults.keepOldExpiry(true);
    await site.flow(30 * MINUTE_MS);
    await site.mustBeTrue();
    expect(site.ledger.use).toMatchObject({ passwords: 1, refusedTokens: 0 });
    expect(site.ledger.use.tokens).toBeGreaterThanOrEqual(2);
  });
});

describe('a lockout', () => {
  /** A site whose client's every approach to the box is seen. */
  async function startWatched(
    beforeOpening: (site: Site) => void = () => undefined,
  ): Promise<{ readonly site: Site; readonly watched: WatchedTransport }> {
    let site: Site | undefined;
    const watched = watchTransport(
      () => site?.simulator.port ?? 0,
      () => site?.time.now() ?? 0,
      () => site && beforeOpening(site),
    );
    const client: Partial<LoxoneClientOptions> = { transport: watched.transport };
    site = await start({ client });
    return { site, watched };
  }

  it.each([1, 7, 38, 59, 108, 3600])('of %d s is waited out to the second', async (seconds) => {
    const { site, watched } = await startWatched();
    await site.well();
    const began = site.time.now();
    const before = watched.attempts.length;
    site.simulator.faults.lockOut(seconds);
    site.simulator.faults.dropConnections();
    await site.flow(seconds * 1000 + 5_000);
    const later = watched.attempts.slice(before).map((at) => at - began);
    const [asked = 0, ...rest] = later;
    // It learns of the block by one question, which shows no secret, or comes when it is over.
    const blocked = asked < seconds * 1000;
    const first = blocked ? (rest[0] ?? 0) : asked;
    expect(first).toBeGreaterThanOrEqual(seconds * 1000);
    expect(first).toBeLessThanOrEqual(seconds * 1000 + 2_000);
    await site.mustBeTrue();
    // The question whether it has started, the key, the socket.
    expect(later).toHaveLength(blocked ? 4 : 3);
    expect(site.ledger.use).toMatchObject({ passwords: 1, tokens: 1, refusedTokens: 0 });
  });

  it('that begins while the socket is opened (4003) is waited out as well', async () => {
    let locked = 0;
    const { site, watched } = await startWatched(({ simulator }) => {
      locked += 1;
      if (locked === 1) simulator.faults.lockOut(38);
    });
    const began = site.time.now();
    await site.flow(45_000);
    await site.mustBeTrue();
    const attempts = watched.attempts.map((at) => at - began);
    expect(attempts.filter((at) => at > 1_000 && at < 38_000)).toEqual([]);
    expect(attempts.filter((at) => at >= 38_000)).toHaveLength(3);
    expect(site.ledger.use.passwords).toBe(1);
  });

  it('that the own wrong password brought about is no reason to try it again', async () => {
    const site = await start({
      password: WRONG,
      house: { lockout: { failures: 1, seconds: 60 } },
    });
    await site.until('rejected', () => site.phase === 'rejected');
    await site.flow(30 * MINUTE_MS);
    expect(site.ledger.use.passwords).toBe(1);
  });
});
