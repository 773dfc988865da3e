import type { CheckedCommand, CommandOutcome, HomeControl } from '@gatehouse/loxone-controls';
import { type Answer, type Clock, PATHS } from '@gatehouse/loxone-protocol';
import { type AskOptions, assertAccepted, isAccepted } from './channel.js';
import type { Link } from './link.js';
import { askOneTimeKey } from './one-time-key.js';
import type { VisuPassword, VisuPasswords } from './visu-password.js';

/** What securing commands needs. */
export interface SecuredCommandsOptions {
  readonly clock: Clock;
  readonly user: string;
  /** Absent: there is no visualisation password, and secured controls are only read. */
  readonly passwords: VisuPasswords | undefined;
}

/** A password that may be used, or why the command is not sent. */
export type Allowed =
  | { readonly ok: true; readonly password: VisuPassword | undefined }
  | { readonly ok: false; readonly outcome: CommandOutcome };

/** What came of sending: an answer, or nothing was sent because the password was refused before. */
export type Sent = { readonly answer: Answer } | { readonly outcome: CommandOutcome };

/** A wrong password (protocol reference §2.8); some firmware answers 401. */
const WRONG_PASSWORD: ReadonlySet<number> = new Set([401, 500]);

/** Commands for controls that ask for the visualisation password. */
export class SecuredCommands {
  readonly #options: SecuredCommandsOptions;
  /** One at a time: while an answer is out, nobody knows yet whether the password is right. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: SecuredCommandsOptions) {
    this.#options = options;
  }

  /** Whether secured controls can be commanded at all. */
  get possible(): boolean {
    return this.#options.passwords !== undefined;
  }

  /** Finds the password that a control needs, asking for it where that is how it is had. */
  async allow(control: HomeControl): Promise<Allowed> {
    const { passwords } = this.#options;
    if (!control.secured || passwords === undefined) return { ok: true, password: undefined };
    const password = await passwords.of(control);
    if (password === undefined) return { ok: false, outcome: missing(control) };
    if (passwords.isRefused(password)) return { ok: false, outcome: refusedBefore(control) };
    return { ok: true, password };
  }

  /**
   * Sends a command with a proof of the password made with a key of its own.
   *
   * @throws LoxoneError as `Channel.ask` does; `ERR_LOXONE_COMMAND_FAILED` when no key is granted.
   */
  send(
    link: Link,
    control: HomeControl,
    command: CheckedCommand,
    password: VisuPassword,
    options: AskOptions,
  ): Promise<Sent> {
    const sent = this.#turn.then(() => this.#send(link, control, command, password, options));
    this.#turn = sent.catch(() => undefined);
    return sent;
  }

  async #send(
    link: Link,
    control: HomeControl,
    command: CheckedCommand,
    password: VisuPassword,
    options: AskOptions,
  ): Promise<Sent> {
    const { clock, user, passwords } = this.#options;
    if (passwords?.isRefused(password) === true) return { outcome: refusedBefore(control) };
    const label = 'the key for the visualisation password';
    const inputs = await askOneTimeKey({
      channel: link.channel,
      clock,
      path: PATHS.visuHashInputs(user),
      label,
      check: (answer) => assertAccepted(answer, label),
      signal: options.signal,
    });
    const path = PATHS.securedControl(password.prove(inputs), control.id, command.wire);
    const answer = await link.channel.ask(link.mode, 'a secured command', path, options);
    if (isAccepted(answer) || !WRONG_PASSWORD.has(answer.code)) return { answer };
    passwords?.refuse(password);
    return { outcome: wrong(answer.code) };
  }
}

function wrong(code: number): CommandOutcome {
  const message = `The Miniserver refused the visualisation password with code ${code}; it is not tried again, correct it`;
  return { outcome: 'refused', code, message };
}

function missing({ name }: HomeControl): CommandOutcome {
  const message = `${name} needs the visualisation password, and none was given; nothing was sent`;
  return { outcome: 'invalid', problem: { code: 'secured', message } };
}

function refusedBefore({ name }: HomeControl): CommandOutcome {
  const message = `${name} needs the visualisation password, and the Miniserver has refused the one that is given; correct it, nothing was sent`;
  return { outcome: 'invalid', problem: { code: 'secured', message } };
}
