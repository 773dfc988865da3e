import type { Clock } from '@gatehouse/loxone-protocol';

/** One command that the box received. */
export interface ReceivedCommand {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Empty before the login. */
  readonly user: string;
  /** Decrypted, percent-encoding and query as they came; what a socket's login was proven with too. */
  readonly command: string;
}

const MAX_COMMANDS = 10_000;

/** The commands that came in, oldest first; the oldest of very many are forgotten. */
export class CommandLog {
  readonly #clock: Clock;
  readonly #commands: ReceivedCommand[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get all(): readonly ReceivedCommand[] {
    return this.#commands;
  }

  add(user: string, command: string): void {
    this.#commands.push({ at: this.#clock.now(), user, command });
    if (this.#commands.length > MAX_COMMANDS) this.#commands.shift();
  }
}
