import type { Action, Principal } from '@gatehouse/core';
import { BUILT_IN_ROLES, RISKS } from '@gatehouse/core';
import fc from 'fast-check';
import { NOW, principal } from './support.js';
import { ACTIONS, DEVICE_ENTRIES, MEANINGS, ROOM_ENTRIES, TARGETS } from './vocabulary.js';

/** Permissions of the vocabulary that can be read. */
export const READABLE: readonly string[] = [...MEANINGS]
  .filter(([, { on }]) => on !== 'unreadable')
  .map(([text]) => text);

const UNREADABLE = [...MEANINGS.keys()].filter((text) => !READABLE.includes(text));

/** What says how something happens cannot be denied. */
function maybeDenied([text, dice]: [string, number]): string {
  const denies = dice === 0 && !text.startsWith('!') && MEANINGS.get(text)?.on !== 'consent';
  return denies ? `!${text}` : text;
}

/** A permission that can be read; one in five denies. */
export const readablePermission: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...READABLE), fc.integer({ min: 0, max: 4 }))
  .map(maybeDenied);

/** Unreadable ones are rare, or most principals could do nothing. */
export const permission: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof(
      { weight: 30, arbitrary: fc.constantFrom(...READABLE) },
      { weight: 1, arbitrary: fc.constantFrom(...UNREADABLE) },
    ),
    fc.integer({ min: 0, max: 4 }),
  )
  .map(maybeDenied);

/** Devices and rooms that a principal is limited to. */
export const targetLimits: fc.Arbitrary<Partial<Pick<Principal, 'devices' | 'rooms'>>> = fc.record(
  {
    devices: fc.array(fc.constantFrom(...DEVICE_ENTRIES.keys()), { maxLength: 3 }),
    rooms: fc.array(fc.constantFrom(...ROOM_ENTRIES.keys()), { maxLength: 2 }),
  },
  { requiredKeys: [] },
);

const limits = fc
  .tuple(
    targetLimits,
    fc.record(
      {
        permissions: fc.array(permission, { maxLength: 5 }),
        expiresAt: fc.constantFrom(NOW - 1, NOW, NOW + 1, NOW + 1000),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([targets, others]) => ({ ...targets, ...others }));

const role = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...BUILT_IN_ROLES, 'custom', 'operator') },
  { weight: 1, arbitrary: fc.constant('guest') },
);

/** Anybody. */
export const asking: fc.Arbitrary<Principal> = fc
  .tuple(role, limits)
  .map(([name, changes]) => principal(name, changes));

/** Anything. */
export const action: fc.Arbitrary<Action> = fc
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
