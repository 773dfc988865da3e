import { describe, expect, it } from 'vitest';
import { connectInstructions } from '../../src/commands/connect-instructions.js';

const options = {
  url: 'http://127.0.0.1:3001',
  keyId: 'lmcp_admin_001',
  keyLocation: '/keys.toml',
  adminLink: 'http://127.0.0.1:3001/admin/sign-in#code=abc',
};
const newKey = 'lmcp_admin_001_secretsecretsecret';

/** All JSON blocks of the text. */
function jsonBlocks(text: string): unknown[] {
  return (text.match(/^ {4}\{[\s\S]*?^ {4}\}/gm) ?? []).map((block) => JSON.parse(block));
}

describe('connectInstructions', () => {
  it('shows a new key on one line only', () => {
    const text = connectInstructions({ ...options, newKey });
    expect(text.split('\n').filter((line) => line.includes(newKey))).toEqual([
      `    export LOXONE_MCP_KEY=${newKey}`,
    ]);
  });

  it('shows the link to sign in with, whole', () => {
    expect(connectInstructions(options).split('\n')).toContain(`    ${options.adminLink}`);
  });

  it('says where the key of an earlier start is, and how to make another', () => {
    const text = connectInstructions(options);
    expect(text).toContain('lmcp_admin_001 was shown when it was made');
    expect(text).toContain('keys generate');
  });

  it('gives configurations that are JSON and point at the server', () => {
    const [desktop, cursor, code, ...more] = jsonBlocks(connectInstructions(options));
    expect(more).toEqual([]);
    expect(JSON.stringify(desktop)).toContain('mcp-remote');
    expect(cursor).toMatchObject({
      mcpServers: {
        loxone: {
          url: 'http://127.0.0.1:3001/mcp',
          headers: { Authorization: `Bearer $${'{env:LOXONE_MCP_KEY}'}` },
        },
      },
    });
    expect(code).toMatchObject({ servers: { loxone: { type: 'http' } } });
  });
});
