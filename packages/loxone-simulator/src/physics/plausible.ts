import { CONTROL_TYPES, controlType } from '@gatehouse/loxone-controls';

/** Texts that clients parse: the shape they expect when there is nothing in it. */
const EMPTY_TEXTS: Readonly<Record<string, string>> = {
  activeMoods: '[]',
  additionalMoods: '[]',
  favoriteMoods: '[]',
  moodList: '[]',
  circuitNames: '{}',
  entryList: '{}',
  favColors: '[]',
  favColorSequences: '[]',
  pastTasks: '[]',
  plannedTasks: '[]',
  overrideEntries: '[]',
  loads: '[]',
  zones: '[]',
};

/** Numbers where 0 would not be believed. */
const NUMBERS: Readonly<Record<string, number>> = {
  tempActual: 21.5,
  tempTarget: 21.5,
  temperature: 21.5,
  targetTemp: 22,
  targetTemperature: 22,
  comfortTemperature: 21.5,
  actualOutdoorTemp: 9.5,
  averageOutdoorTemp: 9,
  humidityActual: 45,
  max: 100,
  step: 1,
  volume: 25,
  maxTemp: 30,
  minTemp: 16,
  nextEntry: -1,
  currentEntry: -1,
  pauseUntil: 0,
  batteryStateOfCharge: 80,
  snoozeDuration: 300,
  ringDuration: 600,
};

/** Names that are texts in any control type of the catalog. */
const TEXT_NAMES: ReadonlySet<string> = new Set(
  CONTROL_TYPES.flatMap((type) =>
    type.states.filter(({ kind }) => kind === 'text' || kind === 'json').map(({ name }) => name),
  ),
);

/** What nobody has documented is told by its name. */
const TEXT_LIKE =
  /text|list$|names?$|config|settings?$|info$|entries|events?$|title|^jLocked$|json|cover|history/i;

/** Whether a state comes in the text table: by the catalog, else by its name. */
export function isTextState(type: string, name: string): boolean {
  const known = controlType(type)?.states.find((state) => state.name === name);
  if (known !== undefined) return known.kind === 'text' || known.kind === 'json';
  return TEXT_NAMES.has(name) || TEXT_LIKE.test(name);
}

/** What a state starts with when no physics knows better: plausible where possible, else zero. */
export function plausibleState(type: string, name: string): number | string {
  if (isTextState(type, name)) return EMPTY_TEXTS[name] ?? '';
  return controlType(type) === undefined ? 0 : (NUMBERS[name] ?? 0);
}
