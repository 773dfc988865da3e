import type { HouseChoice } from '@gatehouse/admin-ui/wire';
import {
  type ArgumentSpec,
  type HomeControl,
  type HomeState,
  namedValues,
} from '@gatehouse/loxone-controls';
import { readMoods, sourcesOf } from '@gatehouse/loxone-tools';

type Choices = HouseChoice['choices'];

/** More names than this are no choice that anybody makes on a page. */
const MOST_NAMES = 60;

/**
 * The names that an argument can be given by: words of the catalog, lists in the control's own
 * details, and what the Miniserver reports of moods and sources. Empty where nobody knows any.
 */
export function choicesOf(
  arg: ArgumentSpec,
  control: HomeControl,
  states: readonly HomeState[],
): Choices {
  if (arg.kind === 'choice') return wordsOf(Object.keys(arg.choices));
  if (arg.kind !== 'number' || arg.isIdentifier !== true) return [];
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = arg;
  return (fromDetails(arg.choicesFromDetails, control) ?? fromStates(arg.name, states))
    .filter(({ value, text }) => value >= min && value <= max && text !== '')
    .slice(0, MOST_NAMES);
}

type Numbered = readonly { readonly value: number; readonly text: string }[];

function wordsOf(words: readonly string[]): Choices {
  return words.map((value) => ({ value, text: value.replaceAll('-', ' ') }));
}

function fromDetails(source: string | undefined, control: HomeControl): Numbered | undefined {
  const values = source === undefined ? undefined : namedValues(control).get(source);
  return values?.map(({ id, name }) => ({ value: Number(id), text: name }));
}

/** What an argument tells apart, by its name in the catalog, and where its names are. */
function fromStates(argument: string, states: readonly HomeState[]): Numbered {
  switch (argument) {
    case 'mood':
    case 'scene':
      return (readMoods(states)?.list ?? []).map(numbered);
    case 'source':
      return sourcesOf(states).map(numbered);
    default:
      return [];
  }
}

function numbered({ id, name }: { readonly id: number; readonly name: string }): Numbered[number] {
  return { value: id, text: name };
}
