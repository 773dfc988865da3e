/** What was typed behind a target: the action of a tool and its arguments. */
export interface Wish {
  readonly action: string;
  readonly args?: Readonly<Record<string, unknown>>;
}

/** Reads the words behind a target; `undefined` when they are no wish of this kind. */
export type ReadWish = (words: readonly string[]) => Wish | undefined;

/** `40`, `40%`, `21.5°`; not `0x10`, not nothing. */
function numberIn(word: string | undefined): number | undefined {
  const [, digits] = /^([+-]?\d+(?:[.,]\d+)?)\s*(?:%|°C?|°F)?$/.exec(word ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits.replace(',', '.'));
}

/** A word that needs nothing behind it. */
function plain(
  words: readonly string[],
  actions: Readonly<Record<string, string>>,
): Wish | undefined {
  const [word = '', ...others] = words;
  const action = Object.hasOwn(actions, word) ? actions[word] : undefined;
  return action !== undefined && others.length === 0 ? { action } : undefined;
}

/** `on`, `off`, `toggle`, `40`, `brighter`, `darker 10`, `mood Evening`, `color red`. */
export const lightWish: ReadWish = (words) => {
  const [word = '', ...rest] = words;
  const percent = numberIn(word);
  if (percent !== undefined && rest.length === 0) {
    return { action: 'brightness', args: { brightness: percent } };
  }
  const step = numberIn(rest[0]);
  if (/^(brighter|darker)$/.test(word) && rest.length === 1 && step !== undefined) {
    return { action: word, args: { brightness: step } };
  }
  if (word === 'mood' && rest.length > 0) return { action: word, args: { mood: rest.join(' ') } };
  if (/^colou?r$/.test(word) && rest.length > 0) {
    return { action: 'color', args: { color: rest.join(' ') } };
  }
  return plain(words, {
    on: 'on',
    off: 'off',
    toggle: 'toggle',
    brighter: 'brighter',
    darker: 'darker',
    pulse: 'pulse',
  });
};

/** `open`, `close`, `up`, `down`, `stop`, `shade`, `auto`, `50`, `slats 30`. */
export const coverWish: ReadWish = (words) => {
  const [word = '', ...rest] = words;
  const percent = numberIn(word);
  if (percent !== undefined && rest.length === 0) {
    return { action: 'position', args: { position: percent } };
  }
  const slats = numberIn(rest[0]);
  if (word === 'slats' && rest.length === 1 && slats !== undefined) {
    return { action: word, args: { slats } };
  }
  return plain(words, {
    open: 'open',
    close: 'close',
    up: 'up',
    down: 'down',
    stop: 'stop',
    shade: 'shade',
    auto: 'auto',
  });
};

/** `21.5`, `mode eco`, `off`, `resume`. */
export const climateWish: ReadWish = (words) => {
  const [word = '', ...rest] = words;
  const temperature = numberIn(word);
  if (temperature !== undefined && rest.length === 0) {
    return { action: 'temperature', args: { temperature } };
  }
  if (word === 'mode' && rest.length > 0) return { action: word, args: { mode: rest.join(' ') } };
  return plain(words, { on: 'on', off: 'off', resume: 'resume' });
};
