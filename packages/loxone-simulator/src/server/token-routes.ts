import { TOKEN_PERMISSIONS } from '@gatehouse/loxone-protocol';
import type { Token, TokenKind } from '../auth/tokens.js';
import type { Box } from './box.js';
import { type AnswerStyle, native, type Reply } from './reply.js';
import { argumentsOf, type CommandRequest } from './request.js';
import { type Caller, LOGIN, type Route, type RouteTable, SECRET } from './route.js';

/** What a user of an app gets (protocol reference §2.5): own password, modes, autopilot, lights. */
const GRANTED =
  TOKEN_PERMISSIONS.operatingModes |
  TOKEN_PERMISSIONS.autopilot |
  TOKEN_PERMISSIONS.expertModeLight;

/** The user has never changed the password since the box was set up. */
const LAST_EDIT = { lastEdit: '2009-01-01 01:00:00', unix: 1_230_768_000 } as const;

/** Getting, using, prolonging and killing tokens (§2.5, §2.6). */
export const TOKEN_ROUTES: RouteTable = {
  'sys/getjwt': getToken('jwt'),
  'sys/gettoken': getToken('legacy'),
  authwithtoken: { access: LOGIN, run: authenticate },
  'sys/authwithtoken': { access: LOGIN, run: authenticate },
  'sys/refreshjwt': { access: SECRET, run: refresh('new') },
  'sys/refreshtoken': { access: SECRET, run: refresh('same') },
  'sys/checktoken': { access: SECRET, run: check },
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
      if (token === undefined) return refused(request, { close: true });
      const key = box.gatekeeper.keys.issue(address);
      return native(
        request.control,
        { token: token.text, key, ...grantOf(token), unsecurePass: false },
        200,
        { token, style: styleOf(kind) },
      );
    },
  };
}

function authenticate(request: CommandRequest, box: Box, { address }: Caller): Reply {
  const [proof = '', user = ''] = argumentsOf(request);
  const token = box.gatekeeper.loginByToken(proof, user, address);
  if (token === undefined) return refused(request, { close: true });
  return native(request.control, { ...grantOf(token), unsecurePass: false }, 200, { token });
}

function refresh(text: 'new' | 'same'): Route['run'] {
  return (request, box, caller) => {
    const token = tokenOf(request, box, caller);
    if (token === undefined) return refused(request);
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
  if (token === undefined) return refused(request);
  return native(request.control, { validUntil: token.validUntil, unsecurePass: false });
}

/** Killing the token of the own connection is answered 401 and ends the connection. */
function kill(request: CommandRequest, box: Box, caller: Caller): Reply {
  const token = tokenOf(request, box, caller);
  if (token === undefined) return refused(request);
  box.gatekeeper.tokens.kill(token);
  return caller.token === token ? refused(request, { close: true }) : native(request.control, '1');
}

function tokenOf(request: CommandRequest, box: Box, { address }: Caller): Token | undefined {
  const [proof = '', user = ''] = argumentsOf(request);
  return box.gatekeeper.token(proof, user, address);
}

function grantOf(token: Token): { readonly validUntil: number; readonly tokenRights: number } {
  return { validUntil: token.validUntil, tokenRights: token.permission | GRANTED };
}

/**
 * A proof that proves nothing. After a login the socket is closed by the server: clients wait for
 * that instead of closing (§8.4).
 */
function refused(request: CommandRequest, effects: { readonly close?: true } = {}): Reply {
  return native(request.control, LAST_EDIT, 401, { ...effects, style: 'legacy' });
}

/** The first token commands answer with their code as text; one client tests for that. */
function styleOf(kind: TokenKind): AnswerStyle {
  return kind === 'jwt' ? 'native' : 'legacy';
}
