import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLoxoneAuth } from '../src/index.js';

describe('openLoxoneAuth', () => {
  let home: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'gatehouse-app-'));
  });

  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('keeps keys and master key where earlier versions and the documents have them', async () => {
    const auth = await openLoxoneAuth({ env: { HOME: home } });
    try {
      const { key } = await auth.keys.create({ name: 'a', role: 'admin' }, { id: 'test' });
      expect(key).toMatch(/^lmcp_admin_001_/);
      expect(readdirSync(join(home, '.config', 'loxone-mcp')).sort()).toEqual(
        expect.arrayContaining(['keys.toml', 'master.key']),
      );
    } finally {
      await auth.close();
    }
  });

  it('takes a directory, or a file, from the settings instead', async () => {
    const configDir = join(home, 'elsewhere');
    const keyStore = join(home, 'my-keys.toml');
    const auth = await openLoxoneAuth({ env: { HOME: home }, configDir, keyStore });
    try {
      await auth.keys.create({ name: 'a', role: 'admin' }, { id: 'test' });
      expect(auth.location).toBe(keyStore);
      expect(existsSync(keyStore)).toBe(true);
      expect(existsSync(join(configDir, 'master.key'))).toBe(true);
      expect(existsSync(join(home, '.config'))).toBe(false);
    } finally {
      await auth.close();
    }
  });

  it.each(['LOXONE_MCP_MASTER_KEY', 'PULSEENGINE_MCP_MASTER_KEY'])('reads %s', async (variable) => {
    const value = randomBytes(32).toString('base64');
    const auth = await openLoxoneAuth({ env: { HOME: home, [variable]: value } });
    try {
      expect(auth.masterKey?.source).toContain(variable);
      expect(existsSync(join(home, '.config', 'loxone-mcp', 'master.key'))).toBe(false);
    } finally {
      await auth.close();
    }
  });
});
