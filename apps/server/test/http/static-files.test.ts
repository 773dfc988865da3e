import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadStaticFiles } from '../../src/http/static-files.js';
import { type StartedApp, startApp } from '../support/start-app.js';

describe('the page', () => {
  let directory: string;
  let app: StartedApp | undefined;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'page-'));
    mkdirSync(join(directory, 'assets'));
    writeFileSync(join(directory, 'index.html'), '<!doctype html>page');
    writeFileSync(join(directory, 'assets', 'main-AB12.js'), 'export {};');
    writeFileSync(join(directory, 'assets', 'main-AB12.css'), 'a{}');
    writeFileSync(join(directory, 'assets', 'notes.exe'), 'no');
    symlinkSync('/etc/hostname', join(directory, 'assets', 'link.txt'));
  });
  afterEach(async () => {
    await app?.close();
    app = undefined;
    rmSync(directory, { recursive: true });
  });

  it('is what has a known type and is a file of its own', () => {
    const files = loadStaticFiles(directory);
    expect([...(files?.keys() ?? [])].sort()).toEqual([
      'assets/main-AB12.css',
      'assets/main-AB12.js',
      'index.html',
    ]);
    expect(loadStaticFiles(join(directory, 'none'))).toBeUndefined();
    expect(loadStaticFiles(join(directory, 'assets'))).toBeUndefined();
  });

  it('is kept for ever where its name changes with it, and not at all where it does not', async () => {
    app = await startApp([], { page: loadStaticFiles(directory) });
    const asset = await app.call('/admin/assets/main-AB12.js');
    expect(asset.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const etag = asset.headers.get('etag') ?? '';
    const again = await app.call('/admin/assets/main-AB12.js', {
      headers: { 'if-none-match': etag },
    });
    expect([again.status, await again.text()]).toEqual([304, '']);
    for (const path of ['/admin/keys', '/admin/keys/lmcp_admin_001', '/admin/sign-in', '/admin/']) {
      const page = await app.call(path);
      expect(await page.text(), path).toBe('<!doctype html>page');
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(page.headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
    }
  });

  it('leads from /admin to the keys, and shows nothing in place of what is not there', async () => {
    app = await startApp([], { page: loadStaticFiles(directory) });
    const redirect = await app.call('/admin');
    expect(redirect.status).toBe(308);
    expect(redirect.headers.get('location')).toBe('/admin/keys');
    for (const path of ['/admin/assets/none.js', '/admin/api/none', '/admin/assets/notes.exe']) {
      const missing = await app.call(path);
      expect(missing.status, path).toBe(404);
      expect(missing.headers.get('content-type')).toBe('application/problem+json');
    }
    const head = await app.call('/admin/keys', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
});
