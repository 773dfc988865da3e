import { z } from 'zod';
import { defineTool, failure, type ToolKit } from '../define-tool.js';
import { readScope } from '../get-state/read-scope.js';
import { READ_TOOL } from '../read-tool.js';
import { resolveTargets } from '../targets/resolve-targets.js';
import { targetsSchema } from '../targets/target-schema.js';
import type { ToolDefinition } from '../tool.js';
import { toolError } from '../tool-error.js';
import { describeOutputSchema, describeResult, NOTHING_DESCRIBED } from './describe-result.js';

/** Most devices that one call describes: a description is long. */
const MAX_DESCRIBED = 10;

const inputSchema = z.strictObject({ targets: targetsSchema });

/** `loxone_describe_control` */
export function describeTool(kit: ToolKit): ToolDefinition {
  return defineTool(kit, {
    name: 'loxone_describe_control',
    title: 'Describe devices',
    description:
      'What up to 10 devices are and take: commands with arguments, ranges and risk, states, moods, parts, which tool commands them.',
    ...READ_TOOL,
    inputSchema,
    outputSchema: describeOutputSchema,
    empty: NOTHING_DESCRIBED,
    handle({ targets }, call) {
      const resolved = resolveTargets(targets, call.index, call.access, readScope);
      const count = resolved.targets.length;
      return count > MAX_DESCRIBED
        ? failure(tooMany(count), NOTHING_DESCRIBED)
        : describeResult(resolved, call);
    },
  });
}

function tooMany(count: number): ReturnType<typeof toolError> {
  return toolError(
    'too_many_targets',
    `The targets come to ${count} devices; one call describes at most ${MAX_DESCRIBED}.`,
    'Name the ones that matter; devices of one type take the same commands.',
  );
}
