import { createHash, X509Certificate } from 'node:crypto';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readPins } from '../src/certificate-pin.js';
import { resolveOptions } from '../src/options.js';
import { until } from './support/manual-time.js';
import { dismantle, type Simulated, simulate } from './support/simulated.js';

// Real sockets and RSA keys: a busy machine may take its time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const running: Simulated[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map(dismantle));
});

/** A simulator with TLS, and a client that pins what is made of its certificate. */
async function simulateWithPin(pinOf: (certificate: X509Certificate) => string | string[]) {
  const first = await simulate({ tls: true }, { tls: true });
  await first.client.stop();
  const { simulator } = first;
  const pin = pinOf(leafOf(simulator.certificate));
  const second = await simulate({}, { host: `127.0.0.1:${simulator.port}`, tls: { pin } });
  await second.simulator.stop();
  const simulated = { ...second, simulator };
  running.push(simulated);
  simulated.client.start();
  return simulated;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const keyOf = ({ publicKey }: X509Certificate): string =>
  sha256(publicKey.export({ type: 'spki', format: 'der' }));
/** The chain begins with the root. */
const leafOf = (chain: string): X509Certificate =>
  new X509Certificate(chain.slice(chain.lastIndexOf('-----BEGIN')));
const WRONG = 'ab'.repeat(32);

describe('a pinned certificate', () => {
  it.each([
    ['the certificate', (one: X509Certificate) => sha256(one.raw)],
    ['as it is shown, with colons', (one: X509Certificate) => one.fingerprint256],
    ['the public key', keyOf],
    ['one of several', (one: X509Certificate) => [WRONG, sha256(one.raw).toUpperCase()]],
  ])('is enough: %s', async (_what, pinOf) => {
    const { client } = await simulateWithPin(pinOf);
    await client.whenLive();
    expect(client.home.status().phase).toBe('live');
  });

  it('that does not fit lets nothing through, and is told with both fingerprints', async () => {
    let received = '';
    const { client, simulator, status, logs } = await simulateWithPin((one) => {
      received = sha256(one.raw);
      return WRONG;
    });
    await until(() => status().problem !== undefined, 'the certificate was refused');
    expect(status().problem).toContain(
      `the SHA-256 fingerprint ${received}, not the pinned ${WRONG}`,
    );
    expect(status().phase).toBe('connecting');
    expect(simulator.commands).toEqual([]);
    expect(simulator.connections()).toBe(0);
    expect(logs.join('\n')).toContain('ERR_LOXONE_CERTIFICATE_MISMATCH');
    // Nobody will change it soon: tried again, but slowly.
    expect((status().retryAt ?? 0) - Date.UTC(2024, 0, 1)).toBe(60_000);
    await client.stop();
  });

  it('of a certificate that is not pinned is still refused', async () => {
    const simulated = await simulate({ tls: true }, { tls: {}, serial: '504F94000001' });
    running.push(simulated);
    simulated.client.start();
    await until(() => simulated.status().problem !== undefined, 'it was refused');
    expect(simulated.status().problem).toMatch(/its certificate is (not trusted|for another name)/);
    expect(simulated.simulator.commands).toEqual([]);
  });
});

describe('options.tls.pin', () => {
  it('is read with and without colons', () => {
    expect(readPins('AB:'.repeat(31).concat('ab'))).toEqual([WRONG]);
    expect(readPins([WRONG, WRONG.toUpperCase()])).toEqual([WRONG, WRONG]);
  });

  it.each([
    [{ pin: 'short' }, RangeError],
    [{ pin: [] }, RangeError],
    [{ pin: [7] }, RangeError],
    [{ pin: 7 }, TypeError],
    [{ pin: WRONG, allowUnverifiedCertificate: true }, RangeError],
    [{ pin: WRONG, ca: 'x' }, RangeError],
  ])('is refused: %j', (tls, kind) => {
    const options = { host: 'box', user: 'u', password: 'p', tls } as never;
    const attempt = (): unknown => resolveOptions(options);
    expect(attempt).toThrow(kind);
    expect(attempt).toThrow(/^options\.tls\.pin /);
    expect(inspect(attempt)).not.toContain('short');
  });
});
