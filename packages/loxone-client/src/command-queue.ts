import type { LoxoneError } from '@gatehouse/loxone-protocol';
import { timeout } from './deadline.js';
import { onAbort } from './on-abort.js';
import type { Cancel, Timers } from './ports.js';

/** What came back for one command. */
export interface Reply {
  /** Whether the header announced a file (`data/LoxAPP3.json`) or an answer. */
  readonly kind: 'text' | 'file';
  readonly text: string;
  /** The same as it came; pictures and statistics are no text. */
  readonly bytes: Uint8Array;
}

/** One command on its way. */
export interface Command {
  /** For messages and logs. Never the command itself, which may carry a hash or a token. */
  readonly label: string;
  /** Makes the text when its turn comes: salts must be used in the order in which they are sent. */
  readonly render: () => string;
  /** How long the answer may take, counted from sending; milliseconds. */
  readonly deadlineMs: number;
  /** Gives up waiting. A command that is already out keeps its place until its answer comes. */
  readonly signal?: AbortSignal;
  /** Called when the text is handed to the socket. */
  readonly onSent?: () => void;
}

interface Entry {
  readonly command: Command;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (reason: unknown) => void;
  readonly release: () => void;
}

/** What the queue needs of the connection that it belongs to. */
export interface CommandQueueOptions {
  readonly timers: Timers;
  readonly send: (text: string) => void;
  /** The answer in flight is overdue: later answers could no longer be told apart. */
  readonly onOverdue: (error: LoxoneError) => void;
}

/**
 * Sends commands one at a time and hands answers back in order. Nothing in an answer names its
 * command reliably (protocol reference §2.3), so order is the only correlation.
 */
export class CommandQueue {
  readonly #options: CommandQueueOptions;
  readonly #waiting: Entry[] = [];
  #inFlight: Entry | undefined;
  #cancelDeadline: Cancel | undefined;
  #failure: LoxoneError | undefined;

  constructor(options: CommandQueueOptions) {
    this.#options = options;
  }

  /**
   * Sends a command when its turn comes.
   *
   * @returns The reply; rejects with the connection's error, or with the signal's reason.
   */
  push(command: Command): Promise<Reply> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (command.signal?.aborted === true) return Promise.reject(command.signal.reason);
    return new Promise((resolve, reject) => {
      const { signal } = command;
      const release = signal === undefined ? none : onAbort(signal, () => this.#abandon(entry));
      const entry: Entry = { command, resolve, reject, release };
      this.#waiting.push(entry);
      this.#advance();
    });
  }

  /** Gives a reply to the command in flight. @returns `false` when none was: nobody asked. */
  settle(reply: Reply): boolean {
    const entry = this.#inFlight;
    if (entry === undefined) return false;
    this.#landed();
    entry.release();
    entry.resolve(reply);
    this.#advance();
    return true;
  }

  /** Ends the queue: every command, also a later one, fails with this error. */
  fail(error: LoxoneError): void {
    this.#failure ??= error;
    const lost = this.#inFlight === undefined ? this.#waiting : [this.#inFlight, ...this.#waiting];
    this.#landed();
    for (const entry of lost.splice(0)) {
      entry.release();
      entry.reject(error);
    }
    this.#waiting.length = 0;
  }

  #advance(): void {
    if (this.#inFlight !== undefined) return;
    const entry = this.#waiting.shift();
    if (entry === undefined) return;
    const { command } = entry;
    this.#inFlight = entry;
    this.#cancelDeadline = this.#options.timers.after(command.deadlineMs, () =>
      this.#options.onOverdue(timeout(`answer to ${command.label}`, command.deadlineMs)),
    );
    command.onSent?.();
    this.#options.send(command.render());
  }

  #landed(): void {
    this.#cancelDeadline?.();
    this.#cancelDeadline = undefined;
    this.#inFlight = undefined;
  }

  #abandon(entry: Entry): void {
    const place = this.#waiting.indexOf(entry);
    if (place >= 0) this.#waiting.splice(place, 1);
    entry.reject(entry.command.signal?.reason);
  }
}

function none(): void {
  // Nothing to let go of.
}
