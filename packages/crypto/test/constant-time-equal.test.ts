import { constantTimeEqual } from '@gatehouse/crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes } from './support.js';

describe('constantTimeEqual', () => {
  it('is true for equal bytes, the empty ones too', () => {
    fc.assert(
      fc.property(bytes(), (value) => {
        expect(constantTimeEqual(value, value.slice())).toBe(true);
      }),
    );
  });

  it('is false for one changed bit at any place', () => {
    const place = fc.tuple(fc.nat({ max: 31 }), fc.nat({ max: 7 }));
    fc.assert(
      fc.property(bytes({ minLength: 32, maxLength: 32 }), place, (value, [at, bit]) => {
        const changed = value.slice();
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        expect(constantTimeEqual(value, changed)).toBe(false);
        expect(constantTimeEqual(changed, value)).toBe(false);
      }),
    );
  });

  it('is false for a prefix, in either order', () => {
    expect(constantTimeEqual(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 0))).toBe(false);
    expect(constantTimeEqual(Uint8Array.of(1, 2, 0), Uint8Array.of(1, 2))).toBe(false);
    expect(constantTimeEqual(new Uint8Array(0), Uint8Array.of(0))).toBe(false);
  });
});
