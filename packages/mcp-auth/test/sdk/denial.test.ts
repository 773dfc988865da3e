import { systemRandomBytes } from '@gatehouse/core';
import { createKeyRing, generateMasterKey } from '@gatehouse/crypto';
import { createKeyManager, createMemoryKeyStore } from '@gatehouse/keys';
import { describe, expect, it } from 'vitest';
import { askedFor, quoted } from '../../src/sdk/denial.js';

async function aKey(): Promise<string> {
  const ring = createKeyRing({ current: generateMasterKey(systemRandomBytes) });
  const keys = await createKeyManager({ store: createMemoryKeyStore(), ring });
  const { key } = await keys.create({ name: 'a', role: 'admin' }, { id: 'test' });
  await keys.close();
  return key;
}

describe('a name that a client sent', () => {
  it('is repeated without a key that stands in it, wherever', async () => {
    const key = await aKey();
    for (const text of [key, `${'x'.repeat(80)} ${key}`, `loxone://${key}/${key}`]) {
      expect(askedFor({ kind: 'tool', name: text })).not.toContain(key.slice(-20));
      expect(quoted(text)).toContain('[key]');
    }
  });

  it('is one line of ASCII, and cut', () => {
    expect(quoted('a\nb\u202ec')).toBe('"a\\nb\\u202ec"');
    expect(quoted('x'.repeat(1000)).length).toBeLessThan(110);
  });
});
