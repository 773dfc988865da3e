import type { z } from 'zod';
import { type FieldProblem, RouteProblem } from './route-problem.js';

/** The parts of a request that have schemas. */
type Part = 'params' | 'query' | 'body';

/** What a client may be told about at once; more would be a way to make long answers. */
const MOST_PROBLEMS = 20;

/** A name that can be repeated to the client as it is; others may be anything, a key included. */
const PLAIN_NAME = /^[A-Za-z_][\w-]{0,40}$/;

function fieldOf(part: Part, path: readonly PropertyKey[]): string {
  const steps = path.map((step) =>
    typeof step === 'number' || PLAIN_NAME.test(String(step)) ? String(step) : '?',
  );
  return [part, ...steps].join('.');
}

type Issue = z.core.$ZodIssue;

function problemsOf(part: Part, issue: Issue): readonly FieldProblem[] {
  if (issue.code !== 'unrecognized_keys') {
    return [{ field: fieldOf(part, issue.path), problem: issue.message }];
  }
  const problem = 'is not known here';
  return issue.keys.map((key) => ({ field: fieldOf(part, [...issue.path, key]), problem }));
}

const ONE_OF: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

/** What a value must be, for whoever sends it, where its schema does not say so in words of its own. */
function inWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is missing';
      return `must be ${ONE_OF[issue.expected] ?? issue.expected}`;
    case 'too_small':
      if (issue.origin === 'string') return 'must not be empty';
      return `must be at least ${issue.minimum}`;
    case 'too_big':
      if (issue.origin === 'string') return `must have at most ${issue.maximum} characters`;
      return issue.origin === 'array'
        ? `must have at most ${issue.maximum} entries`
        : `must be at most ${issue.maximum}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    default:
      return undefined;
  }
}

/**
 * Checks one part of a request. What has no schema is not passed on: routes see only what they said
 * they take.
 *
 * @throws {@link RouteProblem} `invalid-request` with the fields and what they must be.
 */
export function checkInput(part: Part, schema: z.ZodType | undefined, value: unknown): unknown {
  if (schema === undefined) return undefined;
  const checked = schema.safeParse(value, { error: inWords });
  if (checked.success) return checked.data;
  const fields = checked.error.issues.flatMap((issue) => problemsOf(part, issue));
  throw new RouteProblem(
    400,
    'invalid-request',
    'Parts of the request are not as they must be: see fields.',
    { fields: fields.slice(0, MOST_PROBLEMS) },
  );
}
