import { describe, expect, it } from 'vitest';
import {
  CLOUD_DNS_CODES,
  type CloudDnsAnswer,
  cloudDnsPath,
  formatCloudDnsAnswer,
  formatHostAndPort,
  parseCloudDnsAnswer,
} from '../../src/index.js';
import { expectFailure } from '../support/errors.js';

const ANSWER: CloudDnsAnswer = {
  code: 200,
  http: { host: '192.0.2.7', port: 7777 },
  https: { host: '192.0.2.7', port: 51_234 },
  portOpen: true,
  portOpenHttps: false,
  lastUpdated: '2018-02-01 00:11:22',
  dnsStatus: 'registered',
  dataCenter: 'loxonecloud.com',
};

describe('the answer of CloudDNS', () => {
  it('is asked for by serial number, as JSON', () => {
    expect(cloudDnsPath('504F94A00001')).toBe('/?getip&snr=504F94A00001&json=true');
  });

  it('is read from JSON as the service writes it', () => {
    const text =
      '{"cmd":"getip","IP":"192.0.2.7:7777","Code":200,"LastUpdated":"2018-02-01 00:11:22","PortOpen":true,' +
      '"DNS-Status":"registered","IPHTTPS":"192.0.2.7:51234","PortOpenHTTPS":false,"DataCenter":"loxonecloud.com"}';
    expect(parseCloudDnsAnswer(text)).toEqual(ANSWER);
    expect(formatCloudDnsAnswer(ANSWER)).toBe(text);
  });

  it('is read from XML, with flags and numbers as text', () => {
    const text =
      '<?xml version="1.0"?><Answer cmd="getip" IP="192.0.2.7:7777" Code="200" LastUpdated="2018-02-01 00:11:22" ' +
      'PortOpen="true" DNS-Status="registered" IPHTTPS="192.0.2.7:51234" PortOpenHTTPS="0" DataCenter="loxonecloud.com"/>';
    expect(parseCloudDnsAnswer(text)).toEqual(ANSWER);
  });

  it.each(['json', 'xml'] as const)('round-trips as %s', (format) => {
    const denied = { code: CLOUD_DNS_CODES.denied, message: 'Say "please" & <wait>' };
    for (const answer of [ANSWER, denied, { code: 405 }]) {
      expect(parseCloudDnsAnswer(formatCloudDnsAnswer(answer, format))).toEqual(answer);
    }
  });

  it.each([
    ['192.0.2.7', { host: '192.0.2.7' }],
    ['[2001:db8::1]:7777', { host: '2001:db8::1', port: 7777 }],
    ['2001:db8::1', { host: '2001:db8::1' }],
    ['relay.example.net:443', { host: 'relay.example.net', port: 443 }],
  ])('reads the address %s', (text, expected) => {
    expect(parseCloudDnsAnswer(JSON.stringify({ Code: 200, IP: text })).http).toEqual(expected);
  });

  it.each(['', '192.0.2.7:0', '192.0.2.7:65536', 'a b', 'http://x/', 7])(
    'takes the address %j for none',
    (value) => {
      expect(parseCloudDnsAnswer(JSON.stringify({ Code: 200, IP: value }))).toEqual({ code: 200 });
    },
  );

  it('writes addresses so that their port can be told', () => {
    expect(formatHostAndPort({ host: '2001:db8::1', port: 80 })).toBe('[2001:db8::1]:80');
    expect(formatHostAndPort({ host: '192.0.2.7' })).toBe('192.0.2.7');
  });

  it.each([
    ['no JSON and no XML', 'Not found'],
    ['an array', '[]'],
    ['another element', '<Error Code="200"/>'],
    ['no code', '{"IP":"192.0.2.7"}'],
    ['a code that is none', '{"Code":"yes"}'],
    ['a code that cannot even be made a number', '{"Code":{"toString":0}}'],
    ['a flood', `{"Code":200,"x":"${'x'.repeat(65_536)}"}`],
    ['declared entities', '<!DOCTYPE a [<!ENTITY x "y">]><Answer Code="200" IP="&x;"/>'],
  ])('is refused with %s', (_, text) => {
    expectFailure('ERR_LOXONE_ANSWER_MALFORMED', () => parseCloudDnsAnswer(text));
  });
});
