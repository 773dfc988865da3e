import { describe, expect, it } from 'vitest';
import { parseAddress } from '../src/address.js';

describe('parseAddress', () => {
  it.each([
    ['192.168.1.10', false, '192.168.1.10', 80, '192.168.1.10', '192.168.1.10:80'],
    ['192.168.1.10', true, '192.168.1.10', 443, '192.168.1.10', '192.168.1.10:443'],
    ['192.168.1.10:8080', false, '192.168.1.10', 8080, '192.168.1.10:8080', '192.168.1.10:8080'],
    ['miniserver.local', false, 'miniserver.local', 80, 'miniserver.local', 'miniserver.local:80'],
    ['mini-server:443', true, 'mini-server', 443, 'mini-server', 'mini-server:443'],
    ['fd00::1', false, 'fd00::1', 80, '[fd00::1]', '[fd00::1]:80'],
    ['[fd00::1]', false, 'fd00::1', 80, '[fd00::1]', '[fd00::1]:80'],
    ['[::1]:7080', false, '::1', 7080, '[::1]:7080', '[::1]:7080'],
  ])('reads %s with tls %s', (host, tls, hostname, port, label, authority) => {
    expect(parseAddress(host, tls)).toEqual({ hostname, port, label, authority, tls });
  });

  it('names a host on the other scheme by its port', () => {
    expect(parseAddress('box:443', false).label).toBe('box:443');
    expect(parseAddress('box:80', true).label).toBe('box:80');
  });

  it.each([
    'http://192.168.1.10',
    'ws://box',
    'box/path',
    'user@box',
    'box:',
    'box:0',
    'box:65536',
    'box:http',
    '[fd00::1',
    'fd00::1]:80',
    '[fd00::1%eth0]',
    'fe80::1%eth0',
    '[192.168.1.10]',
    'two words',
    '-box',
    'box?x=1',
    'box#x',
    '.',
    '',
  ])('refuses %j without repeating it', (host) => {
    const attempt = (): unknown => parseAddress(host, false);
    expect(attempt).toThrow(RangeError);
    expect(attempt).toThrow(/^options\.host /);
    if (host.length > 2) expect(attempt).not.toThrow(new RegExp(literally(host)));
  });
});

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
