import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMcpAuth, openKeyReader } from '../../src/index.js';

describe('openKeyReader', () => {
  let home: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'gatehouse-reader-'));
  });

  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const options = () => ({ app: 'reader', env: { HOME: home } });

  it('makes nothing where there is nothing', async () => {
    const reader = await openKeyReader(options());
    expect(await reader.list()).toEqual([]);
    await reader.close();
    expect(readdirSync(home, { recursive: true })).toEqual([]);
  });

  it('shows the keys without the master key', async () => {
    const auth = await createMcpAuth(options());
    const { record } = await auth.keys.create({ name: 'a', role: 'admin' }, { id: 'test' });
    await auth.close();
    rmSync(join(home, '.config', 'reader', 'master.key'));
    const reader = await openKeyReader(options());
    expect(await reader.get(record.id)).toMatchObject({ id: record.id, name: 'a' });
    await reader.close();
    await expect(createMcpAuth(options())).rejects.toMatchObject({
      code: 'ERR_MCPAUTH_MASTER_KEY_MISSING',
    });
  });
});

describe('createMcpAuth', () => {
  it('refuses a key with a permission that nobody could understand', async () => {
    const auth = await createMcpAuth({ app: 'reader', store: 'memory' });
    const request = { name: 'a', role: 'custom', permissions: ['tool:lights', 'risk:everything'] };
    await expect(auth.keys.create(request, { id: 'test' })).rejects.toThrow(RangeError);
    await auth.close();
  });
});
