import { createMemoryUsageStore } from '@gatehouse/keys';
import { usageStoreContract } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';

usageStoreContract({ name: 'memory', create: () => createMemoryUsageStore() });

describe('createMemoryUsageStore', () => {
  it('gives each caller counters of its own', async () => {
    const [one, other] = [createMemoryUsageStore(), createMemoryUsageStore()];
    await one.add([{ keyId: 'a', uses: 1, failures: 0 }]);
    expect(await other.list()).toEqual([]);
  });
});
