/** What stands in the configurations in place of the key, so that it is printed only once. */
const VARIABLE = 'LOXONE_MCP_KEY';

function json(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/^/gm, '    ');
}

function keyLines(keyId: string, newKey: string | undefined, keyLocation: string): string {
  if (newKey === undefined) {
    return `  Your key ${keyId} was shown when it was made; it is kept in ${keyLocation} as a hash only.
  Lost it? Make another one:  npm run --silent loxone-mcp -- keys generate --role admin --name "Me again"
`;
  }
  return `  Your admin key, shown this once (${keyId}):

    export ${VARIABLE}=${newKey}
`;
}

/** VS Code asks for the key and keeps it in its own secret store; `$` and `{` are its syntax. */
function vsCode(mcp: string): object {
  const id = 'loxone-key';
  return {
    inputs: [{ type: 'promptString', id, description: 'Loxone MCP key', password: true }],
    servers: {
      loxone: { type: 'http', url: mcp, headers: { Authorization: `Bearer $${`{input:${id}}`}` } },
    },
  };
}

/**
 * How to connect, ready to paste. The configurations name the variable that the first line sets, so
 * that no copy of the key ends up in a file that is shared.
 */
export function connectInstructions(options: {
  readonly url: string;
  readonly keyId: string;
  readonly newKey?: string;
  readonly keyLocation: string;
}): string {
  const { url, keyId, newKey, keyLocation } = options;
  const mcp = `${url}/mcp`;
  const bearer = (variable: string) => ({ Authorization: `Bearer ${variable}` });
  return `
The demo house is ready.

  In a browser:  ${url}/
  Assistants:    ${mcp}

${keyLines(keyId, newKey, keyLocation)}
  Claude Code:

    claude mcp add --transport http loxone ${mcp} --header "Authorization: Bearer $${VARIABLE}"

  Claude Desktop (claude_desktop_config.json):

${json({ mcpServers: { loxone: { command: 'npx', args: ['-y', 'mcp-remote', mcp, '--header', `Authorization: Bearer \${${VARIABLE}}`], env: { [VARIABLE]: 'paste the key here' } } } })}

  Cursor (~/.cursor/mcp.json):

${json({ mcpServers: { loxone: { url: mcp, headers: bearer(`\${env:${VARIABLE}}`) } } })}

  VS Code (.vscode/mcp.json):

${json(vsCode(mcp))}

Stop with Ctrl-C.
`;
}
