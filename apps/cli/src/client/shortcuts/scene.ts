import { Command } from 'commander';
import type { CliIo } from '../../io.js';
import { callAndPrint } from '../call.js';
import { type ClientOptions, serverAccess, withClientOptions } from '../client-settings.js';
import { withClient } from '../with-client.js';

interface SceneOptions extends ClientOptions {
  readonly room?: string;
  readonly dryRun?: boolean;
}

/** `loxone-mcp scene NAME`. */
export function sceneCommand(io: CliIo): Command {
  return withClientOptions(new Command('scene'))
    .description('Activates a mood or scene.')
    .argument('<name>', 'as the house or the saved scene is called')
    .option('--room <room>', 'only a mood of this room')
    .option('--dry-run', 'only show what would be done')
    .action(async (scene: string, options: SceneOptions) => {
      const { room, dryRun } = options;
      const args = {
        scene,
        ...(room !== undefined && { room }),
        ...(dryRun === true && { dry_run: true }),
      };
      await withClient(io, serverAccess(io, options), (client) =>
        callAndPrint(io, client, { name: 'loxone_activate_scene', args }, options),
      );
    });
}
