import type { Agreement } from '../command/agree.js';
import { type Item, isSuccess } from '../command/item.js';
import { cleanText } from '../text/clean-text.js';
import type { ToolResult } from '../tool.js';
import { errorText, toolError } from '../tool-error.js';
import { errorIn } from './rehearse.js';
import type { Step } from './step.js';

/** Longest account of one step. */
const MAX_TEXT = 400;

/** What became of one step. */
export interface StepItem {
  /** From 1. */
  readonly step: number;
  readonly tool: string;
  readonly outcome: 'done' | 'partial' | 'failed' | 'skipped' | 'cancelled';
  readonly detail: string;
  /** What became of each of its devices. */
  readonly results?: unknown;
}

/** @param result - `undefined` for a pause, and for waiting that was not rehearsed. */
export function stepItem(at: number, step: Step, result: ToolResult | undefined): StepItem {
  const of = { step: at + 1, tool: step.tool?.name ?? 'pause' };
  if (result === undefined) return { ...of, outcome: 'done', detail: pauseText(step) };
  const { results } = result.structured;
  const detail = cleanText(result.text.replaceAll('\n', ' · '), MAX_TEXT);
  const outcome = outcomeOf(result);
  return {
    ...of,
    outcome,
    detail,
    ...(Array.isArray(results) && results.length > 0 && { results }),
  };
}

/** A step that was left out. */
export function notRun(at: number, step: Step, outcome: 'skipped' | 'cancelled'): StepItem {
  const why =
    outcome === 'skipped' ? 'not run: a step before it failed' : 'not run: the call was ended';
  return { step: at + 1, tool: step.tool?.name ?? 'pause', outcome, detail: why };
}

/** What became of all steps. */
export function stepsReport(
  items: readonly StepItem[],
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): ToolResult {
  const done = items.filter(({ outcome }) => outcome === 'done').length;
  const headline = dryRun
    ? 'Dry run, nothing was sent.'
    : `${done} of ${items.length} steps done${done === items.length ? '' : '; nothing is undone'}.`;
  const lines = items.map(({ step, tool, detail }) => `${step}. ${tool}: ${detail}`);
  const text = [headline, ...lines].join('\n');
  const structured = { results: items };
  const worked = items.some(({ outcome }) => outcome === 'done' || outcome === 'partial');
  if (worked) return { text, structured };
  const error = toolError(
    'no_effect',
    'No step did what was asked.',
    'See the results for each reason.',
  );
  return { text, structured: { ...structured, error }, isError: true };
}

/** Somebody has to agree first, or did not. */
export function withoutConsent(
  { error, token }: Extract<Agreement, { ok: false }>,
  planned: readonly StepItem[],
): ToolResult {
  const { text, structured } = stepsReport(planned, { dryRun: true });
  const lines = [
    errorText(error),
    text,
    ...(token === undefined ? [] : [`confirm_token: ${token}`]),
  ];
  return {
    text: lines.join('\n'),
    structured: { ...structured, error, ...(token !== undefined && { confirm_token: token }) },
    isError: true,
  };
}

function outcomeOf(result: ToolResult): StepItem['outcome'] {
  if (errorIn(result) !== undefined || result.isError === true) return 'failed';
  const { results } = result.structured;
  const items = Array.isArray(results) ? (results as readonly Item[]) : [];
  return items.every((item) => isWell(item)) ? 'done' : 'partial';
}

/** Items are those of devices, or of steps where the step was a saved scene. */
function isWell(item: Item | StepItem): boolean {
  return 'step' in item ? item.outcome === 'done' : isSuccess(item);
}

function pauseText({ tool, delayMs }: Step): string {
  return tool === undefined ? `paused ${delayMs / 1000} s` : 'is waited for when its turn comes';
}
