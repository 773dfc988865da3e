import { describe, expect, it } from 'vitest';
import { checkAddress } from '../../src/app/keys/address-check.js';

describe('checkAddress', () => {
  it.each([
    '192.168.1.20',
    '0.0.0.0',
    '255.255.255.255',
    '10.0.0.0/8',
    '::1',
    '::',
    'fd00::/8',
    'FE80::1',
    '::ffff:192.168.1.1',
    '2001:db8:0:0:0:0:0:1/128',
  ])('takes %s', (text) => {
    expect(checkAddress(text)).toBeUndefined();
  });

  it.each([
    '',
    '1.2.3',
    '256.1.1.1',
    '1.2.3.4.5',
    '192.168.1.020.1',
    'gatehouse.local',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    'fd00::/129',
    ':::1',
    '1:2:3:4:5:6:7:8:9',
    'fe80::1%eth0',
    '::1]:80/',
    '<script>',
  ])('refuses %s', (text) => {
    expect(checkAddress(text)).toMatch(/\.$/);
  });

  it('takes every length of a network, and none beyond', () => {
    for (let bits = 0; bits <= 32; bits += 1)
      expect(checkAddress(`10.0.0.0/${bits}`)).toBeUndefined();
    for (let bits = 0; bits <= 128; bits += 1) expect(checkAddress(`::/${bits}`)).toBeUndefined();
    expect(checkAddress('10.0.0.0/33')).toContain('from 0 to 32');
    expect(checkAddress('::/129')).toContain('from 0 to 128');
  });
});
