/** What the world can do to the framework, with the facts that each failure carries. */
export interface McpAuthErrorDetails {
  /** A store's content cannot be understood. It was not rewritten. */
  ERR_MCPAUTH_STORE_DAMAGED: { readonly location: string; readonly problem: string };
  /** The store cannot be reached or written right now (permissions, full disk, lock held). */
  ERR_MCPAUTH_STORE_UNAVAILABLE: { readonly location: string; readonly problem: string };
  ERR_MCPAUTH_STORE_READ_ONLY: { readonly location: string; readonly reason: string };
  ERR_MCPAUTH_STORE_CONFLICT: { readonly id: string };
  ERR_MCPAUTH_STORE_CLOSED: { readonly location: string };
  ERR_MCPAUTH_KEY_NOT_FOUND: { readonly id: string };
  /** The last active admin key cannot be removed, nobody grants more than they hold, … */
  ERR_MCPAUTH_KEY_REFUSED: { readonly id: string; readonly rule: string };
  /** A master key was given but cannot be one. `source` names where it came from, never the value. */
  ERR_MCPAUTH_MASTER_KEY_INVALID: { readonly source: string; readonly problem: string };
  /** Sealed data exists and no master key was found (rule 7). */
  ERR_MCPAUTH_MASTER_KEY_MISSING: {
    readonly keyIds: readonly string[];
    readonly sealedIn: readonly string[];
    readonly lookedIn: readonly string[];
  };
  /** Sealed data exists and the master key that was found is another one (rule 7). */
  ERR_MCPAUTH_MASTER_KEY_MISMATCH: {
    readonly keyIds: readonly string[];
    readonly foundKeyId: string;
    readonly foundIn: string;
    readonly sealedIn: readonly string[];
    readonly lookedIn: readonly string[];
  };
  /** A sealed value names a key that the ring does not hold. */
  ERR_MCPAUTH_SEAL_KEY_UNKNOWN: { readonly keyId: string };
  /** A sealed value was changed, cut or moved to another place: its tag does not fit. */
  ERR_MCPAUTH_SEAL_DAMAGED: { readonly keyId: string };
  /** Text that should be a sealed value is not one. */
  ERR_MCPAUTH_SEAL_MALFORMED: { readonly problem: string };
  /** A file that holds secrets is readable by others, a link, or otherwise not safe to use. */
  ERR_MCPAUTH_FILE_UNSAFE: { readonly path: string; readonly problem: string };
  /** The audit trail cannot be written right now (full disk, permissions). */
  ERR_MCPAUTH_AUDIT_UNAVAILABLE: { readonly location: string; readonly problem: string };
  /** The audit trail and what opens it do not belong together. Nothing was rewritten. */
  ERR_MCPAUTH_AUDIT_DAMAGED: { readonly location: string; readonly problem: string };
  /** The configuration given to the framework cannot work. */
  ERR_MCPAUTH_CONFIG_INVALID: { readonly problems: readonly string[] };
}

/** The closed set of codes. Callers switch on `code`, never on the message. */
export type McpAuthErrorCode = keyof McpAuthErrorDetails;

const RETRYABLE: ReadonlySet<McpAuthErrorCode> = new Set([
  'ERR_MCPAUTH_STORE_UNAVAILABLE',
  'ERR_MCPAUTH_STORE_CONFLICT',
  'ERR_MCPAUTH_AUDIT_UNAVAILABLE',
]);

/**
 * The world failed the framework (rule 5). Misuse by a programmer is a `TypeError` or `RangeError`
 * instead, and a denial is a returned decision.
 *
 * Neither message, details nor cause ever hold a key, a master key or a hash (rule 6).
 */
export class McpAuthError<Code extends McpAuthErrorCode = McpAuthErrorCode> extends Error {
  override readonly name = 'McpAuthError';
  readonly code: Code;
  readonly details: McpAuthErrorDetails[Code];
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable: boolean;

  /**
   * @param code - What happened.
   * @param message - A sentence for people that also says what to do.
   * @param details - The facts, as the code's entry in {@link McpAuthErrorDetails} lists them.
   * @param options - `cause`: the error underneath, if any.
   */
  constructor(
    code: Code,
    message: string,
    details: McpAuthErrorDetails[Code],
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
    this.code = code;
    this.details = details;
    this.retryable = RETRYABLE.has(code);
  }
}

/** A union that narrows `details` when `code` is switched on. */
export type AnyMcpAuthError = { [Code in McpAuthErrorCode]: McpAuthError<Code> }[McpAuthErrorCode];

/**
 * Whether a thrown value is an {@link McpAuthError}, also one from another copy of this package:
 * the code decides, not the class.
 */
export function isMcpAuthError(error: unknown): error is AnyMcpAuthError {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith('ERR_MCPAUTH_') &&
    'details' in error
  );
}
