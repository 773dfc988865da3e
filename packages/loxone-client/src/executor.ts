import {
  type CheckedCommand,
  type CommandOutcome,
  type CommandProblem,
  type CommandRequest,
  checkCommand,
  type HomeControl,
  type HomeState,
} from '@gatehouse/loxone-controls';
import {
  type Answer,
  type AnyLoxoneError,
  type Clock,
  isLoxoneError,
  PATHS,
} from '@gatehouse/loxone-protocol';
import { membersOf } from './central.js';
import { ChangeWatch } from './change-watch.js';
import { type AskOptions, isAccepted } from './channel.js';
import { pause } from './deadline.js';
import type { HomeMemory } from './home-memory.js';
import type { Link } from './link.js';
import type { Timers } from './ports.js';
import type { SecuredCommands, Sent } from './secured-commands.js';
import type { VisuPassword } from './visu-password.js';

/** What executing needs. */
export interface ExecutorOptions {
  readonly memory: HomeMemory;
  readonly clock: Clock;
  readonly timers: Timers;
  /** The live connection, if there is one. */
  readonly link: () => Link | undefined;
  readonly secured: SecuredCommands;
}

/** As `LoxoneHome.execute` takes them. */
export interface ExecuteOptions {
  readonly waitMs?: number;
  readonly signal?: AbortSignal;
}

interface Run {
  readonly link: Link;
  readonly control: HomeControl;
  readonly command: CheckedCommand;
  /** Of a control that needs it. */
  readonly password: VisuPassword | undefined;
  readonly watch: ChangeWatch;
  readonly waitMs: number;
  readonly signal: AbortSignal | undefined;
}

const DEFAULT_WAIT_MS = 2_000;
const MAX_WAIT_MS = 60_000;

const NOT_SENT = 'The wait was aborted before the command was sent; nothing was sent.';
const LOST = 'The command was sent, but the connection was lost; whether it worked is not known.';
const NO_KEY =
  'The Miniserver gave no usable key for the visualisation password; the command was not sent';
const GARBLED =
  'The command was sent, but its answer cannot be understood; whether it worked is not known.';
const ABORTED = 'The command was sent, but the wait was aborted; whether it worked is not known.';

/** Sends commands and tells what the house then did (DESIGN rule 8). */
export class Executor {
  readonly #options: ExecutorOptions;

  constructor(options: ExecutorOptions) {
    this.#options = options;
  }

  /** @throws RangeError when `waitMs` is not 0–60,000. The world never makes it throw. */
  async execute(request: CommandRequest, options: ExecuteOptions): Promise<CommandOutcome> {
    const waitMs = checkWait(options.waitMs);
    const { memory, timers, secured } = this.#options;
    if (memory.house === undefined) return this.#offline();
    const control = memory.house.byId.get(request.control);
    if (control === undefined) return { outcome: 'invalid', problem: unknownControl(request) };
    const states = memory.states(control.id);
    // The catalog refuses what needs a password; where there is one, the rest decides.
    const target = secured.possible ? { ...control, secured: false } : control;
    const check = checkCommand(target, request.command, request.args ?? {}, states);
    if (!check.ok) return { outcome: 'invalid', problem: check.problem };
    if (this.#options.link() === undefined) return this.#offline();
    const allowed = await secured.allow(control);
    if (!allowed.ok) return allowed.outcome;
    const link = this.#options.link();
    if (link === undefined) return this.#offline();
    const { command } = check;
    const { password } = allowed;
    const controls = new Set([control.id, ...membersOf(control)]);
    const watch = new ChangeWatch({ timers, controls, affects: confirming(command, states) });
    const { signal } = options;
    const unwatch = memory.watch((changes, sequence) => watch.see(changes, sequence));
    try {
      const all = [...controls].flatMap((id) => memory.states(id));
      const wait = isSilent(command, all) ? 0 : waitMs;
      return await this.#run({ link, control, command, password, watch, waitMs: wait, signal });
    } finally {
      unwatch();
      watch.stop();
    }
  }

  async #run(run: Run): Promise<CommandOutcome> {
    const { link, watch, signal } = run;
    let sentAt: number | undefined;
    const onSent = (): void => {
      sentAt = this.#options.clock.now();
      watch.begin(link.sequence());
    };
    try {
      const options = { onSent, ...(signal === undefined ? {} : { signal }) };
      const sent = await this.#send(run, options);
      if ('outcome' in sent) return sent.outcome;
      if (!isAccepted(sent.answer)) return refused(sent.answer);
      return await this.#observe(run, sentAt ?? this.#options.clock.now());
    } catch (error) {
      if (signal?.aborted === true) return unknown(sentAt === undefined ? NOT_SENT : ABORTED);
      if (!isLoxoneError(error)) throw error;
      if (sentAt === undefined) return link.ended.aborted ? this.#offline() : noKey(error);
      return unknown(link.ended.aborted ? LOST : GARBLED);
    }
  }

  async #send({ link, control, command, password }: Run, options: AskOptions): Promise<Sent> {
    if (password !== undefined) {
      return this.#options.secured.send(link, control, command, password, options);
    }
    const path = PATHS.control(control.id, command.wire);
    return { answer: await link.channel.ask(link.mode, 'a command', path, options) };
  }

  /** The command was accepted: waits for what the states do. */
  async #observe(run: Run, sentAt: number): Promise<CommandOutcome> {
    const { link, watch, waitMs, signal } = run;
    const { clock, timers } = this.#options;
    const answeredAt = clock.now();
    if (waitMs > 0) await pause(timers, waitMs, watch.settled, link.ended, signal);
    // Events that arrived in time may still be waiting for their slice.
    if (watch.changes().length === 0) await link.drained();
    const changes = watch.changes();
    if (changes.length > 0) return { outcome: 'changed', changes, tookMs: clock.now() - sentAt };
    if (link.ended.aborted) return unknown(LOST);
    if (signal?.aborted === true) return unknown(ABORTED);
    return { outcome: 'unchanged', waitedMs: clock.now() - answeredAt };
  }

  #offline(): CommandOutcome {
    return { outcome: 'offline', status: this.#options.memory.status };
  }
}

function checkWait(waitMs: number = DEFAULT_WAIT_MS): number {
  if (Number.isFinite(waitMs) && waitMs >= 0 && waitMs <= MAX_WAIT_MS) return waitMs;
  throw new RangeError(`options.waitMs must be 0–${MAX_WAIT_MS}`);
}

/** The affected states that this control really has; without one, every state confirms. */
function confirming(command: CheckedCommand, states: readonly HomeState[]): readonly string[] {
  const present = new Set(states.map((state) => state.name.replace(/\[\d+\]$/, '')));
  return command.affects.filter((name) => present.has(name));
}

/**
 * Whether no state can tell of this command, however long one waits. That a control is locked says
 * nothing of other commands, though almost every control has that state.
 */
function isSilent(command: CheckedCommand, states: readonly HomeState[]): boolean {
  return states.every(({ name }) => name === 'jLocked' && !command.affects.includes(name));
}

function unknownControl(request: CommandRequest): CommandProblem {
  const shown = JSON.stringify(request.control.slice(0, 60));
  return { code: 'unknown-control', message: `The house has no control with the id ${shown}` };
}

function unknown(message: string): CommandOutcome {
  return { outcome: 'unknown', message };
}

/** No command can be sent without a key for the visualisation password. */
function noKey(error: AnyLoxoneError): CommandOutcome {
  if (error.code !== 'ERR_LOXONE_COMMAND_FAILED') return unknown(NO_KEY);
  const { code } = error.details;
  return { outcome: 'refused', code, message: `${NO_KEY} (code ${code})` };
}

/** Status codes of commands (protocol reference §2.7). */
const CODE_WORDS: ReadonlyMap<number, string> = new Map([
  [400, 'it does not understand the command'],
  [401, 'the login is no longer valid'],
  [403, 'the user may not do this'],
  [404, 'it does not know the control or the command'],
  [423, 'the control is locked'],
  [500, 'the control needs the visualisation password'],
  [503, 'it is starting'],
]);

function refused(answer: Answer): CommandOutcome {
  const { code } = answer;
  const words = CODE_WORDS.get(code);
  const why = words === undefined ? '' : `: ${words}`;
  return { outcome: 'refused', code, message: `The Miniserver refused with code ${code}${why}` };
}
