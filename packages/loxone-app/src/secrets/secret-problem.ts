/**
 * Why a secret could not be had. `REFERENCE`: what names it cannot be understood · `MISSING`: there
 * is none · `REFUSED`: who keeps it does not give it · `UNSAFE`: others could have put another in its
 * place · `UNAVAILABLE`: who keeps it does not answer.
 */
export type SecretProblemCode =
  | 'ERR_SECRET_REFERENCE'
  | 'ERR_SECRET_MISSING'
  | 'ERR_SECRET_REFUSED'
  | 'ERR_SECRET_UNSAFE'
  | 'ERR_SECRET_UNAVAILABLE';

/** A secret could not be read. Neither message nor cause ever holds it, or what it is asked for with. */
export class SecretProblem extends Error {
  override readonly name = 'SecretProblem';
  readonly code: SecretProblemCode;
  /** Whether the same question may be answered later without anybody changing anything. */
  readonly retryable: boolean;

  /** @param message - A sentence for people that also says what to do. */
  constructor(code: SecretProblemCode, message: string) {
    super(message);
    this.code = code;
    this.retryable = code === 'ERR_SECRET_UNAVAILABLE';
  }
}
