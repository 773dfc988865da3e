import { uuidFrom } from '../uuid-from.js';

/**
 * `unknownType`: of a type that nobody knows · `noType`: hidden, with an empty type · `noRoom`: in no
 * room and no category · `noStates`: with none · `sharedState`: with a state of another control ·
 * `stateList`: with a list of states under one name · `noName`: without a name, which no box sends.
 */
export type OddControl =
  | 'unknownType'
  | 'noType'
  | 'noRoom'
  | 'noStates'
  | 'sharedState'
  | 'stateList'
  | 'noName';

/** A structure file with one odd control more. */
export function withOddControl(
  raw: Readonly<Record<string, unknown>>,
  kind: OddControl,
  lastModified: string,
): Readonly<Record<string, unknown>> {
  const controls = isObject(raw.controls) ? raw.controls : {};
  const id = uuidFrom(`odd/${kind}`);
  const [neighbour] = Object.values(controls).filter(isObject);
  return {
    ...raw,
    lastModified,
    controls: { ...controls, [id]: oddControl(kind, id, neighbour ?? {}) },
  };
}

function oddControl(
  kind: OddControl,
  id: string,
  neighbour: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const plain = {
    name: 'Odd',
    type: 'Switch',
    uuidAction: id,
    room: neighbour.room,
    cat: neighbour.cat,
    defaultRating: 0,
    isFavorite: false,
    isSecured: false,
    states: { active: uuidFrom(`${id}/active`) },
  };
  switch (kind) {
    case 'unknownType':
      return { ...plain, type: 'FluxCompensator', states: { flux: uuidFrom(`${id}/flux`) } };
    case 'noType':
      return { ...plain, type: '' };
    case 'noRoom': {
      const { room: _room, cat: _cat, ...rest } = plain;
      return rest;
    }
    case 'noStates':
      return { ...plain, states: {} };
    case 'sharedState':
      return { ...plain, states: { active: firstState(neighbour) ?? uuidFrom(`${id}/active`) } };
    case 'stateList':
      return { ...plain, states: { active: [0, 1, 2].map((at) => uuidFrom(`${id}/${at}`)) } };
    case 'noName': {
      const { name: _name, ...rest } = plain;
      return rest;
    }
  }
}

function firstState(control: Readonly<Record<string, unknown>>): unknown {
  return isObject(control.states) ? Object.values(control.states).flat()[0] : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
