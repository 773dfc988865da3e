import type { Decision } from '@gatehouse/core';
import { createAuthorizer } from '@gatehouse/rbac';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { action, asking, permission, READABLE } from './arbitraries.js';
import { referenceDecision } from './reference.js';
import { CLOCK, NOW } from './support.js';
import { TARGETS } from './vocabulary.js';

const CONSENT = {
  read: 'allow',
  control: 'allow',
  access: 'confirm',
  admin: 'allow',
  raw: 'approve',
} as const;
const { authorize, explain } = createAuthorizer({ clock: CLOCK, consent: CONSENT });

/** A campaign sets more: `GATEHOUSE_RBAC_CASES=1000000`. */
const CASES = Number(process.env.GATEHOUSE_RBAC_CASES ?? 50_000);

/** Another one each time, unless a campaign is run again. */
const { GATEHOUSE_SEED } = process.env;
const SEEDED = GATEHOUSE_SEED === undefined ? {} : { seed: Number(GATEHOUSE_SEED) };

function outcome(decision: Decision): string {
  return decision.allow ? (decision.consent ?? 'allow') : decision.reason;
}

// Tens of thousands of cases, on machines that are busy with other suites.
describe('the model', { timeout: 60_000 + CASES }, () => {
  it(`agrees with the reference in ${CASES} random cases, which reach every answer often`, () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(asking, action, (who, what) => {
        const expected = referenceDecision(who, what, CONSENT);
        seen.set(expected, (seen.get(expected) ?? 0) + 1);
        return outcome(authorize(who, what)) === expected;
      }),
      { numRuns: CASES, ...SEEDED },
    );
    for (const answer of [
      'allow',
      'confirm',
      'approve',
      'expired',
      'unknown-role',
      'denied',
      'role',
      'not-granted',
      'needs-grant',
      'target',
    ]) {
      expect(seen.get(answer), answer).toBeGreaterThan(CASES / 125);
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

  it('lists nothing that cannot be called: what is allowed "at all" is allowed somewhere', () => {
    // Names of the vocabulary that are no device, and limits and denials that leave no target, may
    // still be listed: "at all" asks whether there may be such a target in some house.
    const elsewhere = TARGETS.map(({ id }) => ({ id: `other-${id}`, name: `Other ${id}` }));
    let allowed = 0;
    let found = 0;
    fc.assert(
      fc.property(asking, action, (who, { targets: _, ...what }) => {
        fc.pre(who.devices === undefined && who.rooms === undefined);
        if (!authorize(who, what).allow) {
          for (const target of [...TARGETS, ...elsewhere]) {
            expect(authorize(who, { ...what, targets: [target] }).allow).toBe(false);
          }
          return;
        }
        allowed += 1;
        const places = [...TARGETS, ...elsewhere].map((target) => [target]);
        found += places.some((targets) => authorize(who, { ...what, targets }).allow) ? 1 : 0;
      }),
      { numRuns: 5000 },
    );
    expect(allowed).toBeGreaterThan(500);
    expect(found / allowed).toBeGreaterThan(0.9);
  });

  it('lets deny win: whatever one of the permissions denies, no others give back', () => {
    let denied = 0;
    fc.assert(
      fc.property(asking, action, permission, (who, what, text) => {
        const denial = `!${text.replace(/^!/, '')}`;
        const alone = authorize({ ...who, role: 'admin', permissions: [denial] }, what);
        if (alone.allow || alone.reason !== 'denied') return;
        denied += 1;
        for (const more of [[], READABLE, who.permissions ?? []]) {
          for (const role of ['admin', 'operator', 'custom', who.role]) {
            for (const permissions of [
              [...more, denial],
              [denial, ...more],
            ]) {
              expect(authorize({ ...who, role, permissions }, what).allow).toBe(false);
            }
          }
        }
      }),
      { numRuns: 3000 },
    );
    expect(denied).toBeGreaterThan(500);
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
      fc.property(asking, action, fc.constantFrom(...READABLE), (who, what, text) => {
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
