import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proxyCheck, readClient } from '../../src/http/trusted-proxies.js';
import { facts } from './facts.js';

function check(...entries: string[]) {
  const problems: string[] = [];
  const isProxy = proxyCheck(entries, problems);
  expect(problems).toEqual([]);
  return isProxy;
}

function client(
  isProxy: ReturnType<typeof proxyCheck>,
  peer: string | undefined,
  ...lines: string[]
): string | undefined | 'contradiction' {
  const reading = readClient(facts(lines, { remoteAddress: peer }), isProxy);
  return reading.ok ? reading.address : 'contradiction';
}

describe('the client behind trusted proxies', () => {
  const proxies = check('10.0.0.0/8', '2001:db8:ff::/48', '192.168.1.1');

  it.each<[string, string | undefined, string[], string | undefined]>([
    ['is the peer without proxies', '203.0.113.1', [], '203.0.113.1'],
    [
      'is the peer if that is no proxy',
      '203.0.113.1',
      ['X-Forwarded-For: 127.0.0.1'],
      '203.0.113.1',
    ],
    ['is what the proxy says', '10.0.0.1', ['X-Forwarded-For: 203.0.113.7'], '203.0.113.7'],
    [
      'is what a proxy says by IPv6',
      '2001:db8:ff::1',
      ['X-Forwarded-For: 203.0.113.7'],
      '203.0.113.7',
    ],
    [
      'is what a proxy on a dual-stack socket says',
      '::ffff:10.0.0.1',
      ['X-Forwarded-For: 203.0.113.7'],
      '203.0.113.7',
    ],
    [
      'is not what the client says',
      '10.0.0.1',
      ['X-Forwarded-For: 127.0.0.1, 203.0.113.7'],
      '203.0.113.7',
    ],
    [
      'is behind several proxies',
      '10.0.0.1',
      ['X-Forwarded-For: 203.0.113.7, 192.168.1.1, 10.2.2.2'],
      '203.0.113.7',
    ],
    [
      'is behind several proxies that made a line each',
      '10.0.0.1',
      ['X-Forwarded-For: 1.1.1.1, 203.0.113.7', 'X-Forwarded-For: 10.9.9.9'],
      '203.0.113.7',
    ],
    [
      'is the farthest proxy if all are',
      '10.0.0.1',
      ['X-Forwarded-For: 10.3.3.3, 10.2.2.2'],
      '10.3.3.3',
    ],
    ['is the proxy if it names nobody', '10.0.0.1', [], '10.0.0.1'],
    ['is unknown behind garbage', '10.0.0.1', ['X-Forwarded-For: 203.0.113.7, unknown'], undefined],
    [
      'is known in front of garbage',
      '10.0.0.1',
      ['X-Forwarded-For: unknown, 203.0.113.7'],
      '203.0.113.7',
    ],
    [
      'is unknown behind an octal form',
      '10.0.0.1',
      ['X-Forwarded-For: 203.0.113.7, 012.0.0.1'],
      undefined,
    ],
    ['is unknown behind a hexadecimal form', '10.0.0.1', ['X-Forwarded-For: 0x7f.1'], undefined],
    ['is unknown of an empty header', '10.0.0.1', ['X-Forwarded-For:'], undefined],
    [
      'is what Forwarded says',
      '10.0.0.1',
      ['Forwarded: for=1.1.1.1, for=203.0.113.7;proto=https'],
      '203.0.113.7',
    ],
    [
      'is what both say',
      '10.0.0.1',
      ['Forwarded: for="203.0.113.7:1"', 'X-Forwarded-For: 203.0.113.7'],
      '203.0.113.7',
    ],
    [
      'is nobody where they contradict',
      '10.0.0.1',
      ['Forwarded: for=127.0.0.1', 'X-Forwarded-For: 203.0.113.7'],
      'contradiction',
    ],
    [
      'is nobody where one of them is garbage',
      '10.0.0.1',
      ['Forwarded: for=', 'X-Forwarded-For: 203.0.113.7'],
      'contradiction',
    ],
    ['is unknown without a peer', undefined, ['X-Forwarded-For: 203.0.113.7'], undefined],
    ['is unknown of a peer without address', 'unix', ['X-Forwarded-For: 203.0.113.7'], undefined],
  ])('%s', (_, peer, lines, expected) => {
    expect(client(proxies, peer, ...lines)).toBe(expected);
  });

  it('is the peer where no proxy is named', () => {
    expect(client(check(), '10.0.0.1', 'X-Forwarded-For: 203.0.113.7')).toBe('10.0.0.1');
  });

  it('is whom the host has found, if it did', () => {
    const own = facts(['X-Forwarded-For: 1.1.1.1'], {
      remoteAddress: '10.0.0.1',
      clientAddress: '::ffff:203.0.113.9',
    });
    expect(readClient(own, proxies)).toEqual({ ok: true, address: '203.0.113.9', viaProxy: true });
    const unknown = { ...own, clientAddress: 'unknown' };
    expect(readClient(unknown, proxies)).toMatchObject({ address: undefined });
  });

  it('cannot be chosen by the client, whatever it sends', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), fc.ipV4(), (sent, real) => {
        fc.pre(!proxies(real));
        const lines = sent.map((value): [string, string] => ['X-Forwarded-For', value]);
        const honest = { ...facts([], { remoteAddress: '10.0.0.1' }) };
        const headers = [...honest.headers, ...lines, ['X-Forwarded-For', real] as const];
        const reading = readClient({ ...honest, headers }, proxies);
        expect(reading).toEqual({ ok: true, address: real, viaProxy: true });
      }),
      { numRuns: 1000 },
    );
  }, 60_000);
});

describe('proxyCheck', () => {
  it.each([
    ['0.0.0.0/0', 'names everybody'],
    ['::/0', 'names everybody'],
    ['10.0.0.1/8', 'prefix length'],
    ['012.0.0.1', 'must be an IPv4'],
    ['proxy.example', 'must be an IPv4'],
    ['', 'must be an IPv4'],
  ])('refuses %j', (entry, why) => {
    const problems: string[] = [];
    proxyCheck(['10.0.0.1', entry], problems);
    expect(problems).toEqual([expect.stringContaining(why)]);
    expect(problems[0]).toMatch(/^trustedProxies: /);
  });
});
