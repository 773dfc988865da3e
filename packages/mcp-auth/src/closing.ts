/** Something opened that must be closed again. */
type Close = () => void | Promise<void>;

/** Takes something off the list: another has taken it over and closes it. */
export type HandOver = () => void;

/** What was opened so far, to be closed in the opposite order. */
export interface Closing {
  /**
   * @param whose - `host`: it was handed to us open, and stays open where opening the rest fails,
   *   since the host has it in hand and we have not taken it over.
   */
  add(close: Close, whose?: 'ours' | 'host'): HandOver;
  /** Closes what we opened ourselves, and says nothing of what does not close. */
  abandon(): Promise<void>;
  /** Closes everything, also where something does not close. @throws What failed. */
  close(): Promise<void>;
}

interface Opened {
  readonly close: Close;
  readonly whose: 'ours' | 'host';
}

/** Makes an empty {@link Closing}. */
export function createClosing(): Closing {
  const opened = new Set<Opened>();

  async function closeThose(isMeant: (one: Opened) => boolean): Promise<unknown[]> {
    const failures: unknown[] = [];
    const inOrder = [...opened].reverse().filter(isMeant);
    opened.clear();
    for (const { close } of inOrder) {
      try {
        await close();
      } catch (error) {
        failures.push(error);
      }
    }
    return failures;
  }

  return {
    add(close, whose = 'ours') {
      const one = { close, whose };
      opened.add(one);
      return () => void opened.delete(one);
    },
    async abandon() {
      await closeThose(({ whose }) => whose === 'ours');
    },
    async close() {
      const failures = await closeThose(() => true);
      if (failures.length > 1) throw new AggregateError(failures, 'Several things did not close.');
      if (failures.length === 1) throw failures[0];
    },
  };
}
