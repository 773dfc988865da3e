import { COMMON_STATES } from '../catalog/common.js';
import { controlType, mainStates } from '../catalog.js';
import type { ControlId, HomeControl, HomeState } from '../home.js';
import { SENTENCES } from '../sentences/index.js';
import { type Condition, type PhraseSpec, read, type SentenceSpec } from './phrase.js';
import { READERS } from './readers.js';
import { bareValue, listed, oneLine, shownState } from './show.js';

/** What of a house makes a description more exact. */
export interface DescribeContext {
  /** States of another control, as `LoxoneHome.states`: a light's brightness is that of its master. */
  readonly statesOf?: (id: ControlId) => readonly HomeState[];
}

/** What of a control a description needs. */
export type Described = Pick<HomeControl, 'type' | 'details'>;

/** Most raw states that describe a control of an unknown type. */
const MAX_RAW = 3;

/** Said of every control that somebody or the logic has locked. */
const LOCK: PhraseSpec = read('jLocked', 'lock');

interface Scene {
  readonly control: Described;
  readonly states: ReadonlyMap<string, HomeState>;
  readonly context: DescribeContext;
}

/**
 * A control in one plain English sentence without a full stop: `shading 40 %, slats half open`,
 * `on, 60 % bright, mood Evening`, `21.5 °C, target 22 °C, heating`, `armed, away`. Whatever the
 * values are, this answers, on one line and never empty.
 *
 * @param states - The control's states as `LoxoneHome.states` has them.
 */
export function describeControl(
  control: Described,
  states: readonly HomeState[],
  context: DescribeContext = {},
): string {
  return stateSentence(control, states, context) ?? nothingToSay(control, states);
}

/**
 * As {@link describeControl}.
 *
 * @returns `undefined` when the states say nothing, or have not been reported yet.
 */
export function stateSentence(
  control: Described,
  states: readonly HomeState[],
  context: DescribeContext = {},
): string | undefined {
  const scene: Scene = {
    control,
    states: new Map(states.map((state) => [state.name, state])),
    context,
  };
  const own = ownParts(scene, states);
  const lock = own.some((part) => part.startsWith('locked')) ? [] : phraseText(LOCK, scene);
  const parts = [...own, ...lock];
  return parts.length > 0 ? parts.join(', ') : undefined;
}

function ownParts(scene: Scene, states: readonly HomeState[]): readonly string[] {
  const entry = controlType(scene.control.type);
  if (entry === undefined) return states.filter(isKnown).slice(0, MAX_RAW).flatMap(rawText);
  const sentence = SENTENCES.get(entry.type);
  return sentence === undefined ? mainParts(scene) : sentenceParts(sentence, scene);
}

function sentenceParts(sentence: SentenceSpec, scene: Scene): readonly string[] {
  const parts = sentence.phrases.flatMap((phrase) => phraseText(phrase, scene));
  const isReported = sentence.phrases.some(({ state }) => isKnown(scene.states.get(state)));
  if (parts.length > 0 || sentence.otherwise === undefined || !isReported) return parts;
  return [sentence.otherwise];
}

/** Two bare numbers beside each other would say nothing, so the states are named. */
function mainParts({ control, states }: Scene): readonly string[] {
  const known = mainStates(control.type).flatMap(({ name }) => states.get(name) ?? []);
  return known
    .filter(isKnown)
    .flatMap((state) => (known.length > 1 ? rawText(state) : shown(state)));
}

function phraseText(phrase: PhraseSpec, scene: Scene): readonly string[] {
  const state = stateOf(phrase, scene);
  if (state === undefined || !isKnown(state) || !holds(phrase.when, scene)) return [];
  const text = wordsOf(phrase, state, scene);
  return text === undefined || text === '' ? [] : [text];
}

function wordsOf(phrase: PhraseSpec, state: HomeState, scene: Scene): string | undefined {
  const key = bareValue(state.value);
  if (phrase.words !== undefined && Object.hasOwn(phrase.words, key)) return phrase.words[key];
  if (phrase.bits !== undefined) return bitsText(phrase.bits, state);
  const template = phrase.say ?? '{text}';
  const text = phrase.as === undefined ? shownState(state) : readBy(phrase.as, state, scene);
  if (text === undefined) return undefined;
  return template.replaceAll('{text}', () => text).replaceAll('{value}', () => oneLine(key));
}

function readBy(
  name: NonNullable<PhraseSpec['as']>,
  state: HomeState,
  { control, states }: Scene,
): string | undefined {
  return READERS[name]({ state, other: (other) => states.get(other), details: control.details });
}

function bitsText(bits: Readonly<Record<number, string>>, state: HomeState): string {
  const { value } = state;
  if (typeof value !== 'number') return '';
  return listed(
    Object.keys(bits).flatMap((bit) => (value & Number(bit) ? [bits[Number(bit)] ?? ''] : [])),
  );
}

function stateOf(phrase: PhraseSpec, { control, states, context }: Scene): HomeState | undefined {
  if (phrase.part === undefined) return states.get(phrase.state);
  const id = control.details[phrase.part];
  if (typeof id !== 'string') return undefined;
  return context.statesOf?.(id).find(({ name }) => name === phrase.state);
}

function holds(condition: Condition | undefined, { control, states }: Scene): boolean {
  if (condition === undefined) return true;
  const { state, detail } = condition;
  const value = state === undefined ? control.details[detail ?? ''] : states.get(state)?.value;
  const key = typeof value === 'object' || value === undefined ? '' : String(value);
  return (condition.is?.includes(key) ?? true) && !(condition.not?.includes(key) ?? false);
}

function isKnown(state: HomeState | undefined): boolean {
  return state !== undefined && state.value !== null && state.value !== '';
}

function shown(state: HomeState): readonly string[] {
  const text = shownState(state);
  return text === undefined ? [] : [text];
}

function rawText(state: HomeState): readonly string[] {
  const text = shownState(state);
  return text === undefined ? [] : [`${oneLine(state.name)} ${text}`];
}

/** States that every control may have are empty while all is well. */
function isAwaited({ name, value }: HomeState): boolean {
  return value === null && !COMMON_STATES.some((common) => common.name === name);
}

function nothingToSay({ type, details }: Described, states: readonly HomeState[]): string {
  if (states.some(isAwaited)) return 'not reported yet';
  const members = details.controls;
  if (controlType(type)?.capabilities.includes('central') && Array.isArray(members)) {
    return `acts on ${members.length} ${members.length === 1 ? 'control' : 'controls'}`;
  }
  return 'nothing to report';
}
