/** One field of a request that is wrong. */
export interface FieldProblem {
  /** `body.name`. */
  readonly field: string;
  readonly problem: string;
}

interface ProblemParts {
  readonly fields?: readonly FieldProblem[];
  readonly candidates?: readonly string[];
  readonly needs?: string;
  readonly retryAfterSeconds?: number;
}

/** The one error of the API's client: the server said no (RFC 9457), or did not answer at all. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** For programs: `invalid-request`, `not-allowed`; `unreachable` when there was no answer. */
  readonly code: string;
  readonly fields: readonly FieldProblem[];
  /** What could have been meant. */
  readonly candidates: readonly string[];
  /** What the caller would need to be allowed. */
  readonly needs: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  /** @param detail - A sentence for people. */
  constructor(status: number, code: string, detail: string, parts: ProblemParts = {}) {
    super(detail);
    this.status = status;
    this.code = code;
    this.fields = parts.fields ?? [];
    this.candidates = parts.candidates ?? [];
    this.needs = parts.needs;
    this.retryAfterSeconds = parts.retryAfterSeconds;
  }

  /** @returns What is wrong with the field of the body that has this name, or with a part of it. */
  of(field: string): string | undefined {
    const place = `body.${field}`;
    return this.fields.find((one) => one.field === place || one.field.startsWith(`${place}.`))
      ?.problem;
  }
}

/** @returns The problem for whatever was thrown. */
export function problemOf(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  return new ApiProblem(0, 'unexpected', 'Something went wrong in this page. Load it again.');
}

/** @returns The problem for a request that got no answer. */
export function unreachable(): ApiProblem {
  return new ApiProblem(
    0,
    'unreachable',
    'The server does not answer. Is it running, and are you on its network?',
  );
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

function fieldsOf(value: unknown): readonly FieldProblem[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown) => {
    const { field, problem } = (one ?? {}) as Partial<Record<string, unknown>>;
    return typeof field === 'string' && typeof problem === 'string' ? [{ field, problem }] : [];
  });
}

function needsOf(value: unknown): string | undefined {
  const needs = typeof value === 'string' ? value : texts(value).join(', ');
  return needs === '' ? undefined : needs;
}

function secondsOf(header: string | null): number | undefined {
  const seconds = Number(header ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : undefined;
}

/** Reads an error answer. An answer that is none of ours (a proxy's page) gets a sentence of ours. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => undefined);
  const parts = (typeof body === 'object' && body !== null ? body : {}) as Partial<
    Record<string, unknown>
  >;
  const retryAfterSeconds = secondsOf(response.headers.get('Retry-After'));
  const needs = needsOf(parts['needs']);
  return new ApiProblem(
    response.status,
    typeof parts['code'] === 'string' ? parts['code'] : `status-${response.status}`,
    typeof parts['detail'] === 'string'
      ? parts['detail']
      : `The server answered with status ${response.status}.`,
    {
      fields: fieldsOf(parts['fields']),
      candidates: texts(parts['candidates']),
      ...(needs === undefined ? {} : { needs }),
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    },
  );
}
