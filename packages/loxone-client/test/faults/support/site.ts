import type { CommandRequest } from '@gatehouse/loxone-controls';
import { type Simulator, type SimulatorOptions, startSimulator } from '@gatehouse/loxone-simulator';
import { createLoxoneClient, type LoxoneClient } from '../../../src/client.js';
import type { LoxoneClientOptions } from '../../../src/options.js';
import { middling, recordingLogger } from '../../support/harness.js';
import { FlowingTime } from './flowing-time.js';
import { LoginLedger } from './login-ledger.js';
import { lies, listed } from './truth.js';

export const USER = 'admin';
export const PASSWORD = 'correct horse';

/** Within this of the client's time everything must be well again: the longest waits last 60 s. */
const WELL_WITHIN_MS = 5 * 60_000;
/** What changed last is sent within 20 ms. */
const TRUE_WITHIN_MS = 1_000;

/** No fault makes one slower. */
export const SLOWEST_HANDSHAKE_MS = 20_000;
/** Things move and rooms warm up meanwhile, in steps. */
const TICK_MS = 3_000;

/** How a site is set up. */
export interface SiteOptions {
  readonly house?: Partial<SimulatorOptions>;
  readonly client?: Partial<LoxoneClientOptions>;
  /** What the client believes the password to be. Default: the right one. */
  readonly password?: string;
}

/** The truth about the secrets of a site. */
export interface Secrets {
  /** The user's password at the box. */
  password: string;
  rejecting: boolean;
  disabled: boolean;
  /** Whether the token that the client was given last is still one. */
  tokenIsAlive: boolean;
  /** Whether this client's secrets were ever wrong, so that it may have given up. */
  mayBeRejected: boolean;
}

/** A simulator, its client of the moment, and the time that they share. */
export class Site {
  readonly time: FlowingTime;
  readonly simulator: Simulator;
  readonly ledger: LoginLedger;
  readonly logs: string[] = [];
  /** What the box thinks of the client's secrets; see the faults that change it. */
  readonly secrets: Secrets = {
    password: PASSWORD,
    rejecting: false,
    disabled: false,
    tokenIsAlive: false,
    mayBeRejected: false,
  };
  #believed = '';
  #undecided = 0;
  readonly #options: SiteOptions;
  #client: LoxoneClient;

  private constructor(simulator: Simulator, time: FlowingTime, options: SiteOptions) {
    this.simulator = simulator;
    this.time = time;
    this.#options = options;
    this.ledger = new LoginLedger(simulator.commands, {
      takesPassword: () => this.#userMayLogIn() && this.#believed === this.secrets.password,
      takesToken: () => this.#userMayLogIn() && this.secrets.tokenIsAlive,
      granted: () => {
        this.secrets.tokenIsAlive = true;
      },
    });
    this.#client = this.#makeClient(options.password ?? PASSWORD);
  }

  /** Starts both; the client is connecting then. */
  static async start(options: SiteOptions = {}): Promise<Site> {
    const time = new FlowingTime();
    const simulator = await startSimulator({
      user: USER,
      password: PASSWORD,
      utcOffsetMinutes: 0,
      tickMs: TICK_MS,
      clock: time,
      timers: time.simulatorTimers,
      ...options.house,
    });
    return new Site(simulator, time, options);
  }

  get client(): LoxoneClient {
    return this.#client;
  }

  get phase(): string {
    return this.#client.home.status().phase;
  }

  /** Lets time pass, booking logins on the way. */
  async flow(ms: number, enough: () => boolean = () => false): Promise<boolean> {
    const done = await this.time.flow(ms, enough);
    this.ledger.settle();
    return done;
  }

  /** @throws TypeError when it does not come to that. */
  async until(what: string, condition: () => boolean, ms: number = WELL_WITHIN_MS): Promise<void> {
    if (await this.flow(ms, condition)) return;
    const { phase, problem = 'no problem' } = this.#client.home.status();
    throw new TypeError(`not ${what} within ${ms / 1000} s: ${phase}, ${problem}`);
  }

  /**
   * Every command has an outcome and the client is live; or it has given up for a reason: then its
   * owner makes a new one, which is to be live.
   */
  async well(): Promise<void> {
    await this.until('decided on every command', () => this.#undecided === 0);
    // A password whose answer was lost rests for minutes, which the client has announced.
    const { retryAt = 0 } = this.#client.home.status();
    await this.flow(Math.max(0, retryAt - this.time.now()));
    await this.until('live', () => this.phase === 'live' || this.phase === 'rejected');
    if (this.phase === 'live') return;
    if (!this.secrets.mayBeRejected)
      throw new TypeError('the client gave up although nobody refused it');
    await this.renew();
    await this.until('live with a new client', () => this.phase === 'live');
  }

  /** @throws TypeError naming what the client has wrong, or did wrong. */
  async mustBeTrue(): Promise<void> {
    const wrong = (): readonly string[] => lies(this.#client.home, this.simulator);
    await this.flow(TRUE_WITHIN_MS, () => this.phase === 'live' && wrong().length === 0);
    if (this.phase !== 'live') throw new TypeError(`not live but ${this.phase}`);
    if (wrong().length > 0) throw new TypeError(`the state is not true: ${listed(wrong())}`);
    const { offences } = this.ledger;
    if (offences.length > 0) throw new TypeError(`sent again when refused: ${listed(offences)}`);
  }

  /** Sends a command and goes on; {@link Site.well} sees to it that it has an outcome. */
  send(request: CommandRequest): void {
    this.#undecided += 1;
    const decided = (): void => {
      this.#undecided -= 1;
    };
    // One that throws stays undecided, and is found by that.
    this.#client.home.execute(request).then(decided, () => undefined);
  }

  /** As an owner does who has corrected what was wrong. */
  async renew(): Promise<void> {
    await this.#stopClient();
    this.ledger.nextClient();
    this.secrets.tokenIsAlive = false;
    this.secrets.mayBeRejected = false;
    this.#client = this.#makeClient(this.secrets.password);
  }

  async stop(): Promise<void> {
    await this.#stopClient();
    // A handshake that is still slow would keep the simulator waiting on a time that stands still.
    await this.time.flow(SLOWEST_HANDSHAKE_MS);
    await this.simulator.stop();
  }

  /** Whoever does not answer is waited for, for some seconds of the time that is ours. */
  async #stopClient(): Promise<void> {
    let stopped = false;
    const stopping = this.#client.stop().then(() => {
      stopped = true;
    });
    await this.until('stopped', () => stopped, 60_000);
    await stopping;
  }

  #makeClient(password: string): LoxoneClient {
    const client = createLoxoneClient({
      host: `127.0.0.1:${this.simulator.port}`,
      user: USER,
      password,
      clock: this.time,
      timers: this.time,
      random: middling,
      logger: recordingLogger(this.logs),
      ...this.#options.client,
    });
    this.#believed = password;
    if (password !== this.secrets.password) this.secrets.mayBeRejected = true;
    client.start();
    return client;
  }

  #userMayLogIn(): boolean {
    return !this.secrets.rejecting && !this.secrets.disabled;
  }
}
