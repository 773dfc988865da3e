import { afterEach, describe, expect, it, vi } from 'vitest';
import { FAULT_NAMES, type FaultName, planFault } from './support/fault-cases.js';
import { happen } from './support/happenings.js';
import { Seeded } from './support/seeded.js';
import { Site } from './support/site.js';

// Real sockets and RSA keys: a busy machine may take its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const sites: Site[] = [];

afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.stop()));
});

async function live(): Promise<Site> {
  const site = await Site.start();
  sites.push(site);
  await site.well();
  await site.mustBeTrue();
  return site;
}

/** After these the client has nothing that it could log in with. */
const FINAL: ReadonlySet<FaultName> = new Set([
  'rejectCredentials',
  'changePassword',
  'disableUser',
]);
/** These cost the connection at once; all others must not. */
const CUTTING: ReadonlySet<FaultName> = new Set([
  'addOddControl',
  'announceAndClose',
  'changePassword',
  'closeConnections',
  'disableUser',
  'dropConnections',
  'duplicateHeaders',
  'expireSessions',
  'reboot',
  'replaceStructure',
  'updateFirmware',
]);

describe('the table of faults', () => {
  it('names every fault of the simulator', async () => {
    const { simulator } = await live();
    expect([...FAULT_NAMES].sort()).toEqual(Object.keys(simulator.faults).sort());
  });
});

describe('after the fault', () => {
  it.each(FAULT_NAMES)('%s the client is live, true, and has retried no secret', async (name) => {
    const site = await live();
    const seeded = new Seeded(20);
    let cut = false;
    site.client.home.onChange(({ type }) => {
      cut ||= type === 'status';
    });
    const fault = planFault(name, seeded, site);
    fault.apply();
    happen('change', seeded, site);
    happen('command', seeded, site);
    await site.flow(10_000);
    expect(cut).toBe(CUTTING.has(name));
    // Much of what can be wrong is wrong only for those who come.
    site.simulator.faults.dropConnections();
    await site.flow(60_000);
    if (FINAL.has(name)) expect(site.phase).toBe('rejected');
    happen('change', seeded, site);
    fault.end();
    await site.well();
    await site.mustBeTrue();
    expect(site.ledger.use.refusedPasswords).toBe(0);
    expect(site.simulator.connections()).toBe(1);
  });
});

describe('a box that falls silent', () => {
  it('while it still tells of states is noticed without any command', async () => {
    const site = await live();
    const fault = planFault('halfOpen', new Seeded(1), site);
    fault.apply();
    // Asked after 30 s at the latest, and given 15 s.
    await site.flow(46_000);
    expect(site.phase).toBe('reconnecting');
    fault.end();
    await site.well();
    await site.mustBeTrue();
  });
});
