import { type SignedIn, signInRequest } from '@gatehouse/admin-ui/wire';
import { defineRoute, type Route } from '../http/route.js';
import { RouteProblem } from '../http/route-problem.js';
import type { AdminParts } from './admin-parts.js';
import { assertOwnPage } from './own-page.js';
import { type FoundSession, IDLE_MS } from './owner-sessions.js';
import { endedCookie, sessionCookie } from './session-cookie.js';
import { signIn } from './sign-in.js';

const PATH = '/admin/api/session';

/** What an answer says to whoever has just signed in, or asks whether they are. */
function signedIn({ principal, csrfToken, endsAt }: FoundSession): SignedIn {
  const { id, name, role } = principal;
  return { id, name, role, csrfToken, endsAt, idleSeconds: IDLE_MS / 1000 };
}

function noSession(): RouteProblem {
  return new RouteProblem(
    404,
    'no-session',
    'This request carries a key and no session: there is none to show or to end.',
  );
}

/** Signing in, out, and who one is. */
export function sessionRoutes(parts: AdminParts): readonly Route[] {
  const { sessions } = parts;
  return [
    defineRoute({
      method: 'POST',
      path: PATH,
      access: { to: 'open' },
      summary: 'Sign in with a key, or with the code of a one-time link.',
      body: signInRequest,
      answers: { 200: { description: 'Who is signed in; the cookie is set.' } },
      async handle({ body, context, arrival }) {
        assertOwnPage(arrival);
        const who = await signIn(parts, body, context);
        const { secure, cookie } = arrival;
        // A new id each time: what a browser had before, or was given, is of no use afterwards.
        const before = await sessions.find(cookie, context);
        if (before !== undefined) await sessions.end(before.sessionId, 'signed-in-anew');
        const { token, ...opened } = await sessions.open({ ...who, secure, context });
        return {
          status: 200,
          headers: { 'Set-Cookie': sessionCookie(token, secure) },
          body: signedIn(opened),
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: PATH,
      access: { to: 'signed-in' },
      summary: 'Who is signed in.',
      answers: { 200: { description: 'Who is signed in, with the CSRF token.' } },
      async handle({ context, arrival }) {
        const found =
          context.sessionId === undefined
            ? undefined
            : await sessions.find(arrival.cookie, context);
        if (found === undefined) throw noSession();
        return { status: 200, body: signedIn(found) };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: PATH,
      access: { to: 'signed-in' },
      summary: 'Sign out.',
      answers: { 204: { description: 'The session has ended.' } },
      async handle({ context, arrival }) {
        if (context.sessionId === undefined) throw noSession();
        await sessions.end(context.sessionId, 'signed-out');
        return { status: 204, headers: { 'Set-Cookie': endedCookie(arrival.secure) } };
      },
    }),
  ];
}
