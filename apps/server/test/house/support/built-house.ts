import { controlType } from '@gatehouse/loxone-controls';
import { createDemoHouse } from '@gatehouse/loxone-simulator';

/** One control of a house that a test makes up. */
export interface BuiltControl {
  readonly name: string;
  readonly type: string;
  readonly details?: Readonly<Record<string, unknown>>;
  /** Names of the controls that a central control moves. */
  readonly moves?: readonly string[];
  /** Parts by what follows the slash in their id, and their types. */
  readonly parts?: Readonly<Record<string, string>>;
  /** How many uuids a state has that is a list. */
  readonly lists?: Readonly<Record<string, number>>;
}

const HEX = 16;

function uuid(control: number, state: number, part = 0): string {
  const fields = [control + 1, state, part].map((field, at) =>
    field.toString(HEX).padStart(at === 0 ? 8 : 4, '0'),
  );
  return `${fields.join('-')}-ffff504f94000000`;
}

/** A structure file with these controls in one room, otherwise as the demo house. */
export function buildHouse(controls: readonly BuiltControl[]): unknown {
  const demo = createDemoHouse() as Record<string, Readonly<Record<string, unknown>>>;
  const [room = ''] = Object.keys(demo.rooms ?? {});
  const [category = ''] = Object.keys(demo.cats ?? {});
  const idOf = new Map(controls.map(({ name }, at) => [name, uuid(at, 0)]));
  const members = (names: readonly string[]): readonly { uuid: string; id: number }[] =>
    names.map((name, id) => ({ uuid: idOf.get(name) ?? '', id }));
  const entries = controls.map((control, at) => {
    const id = uuid(at, 0);
    const parts = Object.entries(control.parts ?? {}).map(([suffix, type], place) => {
      const part = `${id}/${suffix}`;
      const states = statesOf(type, at, place + 1, {});
      return [part, { name: suffix, type, uuidAction: part, states, details: {} }] as const;
    });
    const masters = Object.fromEntries(
      parts.map(([part]) => [part.split('/')[1], part]).filter(([name]) => name?.startsWith('m')),
    );
    const json = {
      name: control.name,
      type: control.type,
      uuidAction: id,
      room,
      cat: category,
      defaultRating: 0,
      isFavorite: false,
      isSecured: false,
      details: {
        ...control.details,
        ...masters,
        ...(control.moves !== undefined && { controls: members(control.moves) }),
      },
      states: statesOf(control.type, at, 0, control.lists ?? {}),
      ...(parts.length > 0 && { subControls: Object.fromEntries(parts) }),
    };
    return [id, json] as const;
  });
  return { ...demo, controls: Object.fromEntries(entries) };
}

/** All states that the catalog knows of the type. */
function statesOf(
  type: string,
  control: number,
  part: number,
  lists: Readonly<Record<string, number>>,
): Readonly<Record<string, string | readonly string[]>> {
  let next = 0;
  const one = (): string => {
    next += 1;
    return uuid(control, next, part);
  };
  return Object.fromEntries(
    (controlType(type)?.states ?? []).map(({ name }) => {
      const length = lists[name];
      return [name, length === undefined ? one() : Array.from({ length }, one)] as const;
    }),
  );
}
