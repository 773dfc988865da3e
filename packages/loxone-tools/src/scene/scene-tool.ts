import { z } from 'zod';
import {
  confirmTokenSchema,
  dryRunSchema,
  EMPTY_COMMAND_RESULT,
  waitSchema,
} from '../command/command-schema.js';
import { CONTROL_TOOL, STEPPING } from '../command/control-tool.js';
import { defineTool, failure, type ToolKit } from '../define-tool.js';
import type { ToolDefinition } from '../tool.js';
import { findScene } from './find-scene.js';
import { runScene } from './run-scene.js';
import { SCENE_KINDS } from './scene-match.js';

const inputSchema = z.strictObject({
  scene: z.string(),
  room: z.string().optional(),
  kind: z.enum(SCENE_KINDS).optional(),
  command: z.string().optional().describe('Of a central control'),
  dry_run: dryRunSchema,
  wait_ms: waitSchema,
  confirm_token: confirmTokenSchema,
});

/** `loxone_activate_scene` */
export function sceneTool(kit: ToolKit): ToolDefinition {
  return defineTool(kit, {
    ...CONTROL_TOOL,
    name: 'loxone_activate_scene',
    title: 'Activate a scene',
    annotations: STEPPING,
    description:
      'By name: a mood, in one room or wherever the house has it; a saved scene; a sequence, radio output, scene button or central control. dry_run lists the effects.',
    inputSchema,
    async handle({ scene, room, kind, command, dry_run: dryRun = false, wait_ms: waitMs }, call) {
      const found = await findScene({ scene, room, kind }, call);
      if (!found.ok) return failure(found.error, EMPTY_COMMAND_RESULT);
      const wish = command === undefined ? undefined : { command, args: {} };
      return runScene(found.value, { dryRun, waitMs, wish }, kit, call);
    },
  });
}
