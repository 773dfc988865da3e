import type { HomeCategory, HomeControl, HomeRoom } from '@gatehouse/loxone-controls';
import { controlType, familyOf } from '@gatehouse/loxone-controls';

/** What a test says of a control; the catalog says the rest. */
export interface ControlOptions {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly room?: HomeRoom;
  readonly category?: HomeCategory;
  readonly parent?: HomeControl;
  readonly secured?: boolean;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A control as a client would make it from a structure file. */
export function control(options: ControlOptions): HomeControl {
  const { id, name, type, parent, secured = false, details = {} } = options;
  const room = options.room ?? parent?.room;
  const category = options.category ?? parent?.category;
  const known = controlType(type);
  return {
    id,
    name,
    type,
    family: familyOf(type, category),
    capabilities: known?.capabilities ?? [],
    ...(room !== undefined && { room }),
    ...(category !== undefined && { category }),
    ...(parent !== undefined && { parent: parent.id, parentType: parent.type }),
    secured,
    favorite: false,
    details,
    states: Object.fromEntries(
      (known?.states ?? []).map((state) => [state.name, `${id}#${state.name}`]),
    ),
  };
}

/** A room whose id is made from its name. */
export function room(name: string, id: string = `room-${name}`): HomeRoom {
  return { id, name };
}

/** A category of one of Loxone's types. */
export function category(name: string, type: string): HomeCategory {
  return { id: `category-${name}`, name, type };
}
