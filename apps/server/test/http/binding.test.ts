import { describe, expect, it } from 'vitest';
import { bindingOf } from '../../src/http/binding.js';

const base = { trustedProxies: [], securityLevel: undefined } as const;

describe('where the server listens', () => {
  it.each([undefined, 'development', 'staging', 'production'] as const)(
    'this machine is fine at level %s',
    (securityLevel) => {
      for (const host of ['127.0.0.1', '::1', '[::1]', 'localhost']) {
        expect(bindingOf({ ...base, host, securityLevel })).toMatchObject({ host, tls: false });
      }
    },
  );

  it.each(['0.0.0.0', '::', '192.168.1.2', 'localhost.example'])(
    '%s is refused without TLS in front, unless somebody trusts the network',
    (host) => {
      expect(() => bindingOf({ ...base, host })).toThrow(
        /--trusted-proxies.*SECURITY_LEVEL=staging/,
      );
      expect(bindingOf({ ...base, host, securityLevel: 'staging' }).trustedProxy).toBe(false);
      expect(bindingOf({ ...base, host, trustedProxies: ['10.0.0.1'] }).trustedProxy).toBe(true);
    },
  );

  it('never asks nobody for a key where others reach it', () => {
    const settings = { host: '0.0.0.0', trustedProxies: ['10.0.0.1'] };
    expect(() => bindingOf({ ...settings, securityLevel: 'development' })).toThrow(
      /this machine only.*--host 127\.0\.0\.1/,
    );
  });
});
