import { actRequest, type HouseView, houseQuery } from '@gatehouse/admin-ui/wire';
import type { Principal } from '@gatehouse/core';
import { z } from 'zod';
import { defineRoute, type Route } from '../http/route.js';
import { RouteProblem } from '../http/route-problem.js';
import { type AdminParts, callerOf } from './admin-parts.js';
import { unknownKey } from './admin-problem.js';
import { actOn } from './house-act.js';
import { houseSight } from './house-sight.js';
import { roomsOf } from './house-view.js';
import { looking, mayLook } from './may-administer.js';
import { PendingActs } from './pending-acts.js';

const PATH = '/admin/api/house';

/** @throws RouteProblem where there is no such key, or it lets nobody in, or it is not theirs to see. */
async function seenAs({ auth }: AdminParts, viewer: Principal, id: string): Promise<Principal> {
  if (!mayLook(auth, viewer, 'keys')) {
    throw new RouteProblem(
      403,
      'not-allowed',
      'To see the house as another key sees it, you must be allowed to see keys (admin:keys).',
    );
  }
  if ((await auth.keys.get(id)) === undefined) throw unknownKey();
  const principal = await auth.keys.principal(id);
  if (principal !== undefined) return principal;
  throw new RouteProblem(409, 'key-not-active', 'This key lets nobody in now, so it sees nothing.');
}

/** The house, live, and simple control of it. */
export function houseRoutes(parts: AdminParts): readonly Route[] {
  const { auth, home, offers, sessions } = parts;
  const pending = new PendingActs();
  sessions.onEnd((sessionId) => pending.forget(sessionId));
  const canAct = offers.tools.has('loxone_control_device');
  return [
    defineRoute({
      method: 'GET',
      path: PATH,
      access: { to: 'owner', action: looking('house') },
      summary: 'The house as one sees it, or as one of the keys sees it.',
      query: houseQuery,
      answers: { 200: { description: 'Rooms, devices, states and what can be told to them.' } },
      async handle(call) {
        const viewer = callerOf(call);
        const { as } = call.query;
        const seer =
          as === undefined || as === viewer.id ? viewer : await seenAs(parts, viewer, as);
        // Nobody sees by another key what they do not see by their own.
        const sight = houseSight(home, auth.authorize, seer === viewer ? [viewer] : [viewer, seer]);
        const body: HouseView = {
          principal: { id: seer.id, name: seer.name, role: seer.role },
          phase: home.status().phase,
          rooms: roomsOf({ home, sight, canAct }),
        };
        return { status: 200, body };
      },
    }),
    defineRoute({
      method: 'POST',
      path: `${PATH}/:control/act`,
      access: { to: 'owner', action: looking('house') },
      summary: 'Give a command to a device, as oneself.',
      params: z.strictObject({ control: z.string().min(1).max(200) }),
      body: actRequest,
      answers: { 200: { description: 'What the house then did, or what has to be confirmed.' } },
      async handle(call) {
        const control = home.control(call.params.control);
        const sight = houseSight(home, auth.authorize, [callerOf(call)]);
        if (control === undefined || !sight.sees(control)) {
          throw new RouteProblem(404, 'unknown-device', 'There is no such device.');
        }
        return { status: 200, body: await actOn(control, call.body, call, parts, pending) };
      },
    }),
  ];
}
