/** Takes something over until the end. @returns The same thing. */
export type Own = <Thing>(thing: Thing, close: (thing: Thing) => Promise<void>) => Thing;

/**
 * Runs with things that have to be closed: the last one that was taken over first, whatever happens,
 * and each of them even where another one fails to close.
 *
 * @returns What `use` returns. Rejects with what went wrong first.
 */
export async function withOwned<Result>(use: (own: Own) => Promise<Result>): Promise<Result> {
  const closers: (() => Promise<void>)[] = [];
  const failures: unknown[] = [];
  let result: { readonly value: Result } | undefined;
  try {
    const value = await use((thing, close) => {
      closers.push(() => close(thing));
      return thing;
    });
    result = { value };
  } catch (error) {
    failures.push(error);
  }
  for (const close of closers.reverse()) {
    try {
      await close();
    } catch (error) {
      failures.push(error);
    }
  }
  if (result === undefined || failures.length > 0) throw failures[0];
  return result.value;
}
