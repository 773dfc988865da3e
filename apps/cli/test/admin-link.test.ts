import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createFileSignInLinks } from '@gatehouse/loxone-app';
import { createMcpAuth } from '@gatehouse/mcp-auth';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CliRig, cliRig } from './support.js';

describe('loxone-mcp admin-link', () => {
  let cli: CliRig;

  beforeEach(() => {
    cli = cliRig();
  });

  afterEach(() => cli.remove());

  const directory = (): string => join(cli.home, '.config', 'loxone-mcp', 'sign-in-links');

  it('makes a link that a server on the same files takes, once', async () => {
    const server = await createMcpAuth({
      app: 'loxone-mcp',
      prefix: 'lmcp',
      env: { HOME: cli.home },
      masterKeyEnv: ['LOXONE_MCP_MASTER_KEY'],
    });
    const { code, out } = await cli.run('admin-link', '--url', 'https://home.example');
    expect(code).toBe(0);
    const [, given = ''] =
      /^https:\/\/home\.example\/admin\/sign-in#code=([\w-]{43})\n$/.exec(out) ?? [];
    const links = createFileSignInLinks({ directory: directory(), ring: server.ring });
    expect(await links.take(given)).toBe(true);
    expect(await links.take(given)).toBe(false);
    await server.close();
  });

  it('leads to the usual address', async () => {
    const { out } = await cli.run('admin-link');
    expect(out).toMatch(/^http:\/\/127\.0\.0\.1:3001\/admin\/sign-in#code=/);
  });

  it.each(['home.example', 'javascript:alert(1)', 'file:///x'])(
    'takes no address like %s, and then makes nothing',
    async (url) => {
      const { code, out } = await cli.run('admin-link', '--url', url);
      expect([code, out]).toEqual([2, '']);
      expect(() => readdirSync(directory())).toThrow();
    },
  );
});
