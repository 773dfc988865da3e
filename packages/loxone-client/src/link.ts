import type { Channel } from './channel.js';

/** A live connection as far as sending a command is concerned. */
export interface Link {
  readonly channel: Channel;
  /** How a command travels here: encrypted where the line is not. */
  readonly mode: 'plain' | 'enc';
  /** Number of messages received so far. */
  readonly sequence: () => number;
  /** Resolves when all events received so far have been taken in. */
  readonly drained: () => Promise<void>;
  /** Aborts when the connection is lost. */
  readonly ended: AbortSignal;
}
