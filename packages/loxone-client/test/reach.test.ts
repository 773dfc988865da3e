import { CLOUD_DNS_CODES, formatCloudDnsAnswer, isLoxoneError } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { type Address, addressOf, parseAddress } from '../src/address.js';
import { silentLogger } from '../src/ports.js';
import { arrive } from '../src/reach/arrive.js';
import { certifiedAddress, isDataCenter } from '../src/reach/certificate-name.js';
import { cloudLocator } from '../src/reach/cloud-locator.js';
import { lanLocator } from '../src/reach/lan-locator.js';
import { fixedLocator, type OpenWay } from '../src/reach/locator.js';
import { followRedirect, isSameOwner } from '../src/reach/redirect.js';
import { resolveReach } from '../src/reach/resolve-reach.js';
import { readSerial } from '../src/reach/serial.js';
import { parseTarget } from '../src/reach/target.js';
import type { HttpReply, Transport } from '../src/transport.js';
import { ManualTime } from './support/manual-time.js';

const SERIAL = '504F94A00001';
const timers = new ManualTime();
const { signal } = new AbortController();
const ok = (body: string): HttpReply => ({ status: 200, body });

/** A transport that answers GETs as told and opens nothing. */
function answering(reply: HttpReply | Error): Transport {
  return {
    get: async () => {
      if (reply instanceof Error) throw reply;
      return reply;
    },
    open: () => Promise.reject(new TypeError('nothing is opened here')),
  };
}

function api(fields: string): HttpReply {
  const value = `{'snr': '50:4F:94:A0:00:01', 'version':'14.5.12.7'${fields}}`;
  return ok(JSON.stringify({ LL: { control: 'dev/cfg/apiKey', value, Code: '200' } }));
}

async function failureOf(promise: Promise<unknown>): Promise<{ code: string; problem: string }> {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  if (!isLoxoneError(error) || !('problem' in error.details)) throw error;
  return { code: error.code, problem: error.details.problem };
}

describe('options.host', () => {
  it.each([
    ['504F94112134', '504F94112134'],
    ['50:4f:94:11:21:34', '504F94112134'],
    ['https://dns.loxonecloud.com/504f94112134', '504F94112134'],
    ['http://connect.loxonecloud.com/504F94112134/', '504F94112134'],
  ])('%s is a serial number', (host, serial) => {
    expect(parseTarget(host, undefined)).toEqual({ kind: 'serial', serial });
  });

  it.each([
    ['http://192.168.1.10', undefined, 'off', '192.168.1.10:80'],
    ['ws://box:8080/', undefined, 'off', 'box:8080'],
    ['https://house.example.com', undefined, 'required', 'house.example.com:443'],
    ['wss://[fd00::1]:8443', 'auto', 'required', '[fd00::1]:8443'],
    ['http://box', 'auto', 'off', 'box:80'],
    ['box', 'required', 'required', 'box:443'],
    ['box', 'auto', 'auto', 'box:80'],
    ['box', undefined, 'off', 'box:80'],
  ] as const)('%s with %s is %s', (host, asked, mode, authority) => {
    expect(parseTarget(host, asked)).toMatchObject({
      kind: 'address',
      mode,
      address: { authority, tls: mode === 'required' },
    });
  });

  it.each([
    ['ftp://box', undefined],
    ['http://box/path', undefined],
    ['http://box/?x=1', undefined],
    ['http://box/#x', undefined],
    ['http://admin:secret@box', undefined],
    ['http://', undefined],
    ['https://dns.loxonecloud.com/no-serial', undefined],
    ['https://dns.example.com/504F94112134', undefined],
    ['https://box', 'off'],
    ['http://box', 'required'],
  ] as const)('%s with %s is refused without being repeated', (host, mode) => {
    const attempt = (): unknown => parseTarget(host, mode);
    expect(attempt).toThrow(RangeError);
    expect(attempt).not.toThrow(/secret|dns\.|box/);
  });

  it.each([
    ['504f94a00001', SERIAL],
    ['50:4F:94:a0:00:01', SERIAL],
    ['504F94A0000', undefined],
    ['504F94A000011', undefined],
    ['504F94A0000G', undefined],
    ['50:4F94A00001', undefined],
    ['50-4F-94-A0-00-01', undefined],
    ['50:4F:94:A0:00:01:', undefined],
  ])('%s is the serial number %s', (text, serial) => {
    expect(readSerial(text)).toBe(serial);
  });

  it('that is nearly a serial number is a name', () => {
    expect(parseTarget('504F9411213', undefined).kind).toBe('address');
  });
});

describe('the name of a certificate', () => {
  it.each([
    ['192.168.1.47', 443, '192-168-1-47.504f94a00001.dyndns.loxonecloud.com'],
    ['2001:db8::1', 443, '2001-db8--1.504f94a00001.dyndns.loxonecloud.com'],
  ])('of %s at %i is %s', (ip, port, hostname) => {
    const address = certifiedAddress(ip, port, SERIAL, 'loxonecloud.com');
    expect(address).toEqual({
      hostname,
      port,
      label: hostname,
      authority: `${hostname}:443`,
      tls: true,
      connectTo: ip,
    });
  });

  it.each([
    ['loxonecloud.com', true],
    ['eu1.loxonecloud.com', true],
    ['loxonecloud.cn', true],
    ['loxonecloud.com.evil.example', false],
    ['evil-loxonecloud.com', false],
    ['loxonecloud.org', false],
    ['evil.example/loxonecloud.com', false],
  ])('lies at a relay %s: %s', (domain, is) => {
    expect(isDataCenter(domain)).toBe(is);
  });
});

describe('an address with TLS', () => {
  interface Ask {
    readonly reply: HttpReply | Error;
    readonly mode?: 'auto' | 'required';
    readonly host?: string;
    readonly serial?: string;
  }

  function locatorOf({ reply, mode = 'required', host = '192.168.1.10', serial }: Ask) {
    const asked: Address[] = [];
    const openWay: OpenWay = (address) => {
      asked.push(address);
      return answering(reply);
    };
    const address = parseAddress(host, mode === 'required');
    const explicitPort = host.includes(':');
    const options = { address, explicitPort, mode, serial, openWay, timers, logger: silentLogger };
    return { locator: lanLocator(options), asked };
  }

  it.each([
    ['192.168.1.10', `,'httpsStatus':1`, '192-168-1-10.504f94a00001.dyndns.loxonecloud.com:443'],
    [
      '192.168.1.10:8443',
      `,'httpsStatus':1`,
      '192-168-1-10.504f94a00001.dyndns.loxonecloud.com:8443',
    ],
    [
      '192.168.1.10',
      `,'httpsStatus':1,'certTLD':'cn'`,
      '192-168-1-10.504f94a00001.dyndns.loxonecloud.cn:443',
    ],
    [
      '192.168.1.10',
      `,'httpsStatus':1,'certTLD':'com.evil.example'`,
      '192-168-1-10.504f94a00001.dyndns.loxonecloud.com:443',
    ],
  ])('%s that says %s is %s', async (host, fields, authority) => {
    const { locator, asked } = locatorOf({ reply: api(fields), host });
    const place = await locator.locate(signal);
    expect(place.address).toMatchObject({ authority, tls: true, connectTo: '192.168.1.10' });
    expect(asked[0]).toMatchObject({ authority: '192.168.1.10:80', tls: false });
  });

  it('asks nobody when the serial number is known', async () => {
    const { locator, asked } = locatorOf({ reply: new TypeError('x'), serial: SERIAL });
    const { address } = await locator.locate(signal);
    expect(address.hostname).toBe('192-168-1-10.504f94a00001.dyndns.loxonecloud.com');
    expect(asked.every(({ tls }) => tls)).toBe(true);
  });

  it.each([
    ['', 'offers no TLS'],
    [`,'httpsStatus':2`, 'certificate has expired'],
  ])('never does without: %j', async (fields, words) => {
    const { locator } = locatorOf({ reply: api(fields) });
    expect((await failureOf(locator.locate(signal))).problem).toContain(words);
  });

  it.each([
    ['', 'http', '192.168.1.10:8080'],
    [`,'httpsStatus':2`, 'http', '192.168.1.10:8080'],
    [`,'httpsStatus':1`, 'https', '192-168-1-10.504f94a00001.dyndns.loxonecloud.com:443'],
  ])('with "auto" and %j is %s', async (fields, scheme, authority) => {
    const { locator } = locatorOf({ reply: api(fields), mode: 'auto', host: '192.168.1.10:8080' });
    const { address } = await locator.locate(signal);
    expect(address).toMatchObject({ authority, tls: scheme === 'https' });
  });

  it('keeps a name as it is', async () => {
    const { locator } = locatorOf({ reply: api(`,'httpsStatus':1`), mode: 'auto', host: 'box' });
    expect((await locator.locate(signal)).address).toEqual(addressOf('box', 443, true));
  });

  it('does not let another Miniserver take its place', async () => {
    const replies = [
      api(`,'httpsStatus':1`),
      ok(
        JSON.stringify({
          LL: { control: '', value: { snr: '504F94BBBBBB', version: '14.0' }, Code: '200' },
        }),
      ),
    ];
    const transport: Transport = {
      ...answering(new TypeError('x')),
      get: async () => replies.shift() ?? ok(''),
    };
    const address = parseAddress('192.168.1.10', false);
    const locator = lanLocator({
      address,
      explicitPort: false,
      mode: 'auto',
      serial: undefined,
      openWay: () => transport,
      timers,
      logger: silentLogger,
    });
    await locator.locate(signal);
    expect((await failureOf(locator.locate(signal))).problem).toContain('another Miniserver');
  });

  it('says what to do when it cannot be asked', async () => {
    const refused = Object.assign(new TypeError('x'), { code: 'ECONNREFUSED' });
    const { locator } = locatorOf({ reply: refused, host: '192.168.1.10:8443' });
    expect((await failureOf(locator.locate(signal))).problem).toBe(
      'over HTTP at 192.168.1.10:80 it does not tell its serial number: connection refused; name it in options.serial',
    );
  });
});

describe('a serial number', () => {
  interface Cloud {
    readonly replies: readonly (HttpReply | Error)[];
    readonly mode?: 'auto' | 'required';
    readonly cloudDns?: { readonly url?: string; readonly fallbackUrl?: string };
  }

  function locatorOf({ replies, mode = 'auto', cloudDns = {} }: Cloud) {
    const left = [...replies];
    const asked: string[] = [];
    const locator = cloudLocator({
      serial: SERIAL,
      mode,
      cloudDns,
      timers,
      openWay: () => answering(new TypeError('x')),
      lookup: async (url) => {
        asked.push(String(url));
        const reply = left.shift();
        if (reply === undefined || reply instanceof Error) throw reply ?? new TypeError('x');
        return reply;
      },
    });
    return { locator, asked };
  }

  const answer = (fields: object): HttpReply => ok(formatCloudDnsAnswer({ code: 200, ...fields }));

  it.each([
    [
      'plain',
      { http: { host: '203.0.113.7', port: 7777 }, portOpen: true },
      'http',
      '203.0.113.7:7777',
    ],
    ['plain, standard port', { http: { host: '203.0.113.7' } }, 'http', '203.0.113.7:80'],
    [
      'TLS through an open port',
      {
        http: { host: '203.0.113.7' },
        portOpen: true,
        https: { host: '203.0.113.7', port: 444 },
        portOpenHttps: true,
      },
      'https',
      '203-0-113-7.504f94a00001.dyndns.loxonecloud.com:444',
    ],
    [
      'TLS over IPv6',
      { https: { host: '2001:db8::7' } },
      'https',
      '2001-db8--7.504f94a00001.dyndns.loxonecloud.com:443',
    ],
    [
      'Remote Connect',
      {
        https: { host: '198.51.100.9', port: 34567 },
        portOpenHttps: true,
        dataCenter: 'eu1.loxonecloud.com',
      },
      'https',
      '198-51-100-9.504f94a00001.dyndns.eu1.loxonecloud.com:34567',
    ],
    [
      'TLS whose port is closed',
      { http: { host: '203.0.113.7' }, https: { host: '203.0.113.7' }, portOpenHttps: false },
      'http',
      '203.0.113.7:80',
    ],
  ])('leads to %s', async (_what, fields, scheme, authority) => {
    const { locator, asked } = locatorOf({ replies: [answer(fields)] });
    const { address } = await locator.locate(signal);
    expect(address).toMatchObject({ authority, tls: scheme === 'https' });
    expect(asked).toEqual([`https://dns.loxonecloud.com/?getip&snr=${SERIAL}&json=true`]);
  });

  it.each([
    [CLOUD_DNS_CODES.notRegistered, 'ERR_LOXONE_REMOTE_REFUSED', 'register it'],
    [CLOUD_DNS_CODES.notReporting, 'ERR_LOXONE_REMOTE_UNAVAILABLE', 'check the serial number'],
    [CLOUD_DNS_CODES.insecurePassword, 'ERR_LOXONE_REMOTE_REFUSED', 'change the password'],
    [CLOUD_DNS_CODES.portClosed, 'ERR_LOXONE_REMOTE_REFUSED', 'open it in the router'],
    [CLOUD_DNS_CODES.denied, 'ERR_LOXONE_REMOTE_REFUSED', 'ask the installer'],
    [CLOUD_DNS_CODES.remoteConnectFailed, 'ERR_LOXONE_REMOTE_UNAVAILABLE', 'wait'],
    [CLOUD_DNS_CODES.remoteConnectTimedOut, 'ERR_LOXONE_REMOTE_UNAVAILABLE', 'wait'],
    [CLOUD_DNS_CODES.scheduledRestart, 'ERR_LOXONE_REMOTE_UNAVAILABLE', 'wait'],
    [499, 'ERR_LOXONE_REMOTE_REFUSED', 'unknown'],
    [500, 'ERR_LOXONE_REMOTE_UNAVAILABLE', 'unknown'],
  ])('that the cloud answers with %i is told as %s: %s', async (code, kind, words) => {
    const byBody = await failureOf(
      locatorOf({ replies: [answer({ code })] }).locator.locate(signal),
    );
    expect(byBody).toEqual({ code: kind, problem: expect.stringContaining(words) });
    const { locator } = locatorOf({ replies: [{ status: code, body: '' }] });
    const byStatus = await failureOf(locator.locate(signal));
    if (code < 499) expect(byStatus).toEqual(byBody);
    else expect(byStatus.code).toBe('ERR_LOXONE_UNREACHABLE');
  });

  it('that is denied is told in the words of the cloud, on one line and bounded', async () => {
    const message = `Unpaid\r\n${'x'.repeat(500)}`;
    const { locator } = locatorOf({ replies: [answer({ code: 418, message })] });
    const { problem } = await failureOf(locator.locate(signal));
    expect(problem).toMatch(/ask the installer why \("Unpaid {2}x{192}"\)$/);
  });

  it('unknown in one data centre is looked up in that of .com, once', async () => {
    const found = answer({ http: { host: '203.0.113.7' } });
    const cloudDns = { url: 'https://dns.loxonecloud.cn' };
    const { locator, asked } = locatorOf({ replies: [answer({ code: 405 }), found], cloudDns });
    expect((await locator.locate(signal)).address.label).toBe('203.0.113.7');
    expect(asked.map((url) => new URL(url).host)).toEqual([
      'dns.loxonecloud.cn',
      'dns.loxonecloud.com',
    ]);
    const twice = locatorOf({ replies: [answer({ code: 405 }), answer({ code: 405 })], cloudDns });
    await failureOf(twice.locator.locate(signal));
    expect(twice.asked).toHaveLength(2);
  });

  it('is looked up anew each time', async () => {
    const replies = [34567, 45678].map((port) => answer({ https: { host: '198.51.100.9', port } }));
    const { locator } = locatorOf({ replies });
    const ports = [await locator.locate(signal), await locator.locate(signal)];
    expect(ports.map(({ address }) => address.port)).toEqual([34567, 45678]);
  });

  it.each([
    ['no address', {}, 'auto', 'open it in the router'],
    [
      'a closed port',
      { http: { host: '203.0.113.7' }, portOpen: false },
      'auto',
      'open it in the router',
    ],
    [
      'no TLS though it is asked for',
      { http: { host: '203.0.113.7' } },
      'required',
      'offers no TLS',
    ],
    [
      'a relay of nobody knows whom',
      { https: { host: '203.0.113.7' }, dataCenter: 'evil.example' },
      'auto',
      'relay',
    ],
  ] as const)('leads nowhere with %s', async (_what, fields, mode, words) => {
    const { locator } = locatorOf({ replies: [answer(fields)], mode });
    expect((await failureOf(locator.locate(signal))).problem).toContain(words);
  });

  it('is not found when the cloud cannot be reached or talks nonsense', async () => {
    const down = Object.assign(new TypeError('x'), { code: 'ENOTFOUND' });
    expect(await failureOf(locatorOf({ replies: [down] }).locator.locate(signal))).toEqual({
      code: 'ERR_LOXONE_UNREACHABLE',
      problem: 'no such name',
    });
    const nonsense = locatorOf({ replies: [ok('<html>')] });
    expect((await failureOf(nonsense.locator.locate(signal))).code).toBe(
      'ERR_LOXONE_ANSWER_MALFORMED',
    );
  });

  it.each([
    [{ tls: false }, /^options\.tls /],
    [{ tls: { serverName: 'x' } }, /^options\.tls\.serverName /],
    [{ cloudDns: { url: 'no url' } }, /^options\.cloudDns /],
  ])('excludes %j', (wrong, words) => {
    const base = { host: SERIAL, serial: undefined, cloudDns: undefined, transport: undefined };
    const options = { ...base, tls: undefined, timers, logger: silentLogger, ...wrong };
    expect(() => resolveReach(options)).toThrow(words);
  });
});

describe('a redirect', () => {
  it.each([
    ['house.example.com', 'HOUSE.example.com', true],
    ['house.example.com', 'lox.house.example.com', true],
    ['lox.house.example.com', 'house.example.com', true],
    ['dns.loxonecloud.com', '1-2-3-4.504f94a00001.dyndns.loxonecloud.com', true],
    ['dns.loxonecloud.com', 'loxonecloud.com.evil.example', false],
    ['a.duckdns.org', 'b.duckdns.org', false],
    ['a.co.uk', 'b.co.uk', false],
    ['example.com', 'evilexample.com', false],
    ['box.com', 'com', false],
    ['192.168.1.10', '192.168.1.10', true],
    ['192.168.1.10', '192.168.1.11', false],
    ['10.1.2.3', '2.3', false],
  ])('from %s to %s has one owner: %s', (from, to, one) => {
    expect(isSameOwner(from, to)).toBe(one);
  });

  it.each([
    ['http://box', 'https://box/jdev/cfg/apiKey', 'box:443'],
    ['http://box:8080', '/elsewhere', 'box:8080'],
    [
      'http://house.example.com',
      'https://lox.house.example.com:8443/x',
      'lox.house.example.com:8443',
    ],
  ])('from %s to %s is followed', (from, location, authority) => {
    const target = parseTarget(from, undefined);
    if (target.kind !== 'address') throw new TypeError('an address was expected');
    expect(followRedirect(target.address, location).authority).toBe(authority);
  });

  it.each([
    ['https://box', 'http://box/', 'plain HTTP'],
    ['http://box', 'https://evil.example/', 'another name, evil.example'],
    ['http://box', 'ftp://box/', 'not HTTP'],
    ['http://box', 'http://[', 'nowhere'],
  ])('from %s to %s is not', (from, location, words) => {
    const target = parseTarget(from, undefined);
    if (target.kind !== 'address') throw new TypeError('an address was expected');
    expect(() => followRedirect(target.address, location)).toThrow(words);
  });

  const moved = (location: string): HttpReply => ({ status: 302, body: '', location });

  async function arriveBy(replies: readonly HttpReply[], serial?: string) {
    const left = [...replies];
    const asked: string[] = [];
    const openWay: OpenWay = ({ authority }) => ({
      ...answering(new TypeError('x')),
      get: async () => {
        asked.push(authority);
        return left.shift() ?? ok('');
      },
    });
    const locator = fixedLocator(addressOf('house.example.com', 80, false), openWay);
    const arriving = arrive({
      locator,
      openWay,
      timers,
      host: 'house.example.com',
      serial,
      signal,
    });
    return { arriving, asked };
  }

  it('is followed once, and what answers there is asked', async () => {
    const { arriving, asked } = await arriveBy([moved('https://house.example.com/x'), api('')]);
    expect((await arriving).place.address.tls).toBe(true);
    expect(asked).toEqual(['house.example.com:80', 'house.example.com:443']);
    const loop = await arriveBy([moved('/a'), moved('/b'), api('')]);
    expect((await failureOf(loop.arriving)).problem).toContain('HTTP status 302');
    expect(loop.asked).toHaveLength(2);
  });

  it('to somebody else is not even asked', async () => {
    const { arriving, asked } = await arriveBy([moved('https://evil.example/'), api('')]);
    expect((await failureOf(arriving)).problem).toContain('another name');
    expect(asked).toEqual(['house.example.com:80']);
  });

  it('or none: another Miniserver than the expected one is not logged in to', async () => {
    await expect((await arriveBy([api('')], SERIAL)).arriving).resolves.toBeDefined();
    const { arriving } = await arriveBy([api('')], '504F94BBBBBB');
    expect((await failureOf(arriving)).problem).toContain(
      `another Miniserver answers there, ${SERIAL}`,
    );
  });
});
