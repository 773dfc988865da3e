import type { HomeControl, HomeState, LoxoneHome } from '@gatehouse/loxone-controls';
import { stateSentence } from '@gatehouse/loxone-controls';
import { cleanText, MAX_VALUE_LENGTH } from '../text/clean-text.js';

/**
 * Answers "how is it?" in a few words: `on, 45 % bright`, `shading 40 %, slats open`, in the words of
 * the catalog.
 *
 * @param home - Makes it more exact where a part speaks for the whole: the brightness of a light
 *   controller is that of its master.
 * @returns `undefined` when the control has nothing to say, or has not reported it yet.
 */
export function summaryOf(
  control: HomeControl,
  states: readonly HomeState[],
  home?: Pick<LoxoneHome, 'states'>,
): string | undefined {
  const context = home === undefined ? {} : { statesOf: (id: string) => home.states(id) };
  const sentence = stateSentence(control, states, context);
  return sentence === undefined ? undefined : cleanText(sentence, MAX_VALUE_LENGTH) || undefined;
}
