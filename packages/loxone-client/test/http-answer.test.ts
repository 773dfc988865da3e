import type { ApiInfo } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { askByHttp, type Reach } from '../src/http-answer.js';
import { describeNetworkError } from '../src/network-problem.js';
import { probe, readProbe } from '../src/probe.js';
import { fetchPublicKey } from '../src/public-key.js';
import type { HttpReply } from '../src/transport.js';
import { FakeMiniserver } from './support/fake-miniserver.js';
import { ManualTime } from './support/manual-time.js';

function reachOf(server: FakeMiniserver, time: ManualTime = new ManualTime()): Reach {
  const { signal } = new AbortController();
  return { transport: server, timers: time, host: '192.168.1.10', signal };
}

function saying(http: HttpReply | Error): Reach {
  const server = new FakeMiniserver();
  server.http = http;
  return reachOf(server);
}

function networkError(code: string): Error {
  return Object.assign(new TypeError('the platform says secret things'), { code });
}

async function probeOf(reach: Reach): Promise<ApiInfo> {
  return readProbe(await probe(reach), reach.host);
}

const api = (value: string): HttpReply => ({
  status: 200,
  body: JSON.stringify({ LL: { control: 'dev/cfg/apiKey', value, Code: '200' } }),
});

describe('probe', () => {
  it('reads what the Miniserver says about itself', async () => {
    const server = new FakeMiniserver();
    await expect(probeOf(reachOf(server))).resolves.toMatchObject({
      serial: '504F94000001',
      firmware: '15.0.0.0',
    });
    expect(server.httpRequests).toEqual(['/jdev/cfg/apiKey']);
  });

  it('takes 503 for a start and 403 for a block', async () => {
    await expect(probeOf(saying({ status: 503, body: '' }))).rejects.toMatchObject({
      code: 'ERR_LOXONE_BOOTING',
      retryable: true,
    });
    const body =
      '<errorcode>403</errorcode> <errordetail><errortext>Forbidden</errortext> <remaining>12</remaining></errordetail>';
    await expect(probeOf(saying({ status: 403, body }))).rejects.toMatchObject({
      code: 'ERR_LOXONE_LOCKED_OUT',
      details: { retryAfterSeconds: 12 },
    });
    await expect(probeOf(saying({ status: 403, body: '' }))).rejects.toMatchObject({
      details: { retryAfterSeconds: 120 },
    });
  });

  it('says what else went wrong', async () => {
    await expect(probeOf(saying({ status: 404, body: '' }))).rejects.toMatchObject({
      code: 'ERR_LOXONE_UNREACHABLE',
      details: { problem: 'it answers with HTTP status 404, not like a Miniserver' },
    });
    await expect(
      probeOf(saying({ status: 200, body: '<html>hello</html>' })),
    ).rejects.toMatchObject({
      code: 'ERR_LOXONE_ANSWER_MALFORMED',
    });
    await expect(probeOf(saying(networkError('ENOTFOUND')))).rejects.toMatchObject({
      details: { host: '192.168.1.10', problem: 'no such name' },
    });
  });

  it('refuses firmware that knows no tokens of today', async () => {
    const old = probeOf(saying(api("{'snr': '50:4F:94:00:00:01', 'version':'9.3.2.22'}")));
    await expect(old).rejects.toMatchObject({
      details: { problem: 'its firmware is older than 10.2' },
    });
    const oldest = probeOf(saying(api("{'snr': '50:4F:94:00:00:01', 'version':'10.2.1.1'}")));
    await expect(oldest).resolves.toMatchObject({ firmware: '10.2.1.1' });
  });
});

describe('fetchPublicKey', () => {
  it('reads the key in its wrong label', async () => {
    const key = await fetchPublicKey(reachOf(new FakeMiniserver()));
    expect(key.asymmetricKeyType).toBe('rsa');
  });

  it('refuses anything else', async () => {
    await expect(fetchPublicKey(saying(api('no key')))).rejects.toMatchObject({
      code: 'ERR_LOXONE_PUBLIC_KEY_INVALID',
    });
    const refused = '{"LL":{"control":"dev/sys/getPublicKey","value":{},"Code":"500"}}';
    await expect(fetchPublicKey(saying({ status: 200, body: refused }))).rejects.toMatchObject({
      details: { problem: 'the Miniserver answered with code 500 and no text' },
    });
  });
});

describe('askByHttp', () => {
  const silent = (time: ManualTime, signal: AbortSignal): Reach => ({
    transport: {
      get: (_path, inner) =>
        new Promise((_resolve, reject) => {
          inner.addEventListener('abort', () => reject(networkError('ABORT_ERR')));
        }),
      open: () => Promise.reject(networkError('never')),
    },
    timers: time,
    host: 'box',
    signal,
  });

  it('gives up after 10 s', async () => {
    const time = new ManualTime();
    const asking = askByHttp(silent(time, new AbortController().signal), '/x', 'sign of life');
    const failure = expect(asking).rejects.toMatchObject({
      code: 'ERR_LOXONE_TIMEOUT',
      message: 'The Miniserver gave no sign of life within 10 s.',
    });
    await time.advance(10_000);
    await failure;
    expect(time.armed).toBe(0);
  });

  it("gives up with the caller's reason", async () => {
    const time = new ManualTime();
    const giveUp = new AbortController();
    const asking = askByHttp(silent(time, giveUp.signal), '/x', 'sign of life');
    giveUp.abort(new RangeError('enough'));
    await expect(asking).rejects.toThrow('enough');
    expect(time.armed).toBe(0);
    const later = askByHttp(silent(time, giveUp.signal), '/x', 'sign of life');
    await expect(later).rejects.toThrow('enough');
  });
});

describe('describeNetworkError', () => {
  it('uses codes, never messages', () => {
    expect(describeNetworkError(networkError('ECONNRESET'))).toBe('connection reset');
    expect(describeNetworkError(networkError('EWEIRD'))).toBe('the connection failed with EWEIRD');
    expect(describeNetworkError(new TypeError('secret'))).toBe('the connection failed');
    expect(describeNetworkError('secret')).toBe('the connection failed');
  });

  it('looks into what wraps the real one', () => {
    const cause = networkError('EHOSTUNREACH');
    expect(describeNetworkError(new TypeError('x', { cause }))).toBe('no route to the host');
    const all = new AggregateError([networkError('ECONNREFUSED'), cause]);
    expect(describeNetworkError(all)).toBe('connection refused');
  });
});
