import type { LiveEvent } from '@gatehouse/admin-ui/wire';
import type { Principal } from '@gatehouse/core';
import type { HomeChange } from '@gatehouse/loxone-controls';
import type { AdminParts } from './admin-parts.js';
import { type HouseSight, houseSight } from './house-sight.js';
import { liveControlOf } from './house-view.js';
import { type AdminTopic, mayLook } from './may-administer.js';

/** Told of each event under a name: one that waits to be sent is replaced by the next of its name. */
export type Tell = (name: string, event: LiveEvent) => void;

type LiveParts = Pick<AdminParts, 'auth' | 'home' | 'connections'>;

/** Events of the trail that change who is locked out. */
const ABOUT_LIMITS: ReadonlySet<string> = new Set(['auth.locked-out', 'auth.unlocked']);

/**
 * Tells somebody of all that they may see: each source is asked for only with its permission, and a
 * role that may see the trail alone hears of the trail alone.
 *
 * @returns A function that ends it.
 */
export function followAll(parts: LiveParts, principal: Principal, tell: Tell): () => void {
  const { auth, home, connections } = parts;
  const may = (topic: AdminTopic): boolean => mayLook(auth, principal, topic);
  const changed = (what: Extract<LiveEvent, { type: 'changed' }>['what']) => (): void =>
    tell(`changed:${what}`, { type: 'changed', what });
  const seesTrail = may('audit');
  const seesLimits = may('limits');
  const ends = [
    may('keys') && auth.keys.subscribe(changed('keys')),
    may('approvals') && auth.approvals.onChange(changed('approvals')),
    may('connections') && connections.onChange(changed('connections')),
    (seesTrail || seesLimits) &&
      auth.audit.follow((record) => {
        if (seesTrail) tell(`audit:${record.sequence}`, { type: 'audit', record });
        if (seesLimits && ABOUT_LIMITS.has(record.type)) changed('limits')();
      }),
    may('health') &&
      home.onChange(({ type }) => {
        if (type !== 'states') changed('health')();
      }),
    may('house') && followHouse(parts, principal, tell),
  ];
  return () => {
    for (const end of ends) if (end !== false) end();
  };
}

function followHouse({ auth, home }: LiveParts, principal: Principal, tell: Tell): () => void {
  const sight: HouseSight = houseSight(home, auth.authorize, [principal]);
  return home.onChange((change) => {
    for (const id of changedControls(change)) {
      const control = home.control(id);
      if (control === undefined || !sight.sees(control)) continue;
      tell(`control:${id}`, { type: 'control', control: liveControlOf(home, control) });
    }
  });
}

function changedControls(change: HomeChange): ReadonlySet<string> {
  return new Set(change.type === 'states' ? change.changes.map(({ control }) => control) : []);
}
