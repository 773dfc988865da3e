import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeKey, openNotes } from '../examples/notes.js';
import { connectHttp } from '../support/http-client.js';
import { temporaryHome } from '../support/temporary-home.js';

const read = (path: string): Promise<string> => readFile(new URL(path, import.meta.url), 'utf8');

function region(source: string, name: string): string {
  const lines = source.split('\n');
  const start = lines.findIndex((line) => line.trim() === `// #region ${name}`);
  const end = lines.findIndex((line, at) => at > start && line.trim() === '// #endregion');
  const body = lines.slice(start + 1, end);
  const indent = body[0]?.match(/^ */)?.[0].length ?? 0;
  return body.map((line) => line.slice(indent)).join('\n');
}

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe('the README', () => {
  it.each(['server', 'key'])('shows the example that is compiled: %s', async (name) => {
    const code = region(await read('../examples/notes.ts'), name);
    expect(code).not.toBe('');
    expect(await read('../../README.md')).toContain(code);
  });

  it('imports what the compiled example imports', async () => {
    const imports = (await read('../../README.md')).match(/^import .*$/gm) ?? [];
    expect(imports.length).toBeGreaterThan(4);
    const source = await read('../examples/notes.ts');
    for (const line of imports) expect(source).toContain(line);
  });

  it('names every error code that the package can throw on opening', async () => {
    const text = await read('../../README.md');
    for (const code of [
      'ERR_MCPAUTH_CONFIG_INVALID',
      'ERR_MCPAUTH_MASTER_KEY_MISSING',
      'ERR_MCPAUTH_MASTER_KEY_MISMATCH',
      'ERR_MCPAUTH_MASTER_KEY_INVALID',
      'ERR_MCPAUTH_STORE_DAMAGED',
      'ERR_MCPAUTH_STORE_UNAVAILABLE',
      'ERR_MCPAUTH_FILE_UNSAFE',
    ]) {
      expect(text).toContain(code);
    }
  });
});

describe('the example', () => {
  it('keeps its promise', async () => {
    const home = await temporaryHome();
    vi.stubEnv('HOME', home.path);
    vi.stubEnv('XDG_CONFIG_HOME', '');
    vi.stubEnv('MCP_AUTH_MASTER_KEY', undefined);
    vi.stubEnv('PULSEENGINE_MCP_MASTER_KEY', undefined);
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const { auth, http } = await openNotes();
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    const { port } = http.address() as AddressInfo;
    const { client } = await connectHttp(`http://127.0.0.1:${port}`, await makeKey(auth));
    expect((await client.listTools()).tools.map((tool) => tool.name)).toEqual(['list_notes']);
    expect(await client.callTool({ name: 'list_notes' })).toMatchObject({
      content: [{ type: 'text', text: 'Milk' }],
    });
    expect(await client.callTool({ name: 'add_note' })).toMatchObject({ isError: true });
    await client.close();
    http.closeAllConnections();
    http.close();
    await auth.close();
    await home.remove();
  });
});
