import {
  type Answer,
  LoxoneError,
  parseStructure,
  type Structure,
  type StructureControl,
} from '@gatehouse/loxone-protocol';
import type { HouseLink } from '../../../src/data/house-link.js';

/** What a fake house has, by path; what it has not is refused with 404. */
export interface FakeHouse {
  readonly values?: Readonly<Record<string, unknown>>;
  readonly files?: Readonly<Record<string, Uint8Array>>;
}

/** A link to a house that answers from a table, and what it was asked. */
export interface FakeLink extends HouseLink {
  readonly asked: readonly string[];
}

export function fakeLink({ values = {}, files = {} }: FakeHouse): FakeLink {
  const asked: string[] = [];
  return {
    asked,
    command: (path, options): Promise<Answer> => {
      asked.push(options?.encrypted === true ? `encrypted ${path}` : path);
      const known = Object.hasOwn(values, path);
      const code = known ? 200 : 404;
      return Promise.resolve({ control: path, code, value: values[path] ?? '', extra: {} });
    },
    file: (path): Promise<Uint8Array> => {
      asked.push(path);
      const bytes = files[path];
      return bytes === undefined ? Promise.reject(refusal(404)) : Promise.resolve(bytes);
    },
  };
}

export function refusal(code: number): LoxoneError {
  return new LoxoneError('ERR_LOXONE_COMMAND_FAILED', 'no', { code, control: 'a file' });
}

/** A house of one control. */
export function houseWith(control: Readonly<Record<string, unknown>>): {
  readonly structure: Structure;
  readonly control: StructureControl;
} {
  const uuid = '0f869a64-0200-0a9b-ffffd4c75dbaf53c';
  const structure = parseStructure({
    lastModified: '2024-02-29 12:00:00',
    msInfo: { serialNr: '504F94000001', msName: 'x', projectName: 'x' },
    globalStates: {},
    operatingModes: { 0: 'Holiday', '-5': 'Party' },
    rooms: {},
    cats: {},
    controls: { [uuid]: { name: 'c', type: 'Meter', uuidAction: uuid, states: {}, ...control } },
    weatherServer: {
      states: { actual: uuid },
      format: { temperature: '%.1f°', windSpeed: '%.0f km/h' },
      weatherTypeTexts: { 1: 'Clear' },
    },
    messageCenter: { m: { name: 'Messages', uuidAction: 'm-action', states: { changed: uuid } } },
  });
  const found = structure.controls[uuid];
  if (found === undefined) throw new RangeError('the control is missing');
  return { structure, control: found };
}
