import { EXIT, StartupError } from '@gatehouse/loxone-app';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { Command } from 'commander';
import type { CliIo } from '../io.js';
import { printableLines } from '../terminal.js';
import { type ClientOptions, serverAccess, withClientOptions } from './client-settings.js';
import { readArguments } from './tool-arguments.js';
import { withClient } from './with-client.js';

/** A tool may wait this long for the house or for a person. */
const PATIENCE_MS = 330_000;

/** `loxone-mcp call TOOL name=value …`. */
export function callCommand(io: CliIo): Command {
  return withClientOptions(new Command('call'))
    .description('Calls a tool of a running server.')
    .argument('<tool>', 'its name, with or without loxone_')
    .argument('[arguments...]', 'name=value, or name:=json')
    .action(async (asked: string, pairs: readonly string[], options: ClientOptions) => {
      await withClient(io, serverAccess(io, options), async (client) => {
        const tool = await findTool(client, asked);
        const read = readArguments(pairs, tool.inputSchema);
        if (!read.ok) throw new StartupError(`${tool.name}: ${read.problem}.`, EXIT.usage);
        await callAndPrint(io, client, { name: tool.name, args: read.args }, options);
      });
    });
}

/** One call of a tool. */
export interface ToolCall {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/**
 * Calls a tool and prints its result: text, or with `--json` the structured content.
 *
 * @throws StartupError with the tool's own words when the call came to nothing.
 */
export async function callAndPrint(
  io: CliIo,
  client: Client,
  { name, args }: ToolCall,
  { json = false }: ClientOptions,
): Promise<void> {
  const result = (await client.callTool({ name, arguments: { ...args } }, undefined, {
    timeout: PATIENCE_MS,
  })) as CallToolResult;
  const text = textOf(result);
  const isError = result.isError === true;
  if (json) io.out(`${JSON.stringify(result.structuredContent ?? { text }, null, 2)}\n`);
  else if (!isError) io.out(`${text}\n`);
  if (isError) throw new StartupError(text, EXIT.failed);
}

function textOf({ content }: CallToolResult): string {
  const texts = content.map((part) => (part.type === 'text' ? part.text : `(${part.type})`));
  return printableLines(texts.join('\n'));
}

async function findTool(
  client: Client,
  asked: string,
): Promise<Awaited<ReturnType<Client['listTools']>>['tools'][number]> {
  const { tools } = await client.listTools();
  const tool = tools.find(({ name }) => name === asked || name === `loxone_${asked}`);
  if (tool !== undefined) return tool;
  const names = tools.map(({ name }) => name).join(', ');
  throw new StartupError(
    `This key may use no tool ${printableLines(asked)}. It may use: ${names || 'none'}.`,
    EXIT.usage,
  );
}
