import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { type CallToolResult, ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { CLI, SERVER } from './paths.js';
import { type Program, runProgram, startProgram } from './program.js';

/** A running HTTP server. */
export interface RunningServer {
  readonly program: Program;
  /** `http://127.0.0.1:<port>`, without a path. */
  readonly url: string;
}

type Env = Readonly<Record<string, string>>;

/** Starts `loxone-mcp-server http` on a free port and waits until it listens. */
export async function startServer(env: Env, args: readonly string[] = []): Promise<RunningServer> {
  const program = startProgram(SERVER, ['http', '--port', '0', ...args], env);
  const [, url = ''] = await program.waitFor(/(http:\/\/[^\s/]+)\/mcp/);
  return { program, url };
}

/** Waits until the server's log says that the house is live. */
export async function houseIsLive(server: RunningServer): Promise<void> {
  await server.program.waitFor(/house is live/i);
}

/** Makes a key with the command line. @returns The key itself. */
export async function generateKey(
  env: Env,
  role: string,
  more: readonly string[] = [],
): Promise<string> {
  const made = await runProgram(
    CLI,
    ['keys', 'generate', '--role', role, '--name', `e2e ${role}`, ...more],
    env,
  );
  if (made.code !== 0) throw new TypeError(`keys generate failed: ${made.stderr}`);
  return made.stdout.trim();
}

/** The public part of a key. */
export function keyId(key: string): string {
  return key.slice(0, key.lastIndexOf('_'));
}

/** A person at a client: is shown what would happen, and agrees or not. */
export type Person = (message: string) => 'accept' | 'decline';

/**
 * Connects the SDK's own client with a key.
 *
 * @param person - Who can be asked there. Default: nobody.
 */
export async function connect(
  url: string,
  key: string | undefined,
  person?: Person,
): Promise<Client> {
  const client = new Client(
    { name: 'e2e', version: '1.0.0' },
    { capabilities: person === undefined ? {} : { elicitation: { form: {} } } },
  );
  if (person !== undefined) {
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
      const action = person(params.message);
      return action === 'accept' ? { action, content: { confirm: true } } : { action };
    });
  }
  const headers: Record<string, string> =
    key === undefined ? {} : { authorization: `Bearer ${key}` };
  await client.connect(
    new StreamableHTTPClientTransport(new URL('/mcp', url), { requestInit: { headers } }),
  );
  return client;
}

/** Calls a tool. */
export async function callTool(
  client: Client,
  name: string,
  args: Record<string, unknown>,
): Promise<CallToolResult> {
  return (await client.callTool({ name, arguments: args })) as CallToolResult;
}

/** All text of a result. */
export function textOf(result: CallToolResult): string {
  return result.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
}
