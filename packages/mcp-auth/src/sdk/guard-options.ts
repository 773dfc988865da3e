import type { AuditSink, Authorize, Logger, Principal } from '@gatehouse/core';
import type { Consents } from '../consent/consents.js';
import type { Decide } from '../decide.js';
import type { SecurityPolicy } from '../security-level.js';
import type { Confirm } from './confirm.js';
import type { RequestExtra } from './intercept.js';
import type { Rules } from './rules.js';

/** Tells who is asking; `undefined` = nobody: denied. */
export type PrincipalOf = (
  extra: RequestExtra,
) => Principal | undefined | Promise<Principal | undefined>;

/** What a host may say about a guard, whichever way it is made. */
export interface GuardChoices {
  /**
   * How a denied `tools/call` is answered: `result` (default) is a result with `isError: true`,
   * which the model sees; `error` is a JSON-RPC error. Clients with a fixed key cannot ask for
   * more rights, so an error gains them nothing and some drop the connection over it.
   */
  readonly toolDenial?: 'result' | 'error';
  /**
   * Further methods that any principal may call: `tasks/get` and the like, or a server's own.
   * They are not judged by name. Default: none.
   */
  readonly openMethods?: readonly string[];
  /**
   * Asks a person about an act that needs confirmation. Default: through the client (elicitation);
   * where the client cannot ask, the act is denied.
   */
  readonly confirm?: Confirm;
}

/** How a guarded server decides. */
export interface GuardOptions extends GuardChoices {
  /** The one function that answers for the lists and for the calls (rule 1). */
  readonly authorize: Authorize;
  /**
   * Answers for calls in place of `authorize`, and may record them; `McpAuth.decide` is one. It
   * must allow nothing that `authorize` denies. Default: what `authorize` says.
   */
  readonly decide?: Decide;
  /**
   * Who is asking, read anew for every request: a role changed or a key revoked between two calls
   * takes effect on the second. `currentPrincipal(auth.keys)` reads it behind an HTTP gate; a stdio
   * server answers with its local principal.
   */
  readonly principal: PrincipalOf;
  /**
   * What the server offers, and how risky each thing is. What it does not know is denied. Absent:
   * tools by their annotations (`readOnlyHint: true` is `read`, all others are `control`),
   * resources and prompts are `read`.
   */
  readonly rules?: Rules;
  /**
   * Asks the owner about an act that they have to approve; `McpAuth.consents` is one. Default: such
   * acts are denied.
   */
  readonly consents?: Consents;
  /** Hears of requests that are denied before there is anything to decide. */
  readonly audit?: Pick<AuditSink, 'note'>;
  /** What a client learns when the guard itself fails. Default: `code-and-message`. */
  readonly errorDetail?: SecurityPolicy['errorDetail'];
  /** Hears of denials and of failures of `principal`, `rules` and `authorize`. */
  readonly logger?: Logger;
}
