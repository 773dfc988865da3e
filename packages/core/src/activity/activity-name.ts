/** Characters (UTF-16) of a name at most. */
const LONGEST = 100;

/** Controls, and what turns the direction of a line around: nothing that belongs into a name. */
const UNSHOWN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Makes a name from outside fit to be kept and shown: without control characters, cut to 100
 * characters. The same name always becomes the same.
 */
export function activityName(text: string): string {
  // Cut first: nobody makes us look through a megabyte.
  const clean = text.slice(0, LONGEST).replace(UNSHOWN, '\ufffd');
  return clean === '' ? '-' : clean;
}
