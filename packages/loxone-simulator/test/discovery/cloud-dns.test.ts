import { cloudDnsPath, parseCloudDnsAnswer } from '@gatehouse/loxone-protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { type SimulatedCloudDns, startCloudDns } from '../../src/index.js';
import { start } from '../support/simulators.js';

const SERIAL = '504F94DE3000';
const running: SimulatedCloudDns[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.stop()));
});

async function service(): Promise<SimulatedCloudDns> {
  const made = await startCloudDns();
  running.push(made);
  return made;
}

async function ask(made: SimulatedCloudDns, path: string) {
  const response = await fetch(`${made.url}${path}`, { redirect: 'manual' });
  const location = response.headers.get('location');
  return { status: response.status, location, body: await response.text() };
}

describe('the stand-in for CloudDNS', () => {
  it('says where a Miniserver is, in JSON and in XML', async () => {
    const made = await service();
    made.register(SERIAL, {
      http: { host: '203.0.113.7', port: 7777 },
      portOpen: true,
      dnsStatus: 'registered',
      lastUpdated: '2018-02-01 00:11:22',
    });
    for (const path of [cloudDnsPath(SERIAL), `/?getip&snr=${SERIAL}`]) {
      const { status, body } = await ask(made, path);
      expect(status).toBe(200);
      expect(body.startsWith('{')).toBe(path.includes('json'));
      expect(parseCloudDnsAnswer(body)).toEqual({
        code: 200,
        http: { host: '203.0.113.7', port: 7777 },
        portOpen: true,
        dnsStatus: 'registered',
        lastUpdated: '2018-02-01 00:11:22',
      });
    }
  });

  it('takes a serial number in any writing', async () => {
    const made = await service();
    made.register(SERIAL.toLowerCase(), { http: { host: '203.0.113.7' } });
    for (const serial of [SERIAL, SERIAL.toLowerCase(), '50:4F:94:DE:30:00']) {
      const { body } = await ask(made, cloudDnsPath(serial));
      expect(parseCloudDnsAnswer(body).code, serial).toBe(200);
    }
  });

  it.each([403, 405, 409, 412, 418, 481, 482, 483])('answers %i', async (code) => {
    const made = await service();
    made.register(SERIAL, { code, message: 'not now' });
    const { body } = await ask(made, cloudDnsPath(SERIAL));
    expect(parseCloudDnsAnswer(body)).toMatchObject({ code, message: 'not now' });
    expect((await ask(made, `/${SERIAL}/jdev/cfg/apiKey`)).status).toBe(code);
  });

  it('does not know everybody, and forgets', async () => {
    const made = await service();
    expect(parseCloudDnsAnswer((await ask(made, cloudDnsPath(SERIAL))).body).code).toBe(405);
    made.register(SERIAL, { http: { host: '203.0.113.7' } });
    made.forget(SERIAL);
    expect(parseCloudDnsAnswer((await ask(made, cloudDnsPath(SERIAL))).body).code).toBe(405);
    expect((await ask(made, `/${SERIAL}/x`)).status).toBe(405);
    expect((await ask(made, '/')).status).toBe(404);
  });

  it('redirects a command to the box, which answers it', async () => {
    const made = await service();
    const simulator = await start();
    made.register(SERIAL, { http: { host: '127.0.0.1', port: simulator.port } });
    const { status, location } = await ask(made, `/${SERIAL}/jdev/cfg/apiKey?_=17`);
    expect([status, location]).toEqual([307, `${simulator.url}/jdev/cfg/apiKey?_=17`]);
    const followed = await fetch(`${made.url}/${SERIAL}/jdev/cfg/apiKey`);
    expect(followed.url).toBe(`${simulator.url}/jdev/cfg/apiKey`);
    expect(await followed.text()).toContain('50:4F:94:DE:30:00');
  });

  it('redirects to the relay with Remote Connect, and after it has moved to the new one', async () => {
    const made = await service();
    const relay = (port: number) => ({
      http: { host: '203.0.113.7', port: 80 },
      https: { host: '203.0.113.9', port },
      portOpenHttps: true,
      dataCenter: 'loxonecloud.com',
    });
    made.register(SERIAL, relay(24_001));
    expect((await ask(made, `/${SERIAL}/`)).location).toBe('https://203.0.113.9:24001/');
    made.register(SERIAL, relay(51_234));
    expect((await ask(made, `/${SERIAL}/`)).location).toBe('https://203.0.113.9:51234/');
    const { https, dataCenter } = parseCloudDnsAnswer((await ask(made, cloudDnsPath(SERIAL))).body);
    expect([https?.port, dataCenter]).toEqual([51_234, 'loxonecloud.com']);
  });

  it('puts IPv6 addresses in brackets', async () => {
    const made = await service();
    made.register(SERIAL, { http: { host: '2001:db8::1', port: 7777 } });
    expect((await ask(made, `/${SERIAL}/a`)).location).toBe('http://[2001:db8::1]:7777/a');
  });

  it('keeps what was asked, and says when it cannot listen', async () => {
    const made = await service();
    await ask(made, '/a');
    await ask(made, '/b?c');
    expect(made.requests).toEqual(['/a', '/b?c']);
    await expect(startCloudDns({ port: made.port })).rejects.toMatchObject({
      code: 'ERR_LOXONE_UNREACHABLE',
    });
  });
});
