import { EXIT, StartupError } from '@gatehouse/loxone-app';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { ElicitRequest, ElicitResult } from '@modelcontextprotocol/sdk/types.js';
import type { CliIo } from '../io.js';
import { printable } from '../terminal.js';
import type { ServerAccess } from './client-settings.js';

/** Connects to a running server, runs `use`, and ends the session whatever happens. */
export async function withClient<Result>(
  io: CliIo,
  access: ServerAccess,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = await connect(io, access);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

/** The SDK is loaded here, so that commands which need no server start without it. */
async function connect(io: CliIo, { url, key }: ServerAccess): Promise<Client> {
  const [{ Client }, { StreamableHTTPClientTransport }, { ElicitRequestSchema }] =
    await Promise.all([
      import('@modelcontextprotocol/sdk/client/index.js'),
      import('@modelcontextprotocol/sdk/client/streamableHttp.js'),
      import('@modelcontextprotocol/sdk/types.js'),
    ]);
  const { ask } = io;
  const client = new Client(
    { name: 'loxone-mcp', version: '0.1.0' },
    { capabilities: ask === undefined ? {} : { elicitation: { form: {} } } },
  );
  if (ask !== undefined) {
    client.setRequestHandler(ElicitRequestSchema, (request) => answer(request, io, ask));
  }
  const headers: Record<string, string> =
    key === undefined ? {} : { authorization: `Bearer ${key}` };
  try {
    await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }));
  } catch (error) {
    throw unreachable(error, url, key !== undefined);
  }
  return client;
}

/** A person at the terminal is asked what the server wants confirmed; anything but yes is no. */
async function answer(
  { params }: ElicitRequest,
  io: CliIo,
  ask: (question: string) => Promise<string>,
): Promise<ElicitResult> {
  io.err(`${printable(params.message)}\n`);
  if (params.mode === 'url') return { action: 'decline' };
  const fields = Object.entries(params.requestedSchema.properties);
  const [field, ...others] = fields;
  if (field === undefined || others.length > 0 || field[1].type !== 'boolean') {
    return { action: 'decline' };
  }
  // Whoever ends the question has not agreed.
  const said = await ask('Type yes to let it happen: ').catch(() => undefined);
  if (said === undefined) return { action: 'cancel' };
  return said.trim().toLowerCase() === 'yes'
    ? { action: 'accept', content: { [field[0]]: true } }
    : { action: 'decline' };
}

function unreachable(error: unknown, url: URL, hasKey: boolean): StartupError {
  const status = error instanceof Error && 'code' in error ? error.code : undefined;
  const cause = { cause: error };
  if (status === 401) {
    const problem = hasKey ? 'The server does not accept this key.' : 'The server wants a key.';
    const remedy = 'Set LOXONE_MCP_KEY; make one with: loxone-mcp keys generate';
    return new StartupError(`${problem} ${remedy}`, EXIT.usage, cause);
  }
  if (status === 403 || status === 429) {
    const problem = status === 403 ? 'refuses this client' : 'asks to wait before trying again';
    return new StartupError(`The server at ${url.host} ${problem}.`, EXIT.failed, cause);
  }
  return new StartupError(
    `No MCP server answers at ${url.href}. Start one, or name it with --url or LOXONE_MCP_URL.`,
    EXIT.failed,
    cause,
  );
}
