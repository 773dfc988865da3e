import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';

export interface HttpClient {
  readonly client: Client;
  readonly transport: StreamableHTTPClientTransport;
}

/**
 * A real MCP client that sends a key with every request, as assistants do.
 *
 * @param person - `confirms`: somebody sits at it who says yes to everything that is asked.
 */
export async function connectHttp(
  url: string,
  key: string,
  person: 'confirms' | 'absent' = 'absent',
): Promise<HttpClient> {
  const transport = new StreamableHTTPClientTransport(new URL('/mcp', url), {
    requestInit: { headers: { Authorization: `Bearer ${key}` } },
  });
  const capabilities = person === 'confirms' ? { elicitation: { form: {} } } : {};
  const client = new Client({ name: 'test', version: '1.0.0' }, { capabilities });
  if (person === 'confirms') {
    client.setRequestHandler(ElicitRequestSchema, () => ({
      action: 'accept',
      content: { confirm: true },
    }));
  }
  await client.connect(transport);
  return { client, transport };
}
