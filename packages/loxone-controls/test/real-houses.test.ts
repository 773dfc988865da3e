import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stateSpec } from '../src/catalog.js';
import { controlType, decodeState, describeControl, mainStates } from '../src/index.js';

/** Structure files of real and demo houses; they lie beside the repository, never in it. */
const folder = new URL('../../../../shared/data/structure/', import.meta.url);

const present = existsSync(folder);

interface FoundControl {
  readonly file: string;
  readonly type: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly states: Readonly<Record<string, string | readonly string[]>>;
}

function parseFile(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isControl(value: Record<string, unknown>): boolean {
  return typeof value.type === 'string' && typeof value.uuidAction === 'string';
}

/** All controls of a structure file with their parts, wherever they stand. */
function controlsIn(file: string, node: unknown): readonly FoundControl[] {
  if (!isRecord(node)) return [];
  const below = Object.values(node).flatMap((child) => controlsIn(file, child));
  if (!isControl(node) || node.type === '') return below;
  const { type, details, states } = node;
  return [
    {
      file,
      type: String(type),
      details: isRecord(details) ? details : {},
      states: (isRecord(states) ? states : {}) as FoundControl['states'],
    },
    ...below,
  ];
}

const files = present
  ? readdirSync(folder).filter((name) => /structure|app/i.test(name) && name.endsWith('.json'))
  : [];

const controls = files.flatMap((file) => {
  const structure = parseFile(file);
  return controlsIn(file, isRecord(structure) ? structure.controls : undefined);
});

const reason = present ? '' : ' (skipped: no structure files beside the repository)';

describe.skipIf(!present)(`real houses${reason}`, () => {
  it('there are some', () => {
    expect(files.length).toBeGreaterThanOrEqual(3);
    expect(controls.length).toBeGreaterThan(200);
  });

  it('use no type that the catalog does not know', () => {
    const unknown = controls.filter(({ type }) => controlType(type) === undefined);
    expect(new Set(unknown.map(({ type }) => type))).toEqual(new Set());
  });

  it('use no state that the catalog does not know', () => {
    const unknown = controls.flatMap(({ type, states }) =>
      Object.keys(states)
        .filter((name) => stateSpec(type, name) === undefined)
        .map((name) => `${type}.${name}`),
    );
    expect(new Set(unknown)).toEqual(new Set());
  });

  it('have the main states of their types', () => {
    const missing = controls.flatMap(({ type, states, file }) =>
      mainStates(type)
        .filter((state) => !Object.hasOwn(states, state.name))
        .map((state) => `${file} ${type}.${state.name}`),
    );
    expect(new Set(missing)).toEqual(new Set());
  });

  it('list several uuids only for a numbered state', () => {
    const lists = controls.flatMap(({ type, states }) =>
      Object.entries(states)
        .filter(([, uuid]) => Array.isArray(uuid))
        .map(([name]) => ({ name, indexed: stateSpec(type, name)?.indexed })),
    );
    expect(lists.length).toBeGreaterThan(0);
    expect(lists.filter(({ indexed }) => indexed !== true)).toEqual([]);
  });

  it('show their values in the formats that they bring', () => {
    const shown = controls
      .filter(({ type, details }) => type === 'InfoOnlyAnalog' && details.format !== undefined)
      .map(({ type, details }) => decodeState(type, 'value', 12.345, { details }).text);
    expect(shown.length).toBeGreaterThanOrEqual(5);
    expect(shown.filter((text) => !/12/.test(text ?? '') || /%[.\d]/.test(text ?? ''))).toEqual([]);
  });
});

describe.skipIf(!present)(`the values of a demo house${reason}`, () => {
  const raw = present ? parseFile('demoStates.json') : {};
  const pushed = isRecord(raw) ? raw : {};
  const demo = controls.filter(({ file }) => file.startsWith('loxbuddy'));

  /** The demo keeps JSON states as JSON; a Miniserver sends them as text. */
  function textOf(value: unknown): string {
    return typeof value === 'string' ? value : JSON.stringify(value);
  }

  /** Schedules come from a table of their own; the demo has them in a notation of its own. */
  const notAsPushed = ['entriesAndDefaultValue'];

  const values = demo.flatMap(({ type, states, details }) =>
    Object.entries(states).flatMap(([name, uuid]) => {
      const value = typeof uuid === 'string' ? pushed[uuid] : undefined;
      return value === undefined || notAsPushed.includes(name)
        ? []
        : [{ type, name, details, raw: textOf(value) }];
    }),
  );

  it('are there', () => {
    expect(values.length).toBeGreaterThan(100);
  });

  it('are all understood: none but an empty text becomes null', () => {
    const lost = values.filter(({ type, name, details, raw: text }) => {
      const { value } = decodeState(type, name, text, { details });
      return value === null && text.trim() !== '' && text !== 'null';
    });
    expect(lost.map(({ type, name, raw: text }) => `${type}.${name} ${text}`)).toEqual([]);
  });

  it('read as people would say them', () => {
    const texts = new Set(
      values.map(({ type, name, details, raw: text }) => {
        const decoded = decodeState(type, name, text, { details });
        return `${type}.${name}: ${decoded.text ?? ''}`;
      }),
    );
    for (const wanted of [
      'Jalousie.position: 40 % closed',
      'Gate.position: closed',
      'Radio.activeOutput: Economy',
      'TimedSwitch.deactivationDelay: off',
      'Switch.active: on',
    ]) {
      expect([...texts]).toContain(wanted);
    }
  });

  it('make a sentence for every control', () => {
    const sentences = demo.map(({ type, states, details }) => {
      const live = Object.entries(states).flatMap(([name, uuid]) => {
        const value = typeof uuid === 'string' ? pushed[uuid] : undefined;
        const raw = value === undefined ? undefined : textOf(value);
        return [{ name, ...decodeState(type, name, raw, { details }) }];
      });
      return `${type}: ${describeControl({ type, details }, live)}`;
    });
    expect(sentences.filter((text) => /undefined|NaN|\[object|\n/.test(text))).toEqual([]);
    for (const wanted of [
      'Jalousie: shading 40 %',
      'Gate: closed',
      'Radio: Economy',
      'Dimmer: on, 20 % bright',
      'ColorPickerV2: on, 82 % bright, green',
      'WindowMonitor: 2 open',
      'IRoomControllerV2: 21 °C, target 22.5 °C, heating',
      'LoadManager: 11 kW used, 12 kW allowed, within the limit',
      'SmokeAlarm: no alarm',
    ]) {
      expect(sentences).toContain(wanted);
    }
    const central = sentences.filter((text) => text.startsWith('Central'));
    expect(central.filter((text) => !/acts on \d+ control/.test(text))).toEqual([]);
  });
});
