/** How commands with a switch for an argument spell it. */
export const WORDS_ON_OFF: Readonly<Record<string, 0 | 1 | undefined>> = {
  on: 1,
  '1': 1,
  off: 0,
  '0': 0,
};
