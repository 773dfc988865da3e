/** What a field of a request has wrong. */
export interface FieldProblem {
  /** `body.name`, `query.limit`. */
  readonly field: string;
  /** What it must be; never the value. */
  readonly problem: string;
}

/** Statuses that routes answer errors with. */
export type ProblemStatus = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 500 | 503;

/** What an error answer says beside its sentence. */
export interface ProblemExtras {
  readonly fields?: readonly FieldProblem[];
  /** What could have been meant, at most five. */
  readonly candidates?: readonly string[];
  readonly retryAfterSeconds?: number;
  /** Any further members of the answer, none of them secret. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/**
 * An error answer (RFC 9457). The one thing that routes throw: it ends a call from wherever its
 * reason is found, and is shown to the caller as it stands.
 */
export class RouteProblem extends Error {
  override readonly name = 'RouteProblem';
  readonly status: ProblemStatus;
  /** For programs, in kebab case: `unknown-device`. The `type` URI is made of it and never changes. */
  readonly code: string;
  readonly extras: ProblemExtras;

  /** @param detail - What is wrong and what to do; nothing of it is secret. */
  constructor(status: ProblemStatus, code: string, detail: string, extras: ProblemExtras = {}) {
    super(detail);
    this.status = status;
    this.code = code;
    this.extras = extras;
  }

  /** The members of the answer. */
  toJSON(): Readonly<Record<string, unknown>> {
    const { fields, candidates, more } = this.extras;
    return {
      type: `urn:gatehouse:problem:${this.code}`,
      title: this.code.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase()),
      status: this.status,
      detail: this.message,
      code: this.code,
      ...(fields === undefined ? {} : { fields }),
      ...(candidates === undefined ? {} : { candidates }),
      ...more,
    };
  }
}
