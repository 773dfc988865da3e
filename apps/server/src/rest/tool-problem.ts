import { z } from 'zod';
import { type ProblemExtras, type ProblemStatus, RouteProblem } from '../http/route-problem.js';

/** An error of a tool, read from its structured content. */
export interface FoundToolError {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly candidates?: readonly { readonly id: string; readonly label: string }[] | undefined;
}

const toolErrorSchema: z.ZodType<FoundToolError> = z.looseObject({
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  candidates: z.array(z.looseObject({ id: z.string(), label: z.string() })).optional(),
});

/** @returns The error of a result; `undefined` where it has none. */
export function toolErrorOf(
  structured: Readonly<Record<string, unknown>>,
): FoundToolError | undefined {
  const { error } = structured;
  return error === undefined ? undefined : toolErrorSchema.parse(error);
}

interface Rule {
  readonly status: ProblemStatus;
  /** Where the tool's own advice speaks of tools. */
  readonly hint?: string;
  /** What to do, said after that advice. */
  readonly besides?: string;
}

const WHOLE = 'Use the id, or "Name [Room]", of the one that is meant.';

/** Every code that a tool can answer a REST call with; others are of tools that REST does not use. */
const RULES: Readonly<Record<string, Rule>> = {
  invalid_argument: { status: 400 },
  out_of_range: { status: 400 },
  too_many_targets: { status: 400 },
  stale_cursor: { status: 400, hint: 'Ask for the first page again.' },
  unknown_device: { status: 404, hint: 'GET /api/devices lists those that there are.' },
  unknown_room: { status: 404, hint: 'GET /api/rooms lists those that there are.' },
  nothing_selected: { status: 404 },
  ambiguous_device: { status: 409, hint: WHOLE },
  ambiguous_room: { status: 409, hint: 'Use the whole name, or the id, of the one that is meant.' },
  not_supported: { status: 422, besides: 'GET /api/devices/{device} tells what it can do.' },
  refused: { status: 422 },
  not_allowed: { status: 403 },
  pin_required: { status: 403 },
  declined: { status: 403 },
  approval_refused: { status: 403 },
  confirmation_required: {
    status: 409,
    hint: 'Tell a person exactly what would happen. If they agree, send the same request with confirmation_token within a minute.',
  },
  no_effect: { status: 409 },
  outcome_unknown: { status: 503 },
  house_offline: { status: 503 },
  cancelled: { status: 503 },
};

const BAD_INPUT: ReadonlySet<string> = new Set(['invalid_argument', 'out_of_range']);

/** Where the inputs of a route stand: `query`, `body`. */
export type InputPlace = 'query' | 'body' | 'params';

/**
 * An error of a tool as REST answers it.
 *
 * @param place - Where the caller wrote what the tool did not understand.
 */
export function toolProblem(
  error: FoundToolError,
  place: InputPlace,
  more: Readonly<Record<string, unknown>> = {},
): RouteProblem {
  const rule = RULES[error.code] ?? { status: 500 };
  const message = sentence(error.message);
  const besides = isValueWrong(error, place) ? VALUE : rule.besides;
  const advice = [rule.hint ?? hintOf(error), besides];
  const extras: ProblemExtras = {
    ...(BAD_INPUT.has(error.code) && { fields: [{ field: place, problem: message }] }),
    ...(error.candidates !== undefined && { candidates: shownCandidates(error.candidates) }),
    more: { ...(rule.status === 403 && { error: 'Insufficient permissions' }), ...more },
  };
  const detail = [message, ...advice].filter(Boolean).join(' ');
  return new RouteProblem(rule.status, error.code.replaceAll('_', '-'), detail, extras);
}

const VALUE = 'What an action sets stands in the body: {"value": 40}.';

function isValueWrong({ code }: FoundToolError, place: InputPlace): boolean {
  return code === 'invalid_argument' && place === 'body';
}

/** Advice about tools is none for a route; permissions are named after them all the same. */
function hintOf({ code, hint }: FoundToolError): string {
  return hint.includes('loxone_') && code !== 'not_allowed' ? '' : hint;
}

/** `Name [Room]` where that tells them apart, else their ids. */
function shownCandidates(candidates: NonNullable<FoundToolError['candidates']>): readonly string[] {
  const labels = candidates.map(({ label }) => label);
  return new Set(labels).size === labels.length ? labels : candidates.map(({ id }) => id);
}

/** A tool names which of its arguments it speaks of; a route has other names for them. */
function sentence(message: string): string {
  return message
    .replace(/^(?:targets\[\d+\]|target|room): /u, '')
    .replace(/Invalid input: expected (\w+), received \w+/u, (_, wanted: string) =>
      wanted === 'number' ? 'must be a number, without quotes or a unit' : `must be a ${wanted}`,
    )
    .replace(/^\p{Ll}/u, (first) => first.toUpperCase());
}
