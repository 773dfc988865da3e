import type { Action, Decision, Principal } from '@gatehouse/core';
import { BUILT_IN_ROLES, RISKS } from '@gatehouse/core';
import { createAuthorizer } from '@gatehouse/rbac';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referenceDecision } from './reference.js';
import { CLOCK, NOW, principal } from './support.js';
import { ACTIONS, DEVICE_ENTRIES, MEANINGS, ROOM_ENTRIES, TARGETS } from './vocabulary.js';

const { authorize, explain } = createAuthorizer({ clock: CLOCK });

const readable = [...MEANINGS].filter(([, { on }]) => on !== 'unreadable').map(([text]) => text);
const unreadable = [...MEANINGS.keys()].filter((text) => !readable.includes(text));

// Unreadable ones are rare, or most principals could do nothing.
const permission = fc
  .tuple(
    fc.oneof(
      { weight: 30, arbitrary: fc.constantFrom(...readable) },
      { weight: 1, arbitrary: fc.constantFrom(...unreadable) },
    ),
    fc.integer({ min: 0, max: 4 }),
  )
  .map(([text, dice]) => (dice === 0 ? `!${text}` : text));

const limits = fc.record(
  {
    permissions: fc.array(permission, { maxLength: 5 }),
    devices: fc.array(fc.constantFrom(...DEVICE_ENTRIES.keys()), { maxLength: 3 }),
    rooms: fc.array(fc.constantFrom(...ROOM_ENTRIES.keys()), { maxLength: 2 }),
    expiresAt: fc.constantFrom(NOW - 1, NOW, NOW + 1, NOW + 1000),
  },
  { requiredKeys: [] },
);

const role = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...BUILT_IN_ROLES, 'custom', 'operator') },
  { weight: 1, arbitrary: fc.constant('guest') },
);

const asking: fc.Arbitrary<Principal> = fc
  .tuple(role, limits)
  .map(([name, changes]) => principal(name, changes));

const action: fc.Arbitrary<Action> = fc
  .tuple(
    fc.constantFrom(...ACTIONS),
    fc.constantFrom(...RISKS),
    fc.option(fc.subarray([...TARGETS]), { nil: undefined }),
  )
  .map(([named, risk, targets]) => ({
    ...named,
    risk,
    ...(targets === undefined ? {} : { targets }),
  }));

function outcome(decision: Decision): string {
  return decision.allow ? 'allow' : decision.reason;
}

// Tens of thousands of cases, on machines that are busy with other suites.
describe('the model', { timeout: 60_000 }, () => {
  it('agrees with the reference in 25,000 random cases, which reach every answer often', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(asking, action, (who, what) => {
        const expected = referenceDecision(who, what);
        seen.set(expected, (seen.get(expected) ?? 0) + 1);
        return outcome(authorize(who, what)) === expected;
      }),
      { numRuns: 25_000 },
    );
    for (const answer of [
      'allow',
      'expired',
      'unknown-role',
      'denied',
      'role',
      'not-granted',
      'needs-grant',
      'target',
    ]) {
      expect(seen.get(answer), answer).toBeGreaterThan(200);
    }
  });

  it('lists what can be called: if any targets are allowed, so is the action "at all"', () => {
    let allowed = 0;
    fc.assert(
      fc.property(asking, action, (who, what) => {
        const { targets, ...atAll } = what;
        if (!authorize(who, what).allow) return true;
        allowed += 1;
        const each = (targets ?? []).map((target) => ({ ...what, targets: [target] }));
        return [atAll, ...each].every((one) => authorize(who, one).allow);
      }),
      { numRuns: 10_000 },
    );
    expect(allowed).toBeGreaterThan(1000);
  });

  it('judges an empty list of targets as none given', () => {
    fc.assert(
      fc.property(asking, action, (who, { targets: _, ...what }) => {
        expect(authorize(who, { ...what, targets: [] })).toEqual(authorize(who, what));
      }),
      { numRuns: 2000 },
    );
  });

  it('never allows more with one more denial, permission order does not matter', () => {
    fc.assert(
      fc.property(asking, action, permission, fc.nat(), (who, what, text, at) => {
        const denial = `!${text.replace(/^!/, '')}`;
        const permissions = [...(who.permissions ?? [])];
        permissions.splice(at % (permissions.length + 1), 0, denial);
        const restricted = authorize({ ...who, permissions }, what);
        expect(restricted.allow && !authorize(who, what).allow).toBe(false);
        const reversed = { ...who, permissions: permissions.toReversed() };
        expect(authorize(reversed, what)).toEqual(restricted);
      }),
      { numRuns: 5000 },
    );
  });

  it('never allows less with one more readable grant, nor with fewer targets', () => {
    fc.assert(
      fc.property(asking, action, fc.constantFrom(...readable), (who, what, text) => {
        fc.pre(authorize(who, what).allow);
        const permissions = [...(who.permissions ?? []), text];
        expect(authorize({ ...who, permissions }, what).allow).toBe(true);
        const targets = (what.targets ?? []).slice(1);
        expect(authorize(who, { ...what, targets }).allow).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('denies whoever has expired', () => {
    fc.assert(
      fc.property(asking, action, fc.nat({ max: NOW }), (who, what, ago) => {
        expect(authorize({ ...who, expiresAt: NOW - ago }, what)).toMatchObject({
          allow: false,
          reason: 'expired',
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('explains what it decides', () => {
    fc.assert(
      fc.property(asking, action, (who, what) => {
        const { decision, steps } = explain(who, what);
        expect(decision).toEqual(authorize(who, what));
        expect(steps.every(({ ok }) => ok)).toBe(decision.allow);
        expect(steps.every(({ because }) => because.length > 5)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('gives the same answer warm and cold', () => {
    fc.assert(
      fc.property(asking, fc.array(action, { maxLength: 8 }), (who, actions) => {
        const frozen = Object.freeze(who);
        for (const what of [...actions, ...actions]) {
          expect(authorize(frozen, what)).toEqual(authorize({ ...who }, what));
        }
      }),
      { numRuns: 500 },
    );
  });
});
