import {
  CLOSE_CODES,
  type CommandDecipher,
  compareFirmware,
  decodeSegment,
  loxoneToUnixSeconds,
  MESSAGE_KIND,
} from '@gatehouse/loxone-protocol';
import { WebSocket } from 'ws';
import type { Token } from '../auth/tokens.js';
import type { Box } from './box.js';
import { dispatch } from './dispatch.js';
import { acceptSessionKey, isEncrypted, openCommand } from './encrypted-command.js';
import { sendHeader, sendKeepalive, sendPayload } from './frames.js';
import type { Publisher, Subscriber } from './publisher.js';
import { classic, formatReply, type Reply } from './reply.js';
import { spoiltAnswer } from './spoilt-answer.js';
import type { StateTable } from './state-tables.js';

const NORMAL_CLOSURE = 1000;
const POLICY_VIOLATION = 1008;
const MAX_QUEUED_COMMANDS = 1000;
const KEY_EXCHANGE = /^\/?j?dev\/sys\/keyexchange\/([^?]*)/i;
/** Before this, refreshing a token did not keep its socket open (protocol reference §2.6). */
const REFRESH_PROLONGS_SINCE = '10.4';

/** What a session has to do with. */
export interface SessionOptions {
  readonly socket: WebSocket;
  readonly address: string;
  readonly box: Box;
  readonly publisher: Publisher;
}

/** One socket: from its opening over key exchange and login to its end (reference §8.2). */
export class SocketSession implements Subscriber {
  readonly #socket: WebSocket;
  readonly #address: string;
  readonly #box: Box;
  readonly #publisher: Publisher;
  readonly #queue: string[] = [];
  #cancelAuthTimeout: () => void;
  #decipher: CommandDecipher | undefined;
  #token: Token | undefined;
  /** Epoch milliseconds at which the login ends. */
  #expiresAt = Number.POSITIVE_INFINITY;
  #lastHeard: number;
  #busy = false;

  constructor(options: SessionOptions) {
    this.#socket = options.socket;
    this.#address = options.address;
    this.#box = options.box;
    this.#publisher = options.publisher;
    this.#lastHeard = this.#box.clock.now();
    const { authTimeoutMs } = this.#box.times;
    this.#cancelAuthTimeout = this.#box.timers.after(authTimeoutMs, () => this.#tooSlow());
  }

  /** Who is logged in. */
  get user(): string | undefined {
    return this.#token?.user;
  }

  /** What the user of this socket may hear of. */
  get sees(): Subscriber['sees'] {
    return this.#box.views.of(this.user).sees;
  }

  /** Takes one text frame. */
  receive(text: string): void {
    this.#lastHeard = this.#box.clock.now();
    if (this.#box.faults.halfOpen) return;
    if (text === 'keepalive') {
      // Answered at once, also while a file or a large dump is under way.
      this.#box.commands.add(this.#token?.user ?? '', text);
      if (this.#isOpen) sendKeepalive(this.#socket);
      return;
    }
    if (this.#queue.length >= MAX_QUEUED_COMMANDS) {
      this.close(POLICY_VIOLATION);
      return;
    }
    this.#queue.push(text);
    this.#work();
  }

  sendTables(tables: readonly StateTable[]): void {
    if (this.#socket.bufferedAmount > this.#box.times.maxUnreadBytes) {
      this.drop();
      return;
    }
    for (const { kind, payload } of tables) this.#send(kind, payload);
  }

  /** Closes when nothing was heard for too long, or the token has run out. */
  checkAge(now: number): void {
    const silent = now - this.#lastHeard > this.#box.times.idleTimeoutMs;
    if (silent || now >= this.#expiresAt) this.close(NORMAL_CLOSURE);
  }

  /** Announces an update or a restart, and closes. */
  outOfService(code: number = NORMAL_CLOSURE): void {
    if (this.#isOpen) sendHeader(this.#socket, MESSAGE_KIND.outOfService);
    this.close(code);
  }

  /** Sends any payload, also one that no healthy box would send. */
  sendRaw(kind: StateTable['kind'], payload: Uint8Array): void {
    this.#send(kind, payload);
  }

  /** Sends a header alone. */
  announce(kind: StateTable['kind'], length: number): void {
    if (this.#isOpen) sendHeader(this.#socket, kind, length);
  }

  /** Sends a payload without its header. */
  sendBare(payload: Uint8Array): void {
    if (this.#isOpen) this.#socket.send(payload);
  }

  /** Announces a payload and closes before it comes. */
  announceAndClose(): void {
    this.announce(MESSAGE_KIND.values, 2400);
    this.close(NORMAL_CLOSURE);
  }

  close(code: number, reason?: string): void {
    this.ended();
    if (this.#isOpen) this.#socket.close(code, reason);
  }

  /** Cuts the connection without a word. */
  drop(): void {
    this.ended();
    this.#socket.terminate();
  }

  /** The socket is gone, whoever closed it. */
  ended(): void {
    this.#cancelAuthTimeout();
    this.#publisher.unsubscribe(this);
    this.#queue.length = 0;
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  /** One command at a time, in their order; a slow file makes the others wait. */
  #work(): void {
    while (!this.#busy && this.#isOpen) {
      const text = this.#queue.shift();
      if (text === undefined) return;
      this.#handle(text);
    }
  }

  #handle(text: string): void {
    const keyExchange = KEY_EXCHANGE.exec(text)?.[1];
    if (keyExchange !== undefined) {
      this.#exchangeKey(text, keyExchange);
      return;
    }
    if (!isEncrypted(text)) {
      this.#answer(this.#dispatch(text, false), (answer) => answer);
      return;
    }
    const opened = this.#decipher && openCommand(text, this.#decipher);
    if (opened === undefined || this.#isFaultDue('refusedSalts')) {
      this.#refuse(text);
      return;
    }
    const reply = this.#dispatch(opened.command, true);
    this.#answer(this.#box.faults.encryptedEcho ? withEcho(reply, text) : reply, opened.wrap);
  }

  #dispatch(command: string, encrypted: boolean): Reply {
    return dispatch(command, this.#box, {
      channel: 'socket',
      address: this.#address,
      user: this.#token?.user,
      token: this.#token,
      encrypted,
    });
  }

  /** The answer holds a one-time key, encrypted with the key that was just agreed (§2.3). */
  #exchangeKey(text: string, base64: string): void {
    this.#box.commands.add('', text);
    const decipher = acceptSessionKey(base64, this.#box.keys.privateKey);
    if (decipher === undefined || this.#isFaultDue('refusedKeyExchanges')) {
      this.#refuse(text);
      return;
    }
    this.#decipher = decipher;
    const key = decipher.wrapAnswer(this.#box.gatekeeper.keys.issue(this.#address));
    this.#answer(classic(controlOf(text), key), (answer) => answer);
  }

  /** Takes one off a fault that happens a number of times. */
  #isFaultDue(fault: 'refusedSalts' | 'refusedKeyExchanges'): boolean {
    const { faults } = this.#box;
    if (faults[fault] <= 0) return false;
    faults[fault] -= 1;
    return true;
  }

  #refuse(text: string): void {
    this.#answer(classic(controlOf(text), '', 401), (answer) => answer);
  }

  /** Answers now, or later if answers are slow; the commands behind it wait. */
  #answer(reply: Reply, wrap: (answer: string) => string): void {
    const { slowAnswersMs } = this.#box.faults;
    if (slowAnswersMs === 0) {
      this.#answerNow(reply, wrap);
      return;
    }
    this.#busy = true;
    this.#box.timers.after(slowAnswersMs, () => {
      this.#busy = false;
      this.#answerNow(reply, wrap);
      this.#work();
    });
  }

  #answerNow(reply: Reply, wrap: (answer: string) => string): void {
    if (this.#box.faults.eventsBeforeAnswers) this.#publisher.flush();
    if (reply.kind !== 'answer') {
      this.#sendFile(reply.kind === 'file' ? reply.text : reply.bytes);
      return;
    }
    if (reply.subscribe && !this.#publisher.canSubscribe(this)) {
      this.close(CLOSE_CODES.noEventSlot);
      return;
    }
    if (reply.token) this.#authenticated(reply.token);
    this.#send(MESSAGE_KIND.text, wrap(spoiltAnswer(reply.body, this.#box.faults)));
    if (reply.subscribe) this.#publisher.subscribe(this);
    if (reply.close) this.close(NORMAL_CLOSURE);
    reply.afterwards?.();
  }

  #sendFile(content: string | Uint8Array): void {
    const { slowFilesMs } = this.#box.faults;
    if (slowFilesMs === 0) {
      this.#send(MESSAGE_KIND.file, content);
      return;
    }
    this.#busy = true;
    this.#box.timers.after(slowFilesMs, () => {
      this.#busy = false;
      this.#send(MESSAGE_KIND.file, content);
      this.#work();
    });
  }

  #authenticated(token: Token): void {
    const first = this.#token === undefined;
    this.#token = token;
    this.#cancelAuthTimeout();
    const { firmware, faults } = this.#box;
    const prolongs =
      compareFirmware(firmware, REFRESH_PROLONGS_SINCE) >= 0 && !faults.keepOldExpiry;
    if (first || prolongs) {
      this.#expiresAt = loxoneToUnixSeconds(token.validUntil) * 1000;
    }
  }

  #tooSlow(): void {
    this.#send(MESSAGE_KIND.text, formatReply(classic('', '', 420).body, 'json'));
    this.close(NORMAL_CLOSURE);
  }

  #send(kind: StateTable['kind'], payload: string | Uint8Array): void {
    if (!this.#isOpen) return;
    const { estimateHeaders, duplicateHeaders } = this.#box.faults;
    sendPayload(this.#socket, kind, payload, {
      estimate: estimateHeaders,
      duplicate: duplicateHeaders,
    });
  }
}

/** Keys and ciphers are echoed as they came, without the query. */
function controlOf(text: string): string {
  return text.replace(/^\//, '').replace(/\?.*$/s, '');
}

/** Older firmware echoes the encrypted path of classic commands, its base64 not percent-encoded. */
function withEcho(reply: Reply, text: string): Reply {
  if (reply.kind !== 'answer' || reply.body.style !== 'classic') return reply;
  return { ...reply, body: { ...reply.body, control: decodeSegment(controlOf(text)) } };
}
