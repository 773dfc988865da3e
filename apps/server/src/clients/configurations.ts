/** What stands in the configurations in place of the key, so that it is shown only once. */
export const KEY_VARIABLE = 'LOXONE_MCP_KEY';

/** How a client is set up, ready to paste. */
export interface ClientSetup {
  readonly client: string;
  /** A file, or `terminal`. */
  readonly place: string;
  readonly text: string;
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

function bearer(variable: string): object {
  return { Authorization: `Bearer ${variable}` };
}

/** It knows only programs, so one stands between. */
function claudeDesktop(mcp: string): object {
  const args = ['-y', 'mcp-remote', mcp, '--header', `Authorization: Bearer \${${KEY_VARIABLE}}`];
  const env = { [KEY_VARIABLE]: 'paste the key here' };
  return { mcpServers: { loxone: { command: 'npx', args, env } } };
}

/** VS Code asks for the key and keeps it in its own secret store; `$` and `{` are its syntax. */
function vsCode(mcp: string): object {
  const id = 'loxone-key';
  return {
    inputs: [{ type: 'promptString', id, description: 'Loxone MCP key', password: true }],
    servers: {
      loxone: { type: 'http', url: mcp, headers: bearer(`$${`{input:${id}}`}`) },
    },
  };
}

/**
 * Configurations of the clients that people use. They name the variable that holds the key, so that
 * no copy of the key ends up in a file that is shared.
 *
 * @param mcp - The endpoint: `http://127.0.0.1:3001/mcp`.
 */
export function clientSetups(mcp: string): readonly ClientSetup[] {
  return [
    {
      client: 'Claude Code',
      place: 'terminal',
      text: `claude mcp add --transport http loxone ${mcp} --header "Authorization: Bearer $${KEY_VARIABLE}"`,
    },
    {
      client: 'Claude Desktop',
      place: 'claude_desktop_config.json',
      text: json(claudeDesktop(mcp)),
    },
    {
      client: 'Cursor',
      place: '~/.cursor/mcp.json',
      text: json({
        mcpServers: { loxone: { url: mcp, headers: bearer(`\${env:${KEY_VARIABLE}}`) } },
      }),
    },
    { client: 'VS Code', place: '.vscode/mcp.json', text: json(vsCode(mcp)) },
  ];
}
