/** Everything the command line takes from, and gives to, the world around it. */
export interface CliIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Name of the person at the terminal; stands in the records as who did it. */
  readonly userName: () => string;
  readonly readFile: (path: string) => string;
  /** Standard output: results, and nothing else, so that scripts can read them. */
  readonly out: (text: string) => void;
  /** Standard error: explanations and problems. */
  readonly err: (text: string) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Asks the person at the terminal, and rejects when they end the question; absent: nobody is there. */
  readonly ask?: (question: string) => Promise<string>;
  /** The same for a secret, which is not shown while it is typed. */
  readonly askSecret?: (question: string) => Promise<string>;
  /** All of standard input, as text. */
  readonly readInput?: () => Promise<string>;
  /** Calls back once when the program is to end. @returns A function that ends the listening. */
  readonly onInterrupt?: (listener: () => void) => () => void;
}
