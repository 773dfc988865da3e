import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Connectable } from '../../src/index.js';

/*
 * The MCP SDK, from the package next door that depends on it. This package knows its classes by
 * their shape only, and so do its tests.
 */
const ofMcpAuth = createRequire(new URL('../../../mcp-auth/package.json', import.meta.url));

function load(subpath: string): Promise<Record<string, unknown>> {
  const path = ofMcpAuth.resolve(`@modelcontextprotocol/sdk/${subpath}`);
  return import(/* @vite-ignore */ pathToFileURL(path).href);
}

const INFO = { name: 'test', version: '1.0.0' };
type Info = typeof INFO;

/** What these tests use of an SDK `Client`. */
export interface SdkClient extends Connectable {
  listTools(): Promise<{ tools: readonly { readonly name: string }[] }>;
  callTool(call: { name: string; arguments?: object }): Promise<unknown>;
  close(): Promise<void>;
  onclose?: () => void;
}

type ToolHandler = (args: unknown, extra?: unknown) => object;

/** What these tests use of an SDK `McpServer`. */
export interface SdkServer extends Connectable {
  readonly server: { onclose?: () => void };
  registerTool(name: string, config: object, handler: ToolHandler): unknown;
  registerResource(name: string, uri: unknown, config: object, read: ToolHandler): unknown;
  registerPrompt(name: string, config: object, handler: ToolHandler): unknown;
}

/** What these tests use of a plain SDK `Server`. */
export interface PlainServer extends Connectable {
  setRequestHandler(schema: unknown, handler: (request: unknown) => object): void;
}

type NewClient = new (info: Info) => SdkClient;
type NewServer = new (info: Info) => SdkServer;
type NewPlain = new (info: Info, options: { capabilities: object }) => PlainServer;
type NewTemplate = new (uri: string, callbacks: { list: (() => object) | undefined }) => object;

const clientModule = await load('client/index.js');
const mcpModule = await load('server/mcp.js');
const serverModule = await load('server/index.js');
const types = await load('types.js');

export const Client = clientModule.Client as NewClient;
export const McpServer = mcpModule.McpServer as NewServer;
export const ResourceTemplate = mcpModule.ResourceTemplate as NewTemplate;
export const ListToolsRequestSchema: unknown = types.ListToolsRequestSchema;

/** A plain server that offers tools. */
export function createPlainServer(): PlainServer {
  const Server = serverModule.Server as NewPlain;
  return new Server(INFO, { capabilities: { tools: {} } });
}
