import { EXIT, StartupError } from '@gatehouse/loxone-app';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { Command } from 'commander';
import type { CliIo } from '../../io.js';
import { printable } from '../../terminal.js';
import { type ClientOptions, serverAccess, withClientOptions } from '../client-settings.js';
import { withClient } from '../with-client.js';

/** A device as `loxone_get_state` tells of it. */
interface ShownDevice {
  readonly id: string;
  readonly name: string;
  readonly room?: string;
  readonly state?: string;
}

/** `loxone-mcp watch NAME…`: a line for each change until it is interrupted. */
export function watchCommand(io: CliIo): Command {
  return withClientOptions(new Command('watch'))
    .description('Prints how devices are, and each change, until it is interrupted.')
    .argument('<names...>', 'names of devices')
    .action(async (names: readonly string[], options: ClientOptions) => {
      await withClient(io, serverAccess(io, options), (client) =>
        watch(io, client, names, options),
      );
    });
}

async function watch(
  io: CliIo,
  client: Client,
  names: readonly string[],
  options: ClientOptions,
): Promise<void> {
  const { ResourceUpdatedNotificationSchema } = await import('@modelcontextprotocol/sdk/types.js');
  const print = (device: ShownDevice): void => io.out(lineOf(device, io.now(), options));
  const devices = await read(client, names);
  const byUri = new Map(devices.map((device) => [uriOf(device), device.id]));
  client.setNotificationHandler(ResourceUpdatedNotificationSchema, async ({ params }) => {
    const id = byUri.get(params.uri);
    if (id !== undefined) for (const device of await read(client, [id])) print(device);
  });
  const interrupted = interruption(io, client);
  for (const uri of byUri.keys()) await client.subscribeResource({ uri });
  for (const device of devices) print(device);
  await interrupted;
}

/** Ends with the program, or with the connection. */
function interruption({ onInterrupt }: CliIo, client: Client): Promise<void> {
  return new Promise((resolve) => {
    const stop = onInterrupt?.(() => resolve());
    client.onclose = () => {
      stop?.();
      resolve();
    };
  });
}

async function read(client: Client, targets: readonly string[]): Promise<readonly ShownDevice[]> {
  const result = (await client.callTool({
    name: 'loxone_get_state',
    arguments: { targets: [...targets] },
  })) as CallToolResult;
  const { devices, error } = (result.structuredContent ?? {}) as {
    readonly devices?: readonly ShownDevice[];
    readonly error?: { readonly message: string; readonly hint: string };
  };
  if (error !== undefined) throw new StartupError(`${error.message} ${error.hint}`, EXIT.usage);
  return devices ?? [];
}

function uriOf({ id }: ShownDevice): string {
  return `loxone://controls/${encodeURIComponent(id)}/state`;
}

function lineOf(device: ShownDevice, now: number, { json = false }: ClientOptions): string {
  const at = new Date(now);
  if (json) return `${JSON.stringify({ at: at.toISOString(), ...device })}\n`;
  const { name, room, state = 'nothing reported' } = device;
  const label = room === undefined ? name : `${name} [${room}]`;
  return `${at.toISOString().slice(11, 19)}  ${printable(`${label}: ${state}`)}\n`;
}
