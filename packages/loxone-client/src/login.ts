import {
  type Answer,
  type Clock,
  type HashInputs,
  LoxoneError,
  PATHS,
  parseTokenGrant,
  TOKEN_PERMISSIONS,
  type Uuid,
} from '@gatehouse/loxone-protocol';
import { assertAccepted, type Channel, isAccepted } from './channel.js';
import { askOneTimeKey } from './one-time-key.js';
import type { PasswordPace } from './password-pace.js';
import { type Credentials, Token } from './secrets.js';

/** Who logs in, over what. */
export interface LoginContext {
  readonly channel: Channel;
  readonly credentials: Credentials;
  readonly clock: Clock;
  /** Names this installation at the Miniserver. */
  readonly clientId: Uuid;
  readonly clientName: string;
  /** Whether the token is kept for the next run. */
  readonly keepsToken: boolean;
  /** Told of the password's use. */
  readonly pace: PasswordPace;
}

/** The user is not there, not allowed or disabled (§2.7). 401 would mean the encryption here. */
const NO_SUCH_USER: ReadonlySet<number> = new Set([403, 404, 423]);
/** Too late, or not understood: these say nothing about the password. */
const PASSING_CODES: ReadonlySet<number> = new Set([400, 420]);

/** Label of the token's proof: a failure with it means that the token is no good. */
export const TOKEN_LOGIN = 'the login by token';

/**
 * Logs in with the password and gets a token (protocol reference §2.5).
 *
 * @throws LoxoneError `ERR_LOXONE_CREDENTIALS_REJECTED`: the password must not be tried again.
 */
export async function loginByPassword(context: LoginContext): Promise<Token> {
  const { channel, credentials, clientId, clientName, pace } = context;
  const inputs = await freshKey(context);
  const path = PATHS.token({
    hash: credentials.prove(inputs),
    user: credentials.user,
    // Weeks where it is kept; else hours: one that a crash leaves behind should not stay valid.
    permission: context.keepsToken ? TOKEN_PERMISSIONS.app : TOKEN_PERMISSIONS.web,
    clientUuid: clientId,
    info: clientName,
  });
  const onSent = (): void => pace.sent();
  const answer = await channel.ask('fenc', 'the login by password', path, { onSent });
  const passing = PASSING_CODES.has(answer.code) || answer.code >= 500;
  if (!isAccepted(answer) && !passing) throw rejected(credentials.user, answer.code);
  assertAccepted(answer, 'the login by password');
  pace.accepted();
  const grant = parseTokenGrant(answer.value);
  if (grant.token === undefined) throw tokenMissing();
  return new Token(grant.token, grant.validUntil);
}

/**
 * Logs in with a token (§2.6).
 *
 * @throws LoxoneError `ERR_LOXONE_COMMAND_FAILED` with the control {@link TOKEN_LOGIN}: the token
 * is no good.
 */
export async function loginByToken(context: LoginContext, token: Token): Promise<Token> {
  const hash = token.prove(await freshKey(context));
  const path = PATHS.authenticate(hash, context.credentials.user);
  const answer = await context.channel.ask('fenc', TOKEN_LOGIN, path);
  assertAccepted(answer, TOKEN_LOGIN);
  return token.renewed(parseTokenGrant(answer.value));
}

/** Exchanges a token for a longer one; the old one is dead afterwards (§2.6). */
export async function refreshToken(context: LoginContext, token: Token): Promise<Token> {
  const hash = token.prove(await freshKey(context));
  const path = PATHS.refreshToken(hash, context.credentials.user);
  const answer = await context.channel.ask('fenc', 'the refresh of the token', path);
  assertAccepted(answer, 'the refresh of the token');
  return token.renewed(parseTokenGrant(answer.value));
}

/**
 * Kills the token of this connection. The box may close the socket instead of answering (§2.6).
 *
 * @param signal - Gives up waiting.
 */
export async function killToken(
  context: LoginContext,
  token: Token,
  signal: AbortSignal,
): Promise<void> {
  const hash = token.prove(await freshKey(context, signal));
  const path = PATHS.killToken(hash, context.credentials.user);
  await context.channel.ask('fenc', 'the end of the token', path, { signal });
}

function freshKey(context: LoginContext, signal?: AbortSignal): Promise<HashInputs> {
  const { channel, credentials, clock } = context;
  const path = PATHS.hashInputs(credentials.user);
  const label = 'the one-time key';
  const check = (answer: Answer): void => {
    if (NO_SUCH_USER.has(answer.code)) throw rejected(credentials.user, answer.code);
    assertAccepted(answer, label);
  };
  return askOneTimeKey({ channel, clock, path, label, check, signal });
}

function rejected(user: string, code: number): LoxoneError<'ERR_LOXONE_CREDENTIALS_REJECTED'> {
  const message = `The Miniserver rejected the user or the password with code ${code}.`;
  return new LoxoneError('ERR_LOXONE_CREDENTIALS_REJECTED', message, { user, code });
}

function tokenMissing(): LoxoneError<'ERR_LOXONE_ANSWER_MALFORMED'> {
  const problem = 'it grants no token';
  const message = `The Miniserver's answer to the login cannot be used: ${problem}.`;
  return new LoxoneError('ERR_LOXONE_ANSWER_MALFORMED', message, { problem });
}
