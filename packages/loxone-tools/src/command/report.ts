import { failure } from '../define-tool.js';
import type { ToolResult } from '../tool.js';
import {
  errorText,
  joinErrors,
  type ToolError,
  type ToolErrorCode,
  toolError,
} from '../tool-error.js';
import { CODE_OF_OUTCOME, type Item, isSuccess } from './item.js';

/** Nothing was sent because something in the call is wrong. */
export function rejected(problems: readonly [ToolError, ...ToolError[]]): ToolResult {
  const result = failure(joinErrors(problems), { results: [] });
  const text = ['Nothing was sent.', ...problems.map(errorText)].join('\n');
  return { ...result, text };
}

/** What became of each target, and in one line of all. */
export function report(items: readonly Item[]): ToolResult {
  const structured = { results: items };
  const text = [headline(items), ...items.map(({ label, detail }) => `${label}: ${detail}`)]
    .filter((line) => line !== '')
    .join('\n');
  if (items.some(isSuccess)) return { text, structured };
  return { text, structured: { ...structured, error: errorOf(items) }, isError: true };
}

/** One item speaks for itself. */
function headline(items: readonly Item[]): string {
  if (items.length === 1) return '';
  const succeeded = items.filter(isSuccess).length;
  if (succeeded === 0) return `None of ${items.length} succeeded.`;
  const all = succeeded === items.length;
  return all ? `All ${succeeded} succeeded.` : `${succeeded} of ${items.length} succeeded.`;
}

const HINTS: Readonly<Partial<Record<ToolErrorCode, string>>> = {
  not_allowed: 'Do not try again; the owner of the house can extend this key.',
  refused: 'Do not repeat it unchanged.',
  no_effect: 'Read the state again before repeating it, and say that it is not confirmed.',
  outcome_unknown: 'Read the state before repeating it.',
  house_offline: 'Try again in a little while.',
  not_supported: 'Ask for something else, or name other devices.',
  cancelled: 'Call again if it is still wanted.',
};

/** The first item tells of what kind the failure is; each item keeps its own reason. */
function errorOf(items: readonly Item[]): ToolError {
  const [first] = items;
  const code = first === undefined ? 'nothing_selected' : CODE_OF_OUTCOME[first.outcome];
  const message =
    first !== undefined && items.length === 1
      ? `${first.label}: ${first.detail}.`
      : `None of ${items.length} devices did what was asked.`;
  return toolError(code, message, HINTS[code] ?? 'See the results for each reason.');
}
