import type { z } from 'zod';
import { cleanText, MAX_VALUE_LENGTH } from './text/clean-text.js';
import { type ToolError, toolError } from './tool-error.js';

/** Most problems that one error names. */
const MAX_PROBLEMS = 3;

/** Arguments that do not fit the schema, in one sentence. */
export function argumentError(issues: readonly z.core.$ZodIssue[]): ToolError {
  const problems = issues.slice(0, MAX_PROBLEMS).map(problemText).join('; ');
  const outOfRange = issues.every(isRange);
  return toolError(
    outOfRange ? 'out_of_range' : 'invalid_argument',
    `${cleanText(problems, MAX_VALUE_LENGTH)}.`,
    'Nothing was done; correct the arguments and call again.',
  );
}

function isRange(issue: z.core.$ZodIssue): boolean {
  return (
    (issue.code === 'too_big' || issue.code === 'too_small') &&
    (issue.origin === 'number' || issue.origin === 'int')
  );
}

function problemText(issue: z.core.$ZodIssue): string {
  const where = pathText(issue.path);
  return where === '' ? issue.message : `${where}: ${issue.message}`;
}

/** `targets[0].room` */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}
