let code: string | undefined;

/** @returns The code of a one-time link, from the fragment of its address: `#code=…`. */
export function codeOf(fragment: string): string | undefined {
  const found = new URLSearchParams(fragment.replace(/^#/, '')).get('code');
  return found === null || found === '' ? undefined : found;
}

/** Takes the code of a one-time link out of the address bar, and keeps it for the sign-in. */
export function takeCode(): void {
  const found = codeOf(location.hash);
  if (found === undefined) return;
  code = found;
  history.replaceState(history.state, '', location.pathname + location.search);
}

/** @returns The code that was taken, once. */
export function useUpCode(): string | undefined {
  const taken = code;
  code = undefined;
  return taken;
}
