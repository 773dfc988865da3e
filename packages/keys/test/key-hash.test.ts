import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatKeyHash, parseKeyHash } from '../src/key-hash.js';

describe('key hashes', () => {
  it('are read back as they were written', () => {
    const pepperId = fc.stringMatching(/^[A-Za-z0-9-]{1,64}$/);
    const mac = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(fc.record({ pepperId, mac }), (hash) => {
        expect(parseKeyHash(formatKeyHash(hash))).toEqual(hash);
      }),
    );
  });

  it.each([
    '',
    'hmac-sha256',
    `hmac-sha256::${'A'.repeat(43)}`,
    `hmac-sha1:p:${'A'.repeat(43)}`,
    `hmac-sha256:p:${'A'.repeat(42)}`,
    `hmac-sha256:p:${'A'.repeat(44)}`,
    `hmac-sha256:p:${'A'.repeat(42)}B`,
    `hmac-sha256:p q:${'A'.repeat(43)}`,
    `hmac-sha256:p:${'A'.repeat(43)}\n`,
    '***redacted***',
  ])('are not read from %j', (text) => {
    expect(parseKeyHash(text)).toBeUndefined();
  });
});
