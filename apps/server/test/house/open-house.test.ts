import { createHash, X509Certificate } from 'node:crypto';
import { HOUSE_SETTINGS, resolveSettings } from '@gatehouse/loxone-app';
import type { LoxoneClient } from '@gatehouse/loxone-client';
import { type Simulator, type SimulatorOptions, startSimulator } from '@gatehouse/loxone-simulator';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { houseAccess } from '../../src/house/house-access.js';
import { openHouse } from '../../src/house/open-house.js';

const USER = 'e2e';
const PASSWORD = 'canary-password';
const VISU_PASSWORD = '4711';
const SERIAL_OF_DEMO = '504F94DE3000';
const GATE = 'Driveway Gate';

const stopping: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stopping.splice(0).reverse()) await stop();
});

async function simulate(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await startSimulator({
    user: USER,
    password: PASSWORD,
    visuPassword: VISU_PASSWORD,
    ...options,
  });
  stopping.push(() => simulator.stop());
  return simulator;
}

/** Opens a house as the server does, from the environment. */
function openWith(env: Readonly<Record<string, string>>) {
  const log: string[] = [];
  const note = (message: string): void => void log.push(message);
  const logger = { debug: note, info: note, warn: note, error: note };
  const { values, problems } = resolveSettings(HOUSE_SETTINGS, {
    flags: {},
    env: { LOXONE_USER: USER, LOXONE_PASS: PASSWORD, ...env },
    readFile: () => VISU_PASSWORD,
  });
  expect(problems).toEqual([]);
  const client = openHouse(houseAccess(values), { logger });
  stopping.push(() => client.stop());
  return { client, log };
}

function live({ client }: { readonly client: LoxoneClient }): Promise<void> {
  return client.whenLive(AbortSignal.timeout(20_000));
}

function logins({ commands }: Simulator): number {
  return commands.filter(({ command }) => /get(jwt|token)\//.test(command)).length;
}

describe('a house from the settings', () => {
  it.each([{ LOXONE_VISU_PASS: VISU_PASSWORD }, { LOXONE_VISU_PASS_FILE: '/run/secrets/visu' }])(
    'commands secured controls with the visualisation password: %o',
    async (visu) => {
      const simulator = await simulate();
      const house = openWith({ LOXONE_HOST: `http://127.0.0.1:${simulator.port}`, ...visu });
      await live(house);
      const control = house.client.home.controls().find(({ name }) => name === GATE);
      expect(control?.secured).toBe(true);
      expect(house.client.home.commandsSecured).toBe(true);
      const request = { control: String(control?.id), command: 'open' };
      expect(await house.client.home.execute(request)).toMatchObject({ outcome: 'changed' });
      expect(house.log.join()).not.toContain(VISU_PASSWORD);
    },
  );

  it('only reads secured controls without it, and says what is missing', async () => {
    const simulator = await simulate();
    const house = openWith({ LOXONE_HOST: `127.0.0.1:${simulator.port}` });
    await live(house);
    expect(house.client.home.commandsSecured).toBe(false);
    const control = house.client.home.controls().find(({ name }) => name === GATE);
    const request = { control: String(control?.id), command: 'open' };
    expect(await house.client.home.execute(request)).toMatchObject({
      outcome: 'invalid',
      problem: { code: 'secured' },
    });
    expect(simulator.commands.some(({ command }) => command.includes('/ios/'))).toBe(false);
  });

  it('logs in to the Miniserver with the serial number that was named, and to no other', async () => {
    const simulator = await simulate();
    const host = { LOXONE_HOST: `127.0.0.1:${simulator.port}` };
    await live(openWith({ ...host, LOXONE_SERIAL: SERIAL_OF_DEMO }));
    expect(logins(simulator)).toBe(1);
    const other = openWith({ ...host, LOXONE_SERIAL: '504F94000000' });
    await vi.waitFor(() => expect(other.log.join()).toMatch(/another Miniserver/), {
      timeout: 20_000,
    });
    expect(logins(simulator)).toBe(1);
  });

  it('takes the certificate that was pinned, and sends nothing to another one', async () => {
    const simulator = await simulate({ tls: true });
    const host = { LOXONE_HOST: `https://127.0.0.1:${simulator.port}` };
    const [, leaf = ''] = simulator.certificate.split(/(?<=-----END CERTIFICATE-----\n)/);
    const pin = createHash('sha256').update(new X509Certificate(leaf).raw).digest('hex');
    await live(openWith({ ...host, LOXONE_TLS_PIN: pin }));
    expect(logins(simulator)).toBe(1);
    const other = openWith({ ...host, LOXONE_TLS_PIN: 'ab'.repeat(32) });
    await vi.waitFor(() => expect(other.log.join()).toMatch(/fingerprint/), { timeout: 20_000 });
    expect(logins(simulator)).toBe(1);
  });
});
