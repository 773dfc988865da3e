/** Where the screen that was shown last stands; `undefined` before the first. */
let shownAt: string | undefined;
let hasHadFocus = false;

document.addEventListener('focusin', () => {
  hasHadFocus = true;
});

/** What had it was removed (a form that was sent): the browser then falls back to the page. */
function isFocusLost(): boolean {
  const { activeElement } = document;
  return hasHadFocus && (activeElement === null || activeElement === document.body);
}

/**
 * Asked once by each screen that appears. Its title gets the focus when somebody went to another
 * address, and when what had the focus is gone. A page that is opened leaves it to the browser, and
 * a screen that only replaces its own waiting state leaves it where the person has moved it.
 */
export function takesFocus(): boolean {
  const before = shownAt;
  shownAt = location.pathname;
  return (before !== undefined && before !== shownAt) || isFocusLost();
}
