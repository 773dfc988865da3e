import { describe, expect, it } from 'vitest';
import {
  type DiscoveryReply,
  formatDiscoveryReply,
  formatSsdpAnswer,
  formatSsdpSearch,
  formatUpnpDescription,
  isSsdpSearch,
  parseSsdpAnswer,
  parseUpnpDescription,
  type UpnpDescription,
} from '../../src/index.js';

const REPLY: DiscoveryReply = {
  name: 'Haus & Hof',
  address: '192.0.2.10',
  httpPort: 80,
  serial: '504F94A00001',
  firmware: '14.5.12.7',
  type: 2,
  parts: [],
};

const DESCRIPTION: UpnpDescription = {
  serial: '504F94A00001',
  friendlyName: 'Haus & Hof',
  modelName: 'Miniserver',
  presentationUrl: 'http://192.0.2.10:80/',
  udn: 'uuid:0f869a64-0200-0a9b-ffff-504f94a00001',
  reply: REPLY,
};

describe('upnp.xml', () => {
  it('round-trips', () => {
    expect(parseUpnpDescription(formatUpnpDescription(DESCRIPTION))).toEqual(DESCRIPTION);
    const serial = '504F94A00001';
    expect(parseUpnpDescription(formatUpnpDescription({ serial }))).toEqual({ serial });
  });

  it('is of the device type and the maker that clients look for', () => {
    const text = formatUpnpDescription(DESCRIPTION);
    expect(text).toContain('<deviceType>urn:schemas-upnp-org:device:HVAC_System:1</deviceType>');
    expect(text).toContain('<manufacturer>Loxone Electronics GmbH</manufacturer>');
    expect(text).toContain('<friendlyName>Haus &amp; Hof</friendlyName>');
  });

  it('is read with a serial number as people write it, and fields without their first word', () => {
    const fields = formatDiscoveryReply(REPLY).replace('LoxLIVE: ', '');
    const text = `<root><device><manufacturer>Loxone Electronics GmbH</manufacturer>
      <serialNumber>50:4f:94:a0:00:01</serialNumber>
      <modelDescription><![CDATA[${fields}]]></modelDescription></device></root>`;
    expect(parseUpnpDescription(text)).toEqual({ serial: '504F94A00001', reply: REPLY });
  });

  it.each([
    [
      'a router',
      '<root><device><manufacturer>AVM</manufacturer><serialNumber>504F94A00001</serialNumber></device></root>',
    ],
    [
      'a Miniserver without serial number',
      '<root><device><manufacturer>Loxone</manufacturer></device></root>',
    ],
    ['no device', '<root/>'],
    ['a page', '<html><body>hi<br></body></html>'],
    ['nothing', ''],
  ])('is not read from %s', (_, text) => {
    expect(parseUpnpDescription(text)).toBeUndefined();
  });
});

describe('SSDP', () => {
  it('searches for root devices', () => {
    expect(formatSsdpSearch(3)).toBe(
      'M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: "ssdp:discover"\r\nMX: 3\r\nST: upnp:rootdevice\r\n\r\n',
    );
    expect(isSsdpSearch(formatSsdpSearch())).toBe(true);
    expect(isSsdpSearch(formatSsdpSearch().replace('upnp:rootdevice', 'ssdp:all'))).toBe(true);
  });

  it.each([
    formatSsdpSearch().replace('upnp:rootdevice', 'urn:dial-multiscreen-org:service:dial:1'),
    'NOTIFY * HTTP/1.1\r\nST: upnp:rootdevice\r\n\r\n',
    formatSsdpSearch() + 'x'.repeat(4096),
  ])('is silent to other datagrams', (text) => {
    expect(isSsdpSearch(text)).toBe(false);
  });

  it('answers with the place of the description', () => {
    const answer = {
      location: 'http://192.0.2.10:80/upnp.xml',
      target: 'upnp:rootdevice',
      usn: 'uuid:1::upnp:rootdevice',
      server: 'Loxone UPnP/1.0',
    };
    expect(parseSsdpAnswer(formatSsdpAnswer(answer))).toEqual(answer);
    const { location } = answer;
    expect(parseSsdpAnswer(formatSsdpAnswer({ location }))).toEqual({ location });
    expect(parseSsdpAnswer(`HTTP/1.1 200 OK\nlocation:${location}\n\n`)).toEqual({ location });
  });

  it.each([
    'HTTP/1.1 200 OK\r\n\r\n',
    'HTTP/1.1 200 OK\r\nLOCATION: file:///etc/passwd\r\n\r\n',
    'HTTP/1.1 404 Not Found\r\nLOCATION: http://192.0.2.10/\r\n\r\n',
    `HTTP/1.1 200 OK\r\nLOCATION: http://192.0.2.10/\r\nX: ${'x'.repeat(4096)}\r\n\r\n`,
  ])('takes anything else for no answer', (text) => {
    expect(parseSsdpAnswer(text)).toBeUndefined();
  });
});
