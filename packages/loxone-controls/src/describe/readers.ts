import { namesOf } from '../details.js';
import type { HomeControl, HomeState } from '../home.js';
import { colorText } from './colors.js';
import type { ReaderName } from './phrase.js';
import { bareValue, listed, oneLine, shownDuration } from './show.js';

/** What a reader sees of a control. */
export interface ReaderInput {
  readonly state: HomeState;
  /** Another state of the same control. */
  readonly other: (name: string) => HomeState | undefined;
  readonly details: HomeControl['details'];
}

/** Makes words of a state; `undefined` where there is nothing to say. */
type Reader = (input: ReaderInput) => string | undefined;

/** Moods of the Miniserver's own (protocol reference §5.2). */
const ALL_ON = 777;
const OFF: ReadonlySet<number> = new Set([0, 778]);

const SECONDS_PER_DAY = 86_400;

/** Operating modes of a room controller that may heat, and that may cool (§5.4). */
const MAY_HEAT: ReadonlySet<number> = new Set([0, 1, 3, 4]);
const MAY_COOL: ReadonlySet<number> = new Set([2, 5]);

/** All readers; a phrase names one. */
export const READERS: { readonly [Name in ReaderName]: Reader } = {
  'brightness-and-color': ({ state }) =>
    typeof state.value === 'string' ? colorText(state.value) : undefined,
  clock: ({ state }) => clockText(state.value),
  count: ({ state }) => countText(state.value),
  demand: demandText,
  duration: ({ state }) => (isPositive(state.value) ? shownDuration(state.value) : undefined),
  list: ({ state }) => (Array.isArray(state.value) ? itemsText(state.value) : undefined),
  lit: ({ state }) => litText(state.value),
  loads: ({ state }) => loadsText(state.value),
  lock: ({ state }) => lockText(state.value),
  moods: moodsText,
  scene: sceneText,
  statuses: statusesText,
};

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && Number.isFinite(value);
}

function clockText(value: unknown): string | undefined {
  if (typeof value !== 'number' || value < 0 || value >= SECONDS_PER_DAY) return undefined;
  const minutes = Math.floor(value / 60);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function countText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  return String(value.split('|').filter((entry) => entry.trim() !== '').length);
}

/** What a room asks for, as far as its temperatures and its mode say. */
function demandText({ other }: ReaderInput): string | undefined {
  const [actual, target] = [other('tempActual')?.value, other('tempTarget')?.value];
  const mode = (other('currentMode') ?? other('operatingMode'))?.value;
  if (typeof actual !== 'number' || typeof target !== 'number' || typeof mode !== 'number') {
    return undefined;
  }
  if (actual < target && MAY_HEAT.has(mode)) return 'heating';
  return actual > target && MAY_COOL.has(mode) ? 'cooling' : undefined;
}

function itemsText(items: readonly unknown[]): string | undefined {
  const shown = items.flatMap((item) => (isScalar(item) ? [oneLine(String(item))] : []));
  return shown.length === 0 ? undefined : listed(shown.filter((text) => text !== ''));
}

function isScalar(item: unknown): item is string | number {
  return typeof item === 'string' || typeof item === 'number';
}

function idsIn(value: unknown): readonly number[] | undefined {
  return Array.isArray(value) ? value.filter((id) => typeof id === 'number') : undefined;
}

function litText(value: unknown): string | undefined {
  const ids = idsIn(value);
  if (ids === undefined) return undefined;
  return ids.some((id) => !OFF.has(id)) ? 'on' : 'off';
}

/** Energy managers of both generations list their loads with a flag of either name. */
function loadsText(value: unknown): string | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const on = value.filter((load) => isOn(field(load, 'active')) || isOn(field(load, 'isActive')));
  return `${on.length} of ${value.length} loads on`;
}

function isOn(flag: unknown): boolean {
  return flag === true || (typeof flag === 'number' && flag > 0);
}

function lockText(value: unknown): string | undefined {
  const locked = field(value, 'locked');
  if (typeof locked !== 'number' || locked <= 0) return undefined;
  const reason = oneLine(bareText(field(value, 'reason')));
  const by = locked === 2 ? 'locked by the logic' : 'locked';
  return reason === '' ? by : `${by} (${reason})`;
}

function moodsText({ state, other }: ReaderInput): string | undefined {
  const lit = idsIn(state.value)?.filter((id) => !OFF.has(id)) ?? [];
  if (lit.length === 0) return undefined;
  const list = other('moodList')?.value;
  const names = lit.map((id) => moodName(id, Array.isArray(list) ? list : []));
  return `${names.length === 1 ? 'mood' : 'moods'} ${listed(names)}`;
}

function moodName(id: number, list: readonly unknown[]): string {
  const mood = list.find((one) => field(one, 'id') === id);
  const name = oneLine(bareText(field(mood, 'name')));
  if (name !== '') return name;
  return id === ALL_ON ? 'all bright' : String(id);
}

/** `1="Bright",2="Evening"` names the scenes of a first-generation controller. */
function sceneText({ state, other }: ReaderInput): string | undefined {
  if (typeof state.value !== 'number') return undefined;
  if (state.value === 0) return 'off';
  if (state.value === 9) return 'all on';
  const list = bareText(other('sceneList')?.value);
  const names = new Map(
    Array.from(list.matchAll(/(\d+)="([^"]*)"/g), ([, id, name]) => [id, name] as const),
  );
  const name = oneLine(names.get(String(state.value)) ?? '');
  return `on, scene ${name === '' ? bareValue(state.value) : name}`;
}

/** `3 × Closed and 1 × Open`, by the names in details.status. */
function statusesText({ state, details }: ReaderInput): string | undefined {
  if (typeof state.value !== 'string' || state.value.trim() === '') return undefined;
  const names = namesOf(details, 'status');
  const counts = new Map<string, number>();
  for (const id of state.value.split(',').map((part) => part.trim())) {
    const name = id === '255' ? 'not configured' : oneLine(names.get(id) ?? `status ${id}`);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return listed([...counts].map(([name, count]) => `${count} × ${name}`));
}

function bareText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function field(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}
