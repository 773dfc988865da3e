import { TOKEN_PERMISSIONS } from '@gatehouse/loxone-protocol';
import type { Token, TokenKind } from '../auth/tokens.js';
import { rightsOf } from '../auth/user-profile.js';
import type { Box } from './box.js';
import { type AnswerStyle, native, type Reply } from './reply.js';
import { argumentsOf, type CommandRequest } from './request.js';
import { type Caller, LOGIN, type Route, type RouteTable, SECRET } from './route.js';

/** What a user of an app gets (protocol reference §2.5): own password, modes, autopilot, lights. */
const GRANTED =
  TOKEN_PERMISSIONS.operatingModes |
  TOKEN_PERMISSIONS.autopilot |
  TOKEN_PERMISSIONS.expertModeLight;

const JWT_SINCE = '10.2';
const CHECK_SINCE = '10.0.9.13';
const DISABLED = 423;
const CONNECTION = TOKEN_PERMISSIONS.web | TOKEN_PERMISSIONS.app;
const NEVER_CHANGED_MS = 1_230_768_000_000;
/** The captured answer is in Central European time. */
const LOCAL_OFFSET_MS = 3_600_000;

/** Getting, using, prolonging and killing tokens (§2.5, §2.6). */
export const TOKEN_ROUTES: RouteTable = {
  'sys/getjwt': { ...getToken('jwt'), since: JWT_SINCE },
  'sys/gettoken': getToken('legacy'),
  authwithtoken: { access: LOGIN, run: authenticate },
  'sys/authwithtoken': { access: LOGIN, run: authenticate },
  'sys/refreshjwt': { access: SECRET, run: refresh('new'), since: JWT_SINCE },
  'sys/refreshtoken': { access: SECRET, run: refresh('same') },
  'sys/checktoken': { access: SECRET, run: check, since: CHECK_SINCE },
  'sys/killtoken': { access: SECRET, run: kill },
};

/** `{hash}/{user}/{permission}/{uuid}/{info}` */
function getToken(kind: TokenKind): Route {
  return {
    access: LOGIN,
    run: (request, box, { address }) => {
      const [hash, user, permission, clientUuid] = argumentsOf(request);
      if (!hash || !user || !permission || !clientUuid) return native(request.control, '', 400);
      const token = box.gatekeeper.login({
        hash,
        user,
        permission: Number(permission) || 0,
        kind,
        address,
        byToken: request.query.get('authhash')?.toLowerCase() === 'true',
      });
      if (token === undefined) return refused(request, box, { close: true });
      if (token === 'disabled') {
        return native(request.control, '', DISABLED, { close: true, style: 'legacy' });
      }
      const key = box.gatekeeper.keys.issue(address);
      return native(
        request.control,
        { token: token.text, key, ...grantOf(token, box), unsecurePass: false },
        200,
        { token, style: styleOf(kind) },
      );
    },
  };
}

function authenticate(request: CommandRequest, box: Box, { address }: Caller): Reply {
  const [proof = '', user = ''] = argumentsOf(request);
  const token = box.gatekeeper.loginByToken(proof, user, address);
  if (token === undefined) return refused(request, box, { close: true });
  return native(request.control, { ...grantOf(token, box), unsecurePass: false }, 200, { token });
}

function refresh(text: 'new' | 'same'): Route['run'] {
  return (request, box, caller) => {
    const token = tokenOf(request, box, caller);
    if (token === undefined) return refused(request, box);
    const fresh = box.gatekeeper.tokens.refresh(token, text);
    const value = {
      ...(text === 'new' && { token: fresh.text }),
      validUntil: fresh.validUntil,
      unsecurePass: false,
    };
    return native(request.control, value, 200, {
      ...(caller.token === token && { token: fresh }),
      style: styleOf(text === 'new' ? 'jwt' : 'legacy'),
    });
  };
}

function check(request: CommandRequest, box: Box, caller: Caller): Reply {
  const token = tokenOf(request, box, caller);
  if (token === undefined) return refused(request, box);
  return native(request.control, { validUntil: token.validUntil, unsecurePass: false });
}

/** Killing the token of the own connection is answered 401 and ends the connection. */
function kill(request: CommandRequest, box: Box, caller: Caller): Reply {
  const token = tokenOf(request, box, caller);
  if (token === undefined) return refused(request, box);
  box.gatekeeper.tokens.kill(token);
  return caller.token === token
    ? refused(request, box, { close: true })
    : native(request.control, '1');
}

function tokenOf(request: CommandRequest, box: Box, { address }: Caller): Token | undefined {
  const [proof = '', user = ''] = argumentsOf(request);
  return box.gatekeeper.token(proof, user, address);
}

/** What was asked for, as far as the user holds it, and what everybody gets. */
function grantOf(
  token: Token,
  box: Box,
): { readonly validUntil: number; readonly tokenRights: number } {
  const { profile } = box.gatekeeper.users.find(token.user) ?? {};
  const held = (profile ? rightsOf(profile) : 0) | CONNECTION;
  return {
    validUntil: token.validUntil,
    tokenRights: ((token.permission & held) | (GRANTED & held)) >>> 0,
  };
}

/**
 * A proof that proves nothing. After a login the socket is closed by the server: clients wait for
 * that instead of closing (§8.4).
 */
function refused(
  request: CommandRequest,
  box: Box,
  effects: { readonly close?: true } = {},
): Reply {
  const user = box.gatekeeper.users.find(argumentsOf(request)[1] ?? '');
  const value = lastEdit(user?.passwordChangedAt);
  return native(request.control, value, 401, { ...effects, style: 'legacy' });
}

/** When the password was changed last; in the beginning of Loxone's time if never (§2.5). */
function lastEdit(changedAt = NEVER_CHANGED_MS): Readonly<Record<string, unknown>> {
  const local = new Date(changedAt + LOCAL_OFFSET_MS).toISOString();
  return {
    lastEdit: `${local.slice(0, 10)} ${local.slice(11, 19)}`,
    unix: Math.floor(changedAt / 1000),
  };
}

/** The first token commands answer with their code as text; one client tests for that. */
function styleOf(kind: TokenKind): AnswerStyle {
  return kind === 'jwt' ? 'native' : 'legacy';
}
