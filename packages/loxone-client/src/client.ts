import type { LoxoneHome } from '@gatehouse/loxone-controls';
import { connectionLost } from './connection-end.js';
import type { HouseLink } from './data/house-link.js';
import { Executor } from './executor.js';
import { HomeMemory } from './home-memory.js';
import { type HouseFacts, houseFacts } from './house-facts.js';
import { LiveHome } from './live-home.js';
import { LiveLink } from './live-link.js';
import { onAbort } from './on-abort.js';
import { type LoxoneClientOptions, resolveOptions } from './options.js';
import { SecuredCommands } from './secured-commands.js';
import { Supervisor } from './supervisor.js';
import { TokenKeeper } from './token-keeper.js';

/** A live connection to one Miniserver, kept up by itself. */
export interface LoxoneClient {
  /** The house in memory; the same object for the client's whole life. */
  readonly home: LoxoneHome;
  /** What is known of the house beside its controls: structure, mode, weather. */
  readonly facts: HouseFacts;
  /** Questions and files beyond the live states; what `readHistory` and the like take. */
  readonly link: HouseLink;
  /**
   * Begins connecting and returns at once; how it goes is told by `home.status()`. Does nothing
   * when it has begun.
   *
   * @throws TypeError after {@link LoxoneClient.stop}.
   */
  start(): void;
  /**
   * Resolves when states are being pushed; at once if they are.
   *
   * @throws LoxoneError `ERR_LOXONE_CREDENTIALS_REJECTED` when the Miniserver refuses the user, or
   * `ERR_LOXONE_CONNECTION_LOST` when the client is stopped; or the signal's reason.
   */
  whenLive(signal?: AbortSignal): Promise<void>;
  /**
   * Closes the connection and leaves no timer behind. Takes at most a few seconds, whatever the
   * Miniserver does.
   *
   * @param options.keepToken - Keep the token for the next run instead of killing it. Default: when
   *   there is a `tokenStore`.
   */
  stop(options?: { readonly keepToken?: boolean }): Promise<void>;
  /**
   * Kills the token at the Miniserver if it can be told, and forgets it here and in the store. A
   * client that is connected then logs in once with the password.
   */
  forgetToken(): Promise<void>;
}

/**
 * Makes a client. Nothing happens before `start`.
 *
 * The password goes into hashes only: no error, log, inspection or JSON of the client shows it.
 *
 * @throws TypeError or RangeError that names the option at fault, never its value.
 */
export function createLoxoneClient(options: LoxoneClientOptions): LoxoneClient {
  const { visuPasswords, tokenStore, ...settings } = resolveOptions(options);
  const { ports, credentials } = settings;
  const { clock, timers, logger } = ports;
  const { user } = credentials;
  const memory = new HomeMemory(clock, logger);
  const tokens = new TokenKeeper({ store: tokenStore, user, logger });
  const supervisor = new Supervisor({ ...settings, memory, tokens });
  const secured = new SecuredCommands({ clock, user, passwords: visuPasswords });
  const executor = new Executor({ memory, clock, timers, secured, link: () => supervisor.link });
  return Object.freeze({
    home: new LiveHome(memory, executor, secured.possible),
    facts: houseFacts(memory),
    link: new LiveLink(() => supervisor.link),
    start() {
      if (supervisor.stopping.aborted)
        throw new TypeError('the client was stopped: make a new one');
      supervisor.start();
    },
    whenLive: (signal?: AbortSignal) => whenLive(memory, supervisor, signal),
    stop: ({ keepToken = tokens.persistent } = {}) => supervisor.stop(keepToken),
    forgetToken: () => supervisor.forgetToken(),
  });
}

function whenLive(memory: HomeMemory, supervisor: Supervisor, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      for (const cancel of cancels) cancel();
      settle();
    };
    const check = (): void => {
      const { phase } = memory.status;
      if (signal?.aborted === true) finish(() => reject(signal.reason));
      else if (supervisor.stopping.aborted) finish(() => reject(connectionLost('it was stopped')));
      else if (phase === 'live') finish(resolve);
      else if (phase === 'rejected') finish(() => reject(supervisor.rejection));
    };
    const cancels = [
      memory.subscribe(check),
      onAbort(supervisor.stopping, check),
      ...(signal === undefined ? [] : [onAbort(signal, check)]),
    ];
    check();
  });
}
