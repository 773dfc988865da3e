/** What a Miniserver, or the way to it, can do to us, with the facts that each failure carries. */
export interface LoxoneErrorDetails {
  /** Bytes that cannot be a message header or a message. */
  ERR_LOXONE_FRAME_MALFORMED: { readonly problem: string };
  /** A text that cannot be an answer, or an answer without what it must hold. */
  ERR_LOXONE_ANSWER_MALFORMED: { readonly problem: string };
  /** A structure file that cannot be used. `field` is the path to the culprit inside the file. */
  ERR_LOXONE_STRUCTURE_INVALID: { readonly field: string; readonly problem: string };
  ERR_LOXONE_UNREACHABLE: { readonly host: string; readonly problem: string };
  /** The Miniserver answers 503: it is starting and must not be stormed. */
  ERR_LOXONE_BOOTING: { readonly host: string };
  /** Too many failed logins from this address. Trying again earlier keeps the block alive. */
  ERR_LOXONE_LOCKED_OUT: { readonly retryAfterSeconds: number };
  /** The user or token was refused with `code`. Never tried again with the same secret. */
  ERR_LOXONE_CREDENTIALS_REJECTED: { readonly user: string; readonly code: number };
  ERR_LOXONE_PUBLIC_KEY_INVALID: { readonly problem: string };
  ERR_LOXONE_CONNECTION_LOST: { readonly closeCode?: number; readonly reason?: string };
  /** The Miniserver answered a command with a code that is not 2xx. */
  ERR_LOXONE_COMMAND_FAILED: { readonly code: number; readonly control: string };
  ERR_LOXONE_TIMEOUT: { readonly what: string; readonly afterMs: number };
  /** The cloud says no for now: the house does not report, or its relay failed. `code` is its own. */
  ERR_LOXONE_REMOTE_UNAVAILABLE: {
    readonly serial: string;
    readonly code: number;
    readonly problem: string;
  };
  /** The cloud says no until somebody changes a setting in the house. */
  ERR_LOXONE_REMOTE_REFUSED: {
    readonly serial: string;
    readonly code: number;
    readonly problem: string;
  };
  /** Whoever answered showed another certificate than the pinned one. Fingerprints are SHA-256. */
  ERR_LOXONE_CERTIFICATE_MISMATCH: {
    readonly host: string;
    readonly expected: readonly string[];
    readonly received: string;
  };
  /** Ciphertext that the session's key does not open. */
  ERR_LOXONE_DECRYPT_FAILED: { readonly problem: string };
}

/** The closed set of codes. Callers switch on `code`, never on the message. */
export type LoxoneErrorCode = keyof LoxoneErrorDetails;

const RETRYABLE: ReadonlySet<LoxoneErrorCode> = new Set([
  'ERR_LOXONE_UNREACHABLE',
  'ERR_LOXONE_BOOTING',
  'ERR_LOXONE_LOCKED_OUT',
  'ERR_LOXONE_CONNECTION_LOST',
  'ERR_LOXONE_TIMEOUT',
  'ERR_LOXONE_REMOTE_UNAVAILABLE',
]);

/**
 * The Miniserver or the network failed us. Misuse by a programmer is a `TypeError` or `RangeError`
 * instead.
 *
 * Neither message, details nor cause ever hold a password, a token, a key or a hash; nor the text
 * of an answer, which may carry any of them.
 */
export class LoxoneError<Code extends LoxoneErrorCode = LoxoneErrorCode> extends Error {
  override readonly name = 'LoxoneError';
  readonly code: Code;
  readonly details: LoxoneErrorDetails[Code];
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable: boolean;

  /**
   * @param code - What happened.
   * @param message - A sentence for people.
   * @param details - The facts, as the code's entry in {@link LoxoneErrorDetails} lists them.
   * @param options - `cause`: the error underneath, if any.
   */
  constructor(
    code: Code,
    message: string,
    details: LoxoneErrorDetails[Code],
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
    this.code = code;
    this.details = details;
    this.retryable = RETRYABLE.has(code);
  }
}

/** A union that narrows `details` when `code` is switched on. */
export type AnyLoxoneError = { [Code in LoxoneErrorCode]: LoxoneError<Code> }[LoxoneErrorCode];

/**
 * Whether a thrown value is a {@link LoxoneError}, also one from another copy of this package: the
 * code decides, not the class.
 */
export function isLoxoneError(error: unknown): error is AnyLoxoneError {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith('ERR_LOXONE_') &&
    'details' in error
  );
}

/** A {@link LoxoneError} `ERR_LOXONE_ANSWER_MALFORMED`; `what` begins the sentence. */
export function malformedAnswer(
  what: string,
  problem: string,
): LoxoneError<'ERR_LOXONE_ANSWER_MALFORMED'> {
  return new LoxoneError('ERR_LOXONE_ANSWER_MALFORMED', `${what}: ${problem}.`, { problem });
}
