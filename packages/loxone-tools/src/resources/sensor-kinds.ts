import type { HouseEntry } from '../house/house-entry.js';
import { foldLoosely, wordsOf } from '../text/fold.js';

/** What sensors are asked for by. */
export const SENSOR_KINDS = [
  'temperature',
  'humidity',
  'air-quality',
  'motion',
  'presence',
  'door-window',
  'smoke',
  'water',
  'weather-station',
] as const;

/** One of {@link SENSOR_KINDS}. */
export type SensorKind = (typeof SENSOR_KINDS)[number];

/** How a kind is told: by type alone, or by what a plain input of the house is called. */
interface KindSpec {
  readonly types: readonly string[];
  /** Beginnings of words in English, German, Czech and Polish, as loosely folded. */
  readonly words: readonly string[];
}

const KINDS: Readonly<Record<SensorKind, KindSpec>> = {
  temperature: {
    types: ['IRoomController', 'IRoomControllerV2'],
    words: stems('temperatur teplot thermo'),
  },
  humidity: { types: [], words: stems('humidity feuchte luftfeucht vlhkost wilgotnosc') },
  'air-quality': { types: [], words: stems('co2 voc radon luftqualitat air luftgute pm10 pm25') },
  motion: { types: ['PresenceDetector'], words: stems('motion bewegung pohyb ruch') },
  presence: {
    types: ['PresenceDetector'],
    words: stems('presence prasenz anwesen pritomnost obecnosc'),
  },
  'door-window': {
    types: ['WindowMonitor', 'Window', 'Gate'],
    words: stems('door window tur fenster dver okno okna drzwi haustur terrassentur garagentor'),
  },
  smoke: { types: ['SmokeAlarm'], words: stems('smoke fire rauch brand kour pozar dym') },
  water: {
    types: [],
    words: stems('water leak flood wasser uberschwemmung leck voda zaplav woda zalani'),
  },
  'weather-station': {
    types: [],
    words: stems(
      'outdoor outside rain wind sun weather brightness aussen regen sturm wetter sonne venku dest vitr pocasi deszcz wiatr',
    ),
  },
};

/** Inputs of which only the name tells what they measure. */
const PLAIN_INPUTS: ReadonlySet<string> = new Set([
  'InfoOnlyAnalog',
  'InfoOnlyDigital',
  'InfoOnlyText',
]);

/** Whether a text names a kind. */
export function isSensorKind(text: string): text is SensorKind {
  return SENSOR_KINDS.some((kind) => kind === text);
}

/** Whether a control measures something of this kind, as far as its type or its name tells. */
export function isOfKind({ control, search }: HouseEntry, kind: SensorKind): boolean {
  const { types, words } = KINDS[kind];
  if (types.includes(control.type)) return true;
  if (!PLAIN_INPUTS.has(control.type)) return false;
  if (kind === 'temperature' && hasDegrees(control.details.format)) return true;
  const own = wordsOf(`${search.name} ${search.category}`);
  return own.some((word) => words.some((stem) => word.startsWith(stem)));
}

/** printf format of the structure file: `%.1f°`. */
function hasDegrees(format: unknown): boolean {
  return typeof format === 'string' && format.includes('°');
}

function stems(text: string): readonly string[] {
  return text.split(' ').map(foldLoosely);
}
