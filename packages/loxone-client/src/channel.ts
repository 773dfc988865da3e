import type { KeyObject } from 'node:crypto';
import {
  type Answer,
  type Clock,
  CommandCipher,
  createSessionKey,
  encryptSessionKey,
  LoxoneError,
  PATHS,
  parseAnswer,
  type RandomBytes,
  type SessionKey,
} from '@gatehouse/loxone-protocol';
import type { Reply } from './command-queue.js';
import type { Connection } from './connection.js';

/** How a command travels: as it is, encrypted, or encrypted with an encrypted answer. */
export type Mode = 'plain' | 'enc' | 'fenc';

/** How one command is to be treated. */
export interface AskOptions {
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
  readonly onSent?: () => void;
}

const ANSWER_DEADLINE_MS = 15_000;
const FILE_DEADLINE_MS = 120_000;

/** Commands and answers over a connection, with the encryption that belongs to it. */
export class Channel {
  readonly #connection: Connection;
  readonly #session: SessionKey;
  readonly #cipher: CommandCipher;

  /** A session key is made for this connection and never used for another one (§7 no. 12). */
  constructor(connection: Connection, ports: { random: RandomBytes; clock: Clock }) {
    this.#connection = connection;
    this.#session = createSessionKey(ports.random);
    this.#cipher = new CommandCipher(this.#session, ports);
  }

  /**
   * Hands the session key over; nothing can be encrypted before.
   *
   * @throws LoxoneError `ERR_LOXONE_COMMAND_FAILED` when the box cannot decrypt it.
   */
  async exchangeKeys(publicKey: KeyObject): Promise<void> {
    const path = PATHS.keyExchange(encryptSessionKey(this.#session, publicKey));
    assertAccepted(await this.ask('plain', 'the key exchange', path), 'the key exchange');
  }

  /**
   * Sends a command and reads its answer, whatever its code.
   *
   * @param label - Names the command in messages; the path may carry secrets.
   */
  async ask(mode: Mode, label: string, path: string, options: AskOptions = {}): Promise<Answer> {
    const { deadlineMs = ANSWER_DEADLINE_MS, ...rest } = options;
    const render = (): string => (mode === 'plain' ? path : this.#cipher.wrap(path, mode));
    const reply = await this.#connection.request({ label, render, deadlineMs, ...rest });
    // An encrypted command that cannot be decrypted is refused in plain words.
    const encrypted = mode === 'fenc' && !/^\s*[{<]/.test(reply.text);
    return parseAnswer(encrypted ? this.#cipher.unwrapAnswer(reply.text) : reply.text);
  }

  /**
   * Fetches a file, which cannot be encrypted.
   *
   * @throws LoxoneError `ERR_LOXONE_COMMAND_FAILED` when an answer comes instead of a file.
   */
  async fetch(label: string, path: string): Promise<string> {
    return (await this.#fetch(label, path)).text;
  }

  /** The same for what is no text. */
  async fetchBytes(label: string, path: string): Promise<Uint8Array> {
    return (await this.#fetch(label, path)).bytes;
  }

  async #fetch(label: string, path: string): Promise<Reply> {
    const deadlineMs = FILE_DEADLINE_MS;
    const reply = await this.#connection.request({ label, render: () => path, deadlineMs });
    if (reply.kind === 'text') assertAccepted(parseAnswer(reply.text), label);
    return reply;
  }
}

/** @throws LoxoneError `ERR_LOXONE_COMMAND_FAILED` for a code that is not 2xx. */
export function assertAccepted(answer: Answer, label: string): void {
  if (isAccepted(answer)) return;
  const message = `The Miniserver refused ${label} with code ${answer.code}.`;
  const details = { code: answer.code, control: label };
  throw new LoxoneError('ERR_LOXONE_COMMAND_FAILED', message, details);
}

/** Whether the Miniserver said yes. */
export function isAccepted(answer: Answer): boolean {
  return answer.code >= 200 && answer.code < 300;
}
