import type { Action, ActionTarget, Consent, Risk } from '@gatehouse/core';

/**
 * A small world whose names are known in advance, so that what each permission means can be written
 * down by hand: the reference reads no grammar, folds no name and matches no pattern.
 */

export const LAMP: ActionTarget = {
  id: 'id-lamp',
  name: 'Ceiling Lamp',
  roomId: 'id-kitchen',
  roomName: 'Küche',
};
export const DOOR: ActionTarget = {
  id: 'id-door',
  name: 'Front Door',
  roomId: 'id-hall',
  roomName: 'Hall',
};
export const OTHER_LAMP: ActionTarget = {
  id: 'id-lamp-2',
  name: 'Ceiling Lamp',
  roomId: 'id-hall',
  roomName: 'Hall',
};
export const METER: ActionTarget = { id: 'id-meter', name: 'Meter' };

export const TARGETS: readonly ActionTarget[] = [LAMP, DOOR, OTHER_LAMP, METER];

/** Every spelling of a device in a list, and whom it means. */
export const DEVICE_ENTRIES: ReadonlyMap<string, readonly ActionTarget[]> = new Map([
  ['id-lamp', [LAMP]],
  ['id-door', [DOOR]],
  ['Ceiling Lamp', [LAMP, OTHER_LAMP]],
  ['CEILING lamp', [LAMP, OTHER_LAMP]],
  ['ceiling-lamp', [LAMP, OTHER_LAMP]],
  ['ceiling lamp [küche]', [LAMP]],
  ['Ceiling Lamp [Hall]', [OTHER_LAMP]],
  ['front-door', [DOOR]],
  ['meter', [METER]],
  ['Ceiling', []],
  ['id-hall', []],
]);

/** Every spelling of a room in a list, and what is in it. */
export const ROOM_ENTRIES: ReadonlyMap<string, readonly ActionTarget[]> = new Map([
  ['id-kitchen', [LAMP]],
  ['KÜCHE', [LAMP]],
  ['kuche', [LAMP]],
  ['hall', [DOOR, OTHER_LAMP]],
  ['Hal', []],
]);

export const ACTIONS: readonly Pick<Action, 'kind' | 'name'>[] = [
  { kind: 'tool', name: 'lights_on' },
  { kind: 'tool', name: 'lights_all_off' },
  { kind: 'tool', name: 'door_open' },
  { kind: 'prompt', name: 'lights_on' },
  { kind: 'resource', name: 'home://rooms/hall' },
  { kind: 'resource', name: 'home://rooms/../keys' },
  { kind: 'resource', name: 'home://keys' },
  { kind: 'rest', name: '/api/devices' },
  { kind: 'admin', name: 'keys.create' },
  { kind: 'admin', name: 'audit' },
];

/** What one permission means, by hand. */
export type Meaning =
  | { readonly on: 'risk'; readonly risks: readonly Risk[] }
  | {
      readonly on: 'name';
      readonly kind: Action['kind'];
      readonly names: readonly string[];
      /** Names that it might mean: only denials count them. */
      readonly perhaps?: readonly string[];
      readonly pattern?: boolean;
    }
  | { readonly on: 'device' | 'room'; readonly targets: readonly ActionTarget[] }
  | { readonly on: 'consent'; readonly consent: Consent; readonly risks: readonly Risk[] }
  | { readonly on: 'unreadable'; readonly could: 'everything' | 'targets' | Action['kind'] };

const ALL_RISKS: readonly Risk[] = ['read', 'control', 'access', 'admin', 'raw'];
const DOTTED = ['home://rooms/../keys'];

/** Permissions without their `!`, and what they mean. */
export const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['risk:read', { on: 'risk', risks: ['read'] }],
  ['risk:control', { on: 'risk', risks: ['control'] }],
  ['risk:access', { on: 'risk', risks: ['access'] }],
  ['risk:admin', { on: 'risk', risks: ['admin'] }],
  ['risk:raw', { on: 'risk', risks: ['raw'] }],
  ['risk:*', { on: 'risk', risks: ALL_RISKS }],
  ['tool:lights_on', { on: 'name', kind: 'tool', names: ['lights_on'] }],
  ['tool:door_open', { on: 'name', kind: 'tool', names: ['door_open'] }],
  [
    'tool:lights_*',
    { on: 'name', kind: 'tool', names: ['lights_on', 'lights_all_off'], pattern: true },
  ],
  ['tool:*_on', { on: 'name', kind: 'tool', names: ['lights_on'], pattern: true }],
  [
    'tool:*',
    {
      on: 'name',
      kind: 'tool',
      names: ['lights_on', 'lights_all_off', 'door_open'],
      pattern: true,
    },
  ],
  ['prompt:lights_on', { on: 'name', kind: 'prompt', names: ['lights_on'] }],
  [
    'resource:home://rooms/*',
    {
      on: 'name',
      kind: 'resource',
      names: ['home://rooms/hall'],
      perhaps: DOTTED,
      pattern: true,
    },
  ],
  [
    'resource:home://keys',
    { on: 'name', kind: 'resource', names: ['home://keys'], perhaps: DOTTED },
  ],
  ['rest:/api/*', { on: 'name', kind: 'rest', names: ['/api/devices'], pattern: true }],
  ['admin:keys.create', { on: 'name', kind: 'admin', names: ['keys.create'] }],
  ['admin:*', { on: 'name', kind: 'admin', names: ['keys.create', 'audit'], pattern: true }],
  ['device:*', { on: 'device', targets: TARGETS }],
  ['room:*', { on: 'room', targets: [LAMP, DOOR, OTHER_LAMP] }],
  ...[...DEVICE_ENTRIES].map(([entry, targets]): [string, Meaning] => [
    `device:${entry}`,
    { on: 'device', targets },
  ]),
  ...[...ROOM_ENTRIES].map(([entry, targets]): [string, Meaning] => [
    `room:${entry}`,
    { on: 'room', targets },
  ]),
  ['allow:access', { on: 'consent', consent: 'allow', risks: ['access'] }],
  ['allow:*', { on: 'consent', consent: 'allow', risks: ALL_RISKS }],
  ['confirm:read', { on: 'consent', consent: 'confirm', risks: ['read'] }],
  ['confirm:control', { on: 'consent', consent: 'confirm', risks: ['control'] }],
  ['confirm:access', { on: 'consent', consent: 'confirm', risks: ['access'] }],
  ['confirm:*', { on: 'consent', consent: 'confirm', risks: ALL_RISKS }],
  ['approve:control', { on: 'consent', consent: 'approve', risks: ['control'] }],
  ['approve:admin', { on: 'consent', consent: 'approve', risks: ['admin'] }],
  ['approve:*', { on: 'consent', consent: 'approve', risks: ALL_RISKS }],
  ['tol:lights_on', { on: 'unreadable', could: 'everything' }],
  ['risk:some', { on: 'unreadable', could: 'everything' }],
  ['tool:lights*', { on: 'unreadable', could: 'tool' }],
  ['resource:rooms', { on: 'unreadable', could: 'resource' }],
  ['confirm:lights', { on: 'unreadable', could: 'everything' }],
  ['!approve:control', { on: 'unreadable', could: 'everything' }],
  ['room:', { on: 'unreadable', could: 'targets' }],
  ['device:Front*', { on: 'unreadable', could: 'targets' }],
]);
