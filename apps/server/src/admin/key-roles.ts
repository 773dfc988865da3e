import type { KeyList } from '@gatehouse/admin-ui/wire';

/** Roles that a key may get, with what each means to whoever chooses one (DESIGN §4). */
export const KEY_ROLES: KeyList['roles'] = [
  { name: 'admin', meaning: 'Everything, including keys and settings.' },
  {
    name: 'operator',
    meaning: 'Reads everything and controls the house; doors, locks and alarms only where granted.',
  },
  { name: 'monitor', meaning: 'Reads everything and changes nothing.' },
  { name: 'device', meaning: 'Sees and controls the listed devices and rooms only.' },
  { name: 'custom', meaning: 'Exactly what its permissions grant.' },
];
