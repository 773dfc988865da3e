/**
 * Makes a function that runs tasks one after another, in the order in which they were given; one
 * that fails does not stop the next.
 */
export function createSerializer(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task);
    last = result.catch(() => undefined);
    return result;
  };
}
