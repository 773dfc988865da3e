import { type ToolError, toolError } from '../tool-error.js';
import { objectBody } from './body.js';
import type { BodyOrNot, ResourceCall } from './define-resource.js';

/**
 * A resource that is the answer of a reading tool: what both say comes from one place, and so does
 * what the caller may see of it.
 *
 * @param argsOf - What the values of the URI come to as arguments.
 */
export function fromTool(
  name: string,
  argsOf: (values: Readonly<Record<string, string>>) => Record<string, unknown> = () => ({}),
): (call: ResourceCall) => Promise<BodyOrNot> {
  return async ({ kit, values, context }) => {
    const tool = kit.tools.find((candidate) => candidate.name === name);
    if (tool?.risk !== 'read') return { ok: false, error: UNSUPPORTED };
    const { structured, isError } = await tool.run(argsOf(values), context);
    if (isError === true) return { ok: false, error: errorOf(structured.error) };
    const { notice: _, ...shown } = structured;
    return objectBody(shown);
  };
}

const UNSUPPORTED = toolError(
  'not_supported',
  'This server does not offer it.',
  'Leave it out; the other resources still answer.',
);

function errorOf(error: unknown): ToolError {
  return isToolError(error) ? error : UNSUPPORTED;
}

function isToolError(value: unknown): value is ToolError {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
}
