import type { Uuid } from '@gatehouse/loxone-protocol';
import type { SimulatedUser } from '../auth/user-profile.js';
import { rightsOf } from '../auth/user-profile.js';
import type { User, Users } from '../auth/users.js';
import type { Control } from '../house/control.js';
import type { House } from '../house/house.js';

/** Bit of a control's `restrictions`: nobody who is local commands it (protocol reference §4.4). */
const READ_ONLY = 0x2;

/** The house as one user sees it. */
export interface View {
  /** `data/LoxAPP3.json` for this user. */
  readonly structureText: string;
  /** Which states the user hears of; absent: all of them. */
  readonly sees?: (uuid: Uuid) => boolean;
  /** What the user may do with a control. An id that no control has is up to the house. */
  mayUse(controlId: string): 'command' | 'read' | 'nothing';
}

/** The views of all users; each is made when it is first needed, and again after a change. */
export class Views {
  readonly #house: () => House;
  readonly #users: Users;
  #made = new Map<string, View>();
  #madeFor: { readonly house: House; readonly revision: number } | undefined;

  constructor(house: () => House, users: Users) {
    this.#house = house;
    this.#users = users;
  }

  /** Somebody unknown sees what an administrator sees: the caller has checked who it is. */
  of(name: string | undefined): View {
    const house = this.#house();
    const { revision } = this.#users;
    if (this.#madeFor?.house !== house || this.#madeFor.revision !== revision) {
      this.#made = new Map();
      this.#madeFor = { house, revision };
    }
    const key = name ?? '';
    const view = this.#made.get(key) ?? createView(house, this.#users.find(key));
    this.#made.set(key, view);
    return view;
  }
}

function createView(house: House, user: User | undefined): View {
  const profile = user?.profile;
  const readOnly = new Set(profile?.readOnly);
  const isReadOnly = (control: Control): boolean =>
    profile?.isAdmin !== true &&
    ((control.description.restrictions & READ_ONLY) !== 0 || named(readOnly, control));
  if (user === undefined || profile === undefined || isUnrestricted(profile)) {
    return {
      structureText: house.structureText,
      mayUse: (id) => {
        const control = house.find(id);
        return control !== undefined && isReadOnly(control) ? 'read' : 'command';
      },
    };
  }
  const visible = visibleControls(house, profile);
  const hidden = hiddenStates(house, visible);
  return {
    structureText: filteredStructure(house, user, visible),
    sees: (uuid) => !hidden.has(uuid),
    mayUse: (id) => {
      const control = house.find(id);
      if (control === undefined) return 'command';
      if (!visible.has(topOf(control))) return 'nothing';
      return isReadOnly(control) ? 'read' : 'command';
    },
  };
}

function isUnrestricted({ isAdmin, rooms, categories, controls }: SimulatedUser): boolean {
  return isAdmin === true || (rooms ?? categories ?? controls) === undefined;
}

function visibleControls(house: House, profile: SimulatedUser): ReadonlySet<Control> {
  const rooms = new Set(profile.rooms);
  const categories = new Set(profile.categories);
  const controls = new Set(profile.controls);
  const { rooms: allRooms, cats } = house.structure;
  const visible = new Set<Control>();
  for (const control of house.controls()) {
    const { room = '', cat = '' } = control.description;
    if (control.parent !== undefined) continue;
    const seen =
      rooms.has(room) ||
      rooms.has(allRooms[room]?.name ?? '') ||
      categories.has(cat) ||
      categories.has(cats[cat]?.name ?? '') ||
      named(controls, control);
    if (seen) visible.add(control);
  }
  return visible;
}

function named(names: ReadonlySet<string>, control: Control): boolean {
  const top = topOf(control);
  return names.has(top.id) || names.has(top.name) || names.has(`${top.name} [${top.room ?? ''}]`);
}

function topOf(control: Control): Control {
  return control.parent === undefined ? control : topOf(control.parent);
}

/** States that only invisible controls have; a state may belong to several (§7, 17). */
function hiddenStates(house: House, visible: ReadonlySet<Control>): ReadonlySet<Uuid> {
  const seen = new Set<Uuid>();
  const hidden = new Set<Uuid>();
  for (const control of house.controls()) {
    const into = visible.has(topOf(control)) ? seen : hidden;
    for (const uuid of Object.values(control.description.states).flat()) into.add(uuid);
  }
  for (const uuid of seen) hidden.delete(uuid);
  return hidden;
}

/** The file with what the user sees, and the user in it. */
function filteredStructure(house: House, user: User, visible: ReadonlySet<Control>): string {
  const { raw, rooms, cats } = house.structure;
  const ids = new Set(Array.from(visible, ({ id }) => id));
  const usedRooms = new Set(Array.from(visible, ({ description }) => description.room ?? ''));
  const usedCats = new Set(Array.from(visible, ({ description }) => description.cat ?? ''));
  const { profile } = user;
  return JSON.stringify({
    ...raw,
    msInfo: {
      ...(isObject(raw.msInfo) ? raw.msInfo : {}),
      currentUser: {
        name: profile.name,
        uuid: user.uuid,
        isAdmin: false,
        changePassword: true,
        userRights: rightsOf(profile),
      },
    },
    controls: keep(raw.controls, (_, control) => ids.has(String(control.uuidAction))),
    rooms: keep(raw.rooms, (key) => usedRooms.has(rooms[key]?.uuid ?? key) || usedRooms.has(key)),
    cats: keep(raw.cats, (key) => usedCats.has(cats[key]?.uuid ?? key) || usedCats.has(key)),
  });
}

function keep(
  group: unknown,
  wanted: (key: string, entry: Readonly<Record<string, unknown>>) => boolean,
): Readonly<Record<string, unknown>> {
  if (!isObject(group)) return {};
  return Object.fromEntries(
    Object.entries(group).filter(([key, entry]) => isObject(entry) && wanted(key, entry)),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
