import { z } from 'zod';
import { stepSchema } from '../batch/step.js';
import { dryRunSchema } from '../command/command-schema.js';
import { defineTool, type ToolKit } from '../define-tool.js';
import { errorSchema } from '../output-schema.js';
import type { ToolDefinition } from '../tool.js';
import { MAX_SCENE_STEPS, NO_SCENES, runManagement } from './manage.js';

const inputSchema = z.strictObject({
  action: z.enum(['list', 'show', 'save', 'delete']),
  scene: z.string().max(200).optional().describe('Id or name'),
  description: z.string().max(500).optional(),
  steps: z.array(stepSchema).min(1).max(MAX_SCENE_STEPS).optional().describe('As in loxone_batch'),
  dry_run: dryRunSchema,
});

const outputSchema = z.strictObject({
  scenes: z.array(z.record(z.string(), z.unknown())),
  error: errorSchema,
  notice: z.string().optional(),
});

/** `loxone_manage_scenes` */
export function scenesTool(kit: ToolKit): ToolDefinition {
  return defineTool(kit, {
    name: 'loxone_manage_scenes',
    title: 'Manage saved scenes',
    description:
      'List, show, save or delete saved scenes. Steps are tried before they are saved; loxone_activate_scene runs them.',
    risk: 'control',
    annotations: {
      readOnlyHint: false,
      destructiveHint: true,
      idempotentHint: true,
      openWorldHint: false,
    },
    inputSchema,
    outputSchema,
    empty: NO_SCENES,
    handle: (args, call) => runManagement(args, kit, call),
  });
}
