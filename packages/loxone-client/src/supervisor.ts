import type { HomeStatus } from '@gatehouse/loxone-controls';
import type { LoxoneError } from '@gatehouse/loxone-protocol';
import { randomFraction } from './backoff.js';
import { pause } from './deadline.js';
import type { Link } from './link.js';
import { PasswordPace } from './password-pace.js';
import { describeProblem, withNextAttempt } from './problem.js';
import { planRecovery, type Recovery } from './recovery.js';
import { type Carried, Session, type SessionOptions } from './session.js';
import type { TokenKeeper } from './token-keeper.js';

/** What a supervisor needs: what sessions need, without what it gives them itself. */
export interface SupervisorOptions
  extends Omit<SessionOptions, 'carried' | 'signal' | 'onLive' | 'onLost'> {
  readonly tokens: TokenKeeper;
}

/** A connection that lasted so long counts as a success: what follows is a new trouble. */
const STABLE_MS = 30_000;

/** Keeps one session going, one at a time, until it is stopped or the credentials are refused. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #stopping = new AbortController();
  readonly #carried: Carried;
  #session: Session | undefined;
  #running: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;
  #link: Link | undefined;
  #wasLive = false;
  #liveSince: number | undefined;
  #failures = 0;
  #rejection: LoxoneError | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    const pace = new PasswordPace(options.ports.clock);
    this.#carried = { tokens: options.tokens, pace, reloadStructure: false };
  }

  /** The live connection, if there is one. */
  get link(): Link | undefined {
    return this.#link;
  }

  /** Why the Miniserver is not asked any more, once it has refused the credentials. */
  get rejection(): LoxoneError | undefined {
    return this.#rejection;
  }

  /** Aborts when {@link Supervisor.stop} is called. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Begins, or does nothing when it has begun. */
  start(): void {
    this.#running ??= this.#run();
  }

  /** Ends the session cleanly. Later calls return the same promise. */
  stop(keepToken: boolean): Promise<void> {
    this.#stopped ??= this.#shutDown(keepToken);
    return this.#stopped;
  }

  /** Kills the token, here and at the Miniserver if it can be told. */
  async forgetToken(): Promise<void> {
    const { tokens } = this.#options;
    await this.#session?.forgetToken();
    tokens.drop();
    await tokens.settled();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    let problem: string | undefined;
    while (!signal.aborted) {
      this.#report(problem);
      const error = await this.#runSession();
      if (signal.aborted) return;
      const recovery = this.#recover(error);
      if (recovery.action === 'give-up') return;
      await pause(this.#options.ports.timers, recovery.delayMs, signal);
      problem = describeProblem(error, this.#options.host);
    }
  }

  async #runSession(): Promise<LoxoneError> {
    this.#session = new Session({
      ...this.#options,
      carried: this.#carried,
      signal: this.#stopping.signal,
      onLive: (link) => this.#goLive(link),
      onLost: (error) => this.#lose(error),
    });
    const error = await this.#session.run();
    this.#session = undefined;
    return error;
  }

  #goLive(link: Link): void {
    this.#link = link;
    this.#wasLive = true;
    this.#liveSince = this.#options.ports.clock.now();
    this.#options.memory.report({ phase: 'live' });
    this.#options.ports.logger.info('the house is live', { host: this.#options.host });
  }

  /** At once, so that nobody is told "live" in between; {@link Supervisor.#recover} says the rest. */
  #lose(error: LoxoneError): void {
    this.#link = undefined;
    this.#report(describeProblem(error, this.#options.host));
  }

  #recover(error: LoxoneError): Recovery {
    const { memory, ports, host } = this.#options;
    this.#failures = this.#wasStable() ? 1 : this.#failures + 1;
    this.#liveSince = undefined;
    const { restMs } = this.#carried.pace;
    const recovery = planRecovery(error, this.#failures, randomFraction(ports.random), restMs);
    const problem = describeProblem(error, host);
    ports.logger.warn(problem, { code: error.code, failures: this.#failures });
    if (recovery.action === 'give-up') {
      this.#rejection = error;
      memory.report({ phase: 'rejected', problem });
      return recovery;
    }
    if (recovery.dropToken) this.#carried.tokens.drop();
    if (recovery.reloadStructure) this.#carried.reloadStructure = true;
    this.#report(withNextAttempt(problem, recovery.delayMs), ports.clock.now() + recovery.delayMs);
    return recovery;
  }

  #wasStable(): boolean {
    const since = this.#liveSince;
    return since !== undefined && this.#options.ports.clock.now() - since >= STABLE_MS;
  }

  #report(problem: string | undefined, retryAt?: number): void {
    const phase: HomeStatus['phase'] = this.#wasLive ? 'reconnecting' : 'connecting';
    this.#options.memory.report({
      phase,
      ...(problem === undefined ? {} : { problem }),
      ...(retryAt === undefined ? {} : { retryAt }),
    });
  }

  async #shutDown(keepToken: boolean): Promise<void> {
    const { tokens } = this.#options;
    this.#link = undefined;
    this.#stopping.abort();
    await this.#session?.end({ keepToken });
    await this.#running;
    if (!keepToken) tokens.drop();
    await tokens.settled();
    this.#options.memory.report({ phase: 'stopped' });
  }
}
