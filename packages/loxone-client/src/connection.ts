import {
  decodeText,
  LoxoneError,
  MESSAGE_KIND,
  type MessageKind,
  PATHS,
} from '@gatehouse/loxone-protocol';
import { type Command, CommandQueue, type Reply } from './command-queue.js';
import { asLoxoneError, connectionError, connectionLost } from './connection-end.js';
import { pause, withDeadline } from './deadline.js';
import { FramePairing, type Incoming } from './frame-pairing.js';
import { assertServed, viaNetwork } from './http-answer.js';
import { Keepalive } from './keepalive.js';
import type { Cancel, LoxoneLogger, Timers } from './ports.js';
import type { Socket, SocketHandlers, Transport } from './transport.js';

/** What a connection needs. */
export interface ConnectionOptions {
  readonly transport: Transport;
  readonly timers: Timers;
  readonly logger: LoxoneLogger;
  readonly host: string;
  readonly user: string;
  /** Gives up opening. Has no effect on an open connection. */
  readonly signal: AbortSignal;
  /** Called for each event table; `sequence` counts the messages of this connection. */
  readonly onTable: (kind: MessageKind, bytes: Uint8Array, sequence: number) => void;
  /** Called once when the connection has ended, before commands that wait learn of it. */
  readonly onEnd: (error: LoxoneError) => void;
}

const OPEN_DEADLINE_MS = 10_000;
const CLOSE_DEADLINE_MS = 2_000;
/** After announcing that it goes out of service, the box closes next (protocol reference §3.2). */
const OUT_OF_SERVICE_GRACE_MS = 5_000;

/** One WebSocket to a Miniserver: pairing of frames, commands in order, keepalive, its end. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #pairing = new FramePairing();
  readonly #queue: CommandQueue;
  readonly #keepalive: Keepalive;
  #socket: Socket | undefined;
  #sequence = 0;
  #outOfService = false;
  #cancelGrace: Cancel | undefined;
  readonly #ended = new AbortController();

  private constructor(options: ConnectionOptions) {
    this.#options = options;
    const { timers } = options;
    const onOverdue = (error: LoxoneError): void => this.#fail(error);
    this.#queue = new CommandQueue({ timers, onOverdue, send: (text) => this.#send(text) });
    this.#keepalive = new Keepalive({
      timers,
      onOverdue,
      send: () => this.#send(PATHS.keepalive),
      isReceiving: () => this.#pairing.awaitingPayload,
    });
  }

  /**
   * Opens the WebSocket.
   *
   * @throws LoxoneError `ERR_LOXONE_UNREACHABLE`, `_TIMEOUT`, `_BOOTING` or `_LOCKED_OUT`; or the
   * signal's reason.
   */
  static async open(options: ConnectionOptions): Promise<Connection> {
    const { timers, transport, host } = options;
    const connection = new Connection(options);
    const handlers = connection.#handlers();
    const opened = await withDeadline(
      timers,
      OPEN_DEADLINE_MS,
      'connection',
      options.signal,
      (signal) => viaNetwork(host, signal, () => transport.open(handlers, signal)),
    );
    if (!opened.ok) {
      assertServed(opened.reply, host);
      throw new LoxoneError('ERR_LOXONE_UNREACHABLE', `${host} offers no WebSocket.`, {
        host,
        problem: 'it offers no WebSocket',
      });
    }
    connection.#socket = opened.socket;
    connection.ended.throwIfAborted();
    connection.#keepalive.rest();
    return connection;
  }

  /** Aborts when the connection has ended; the reason is a LoxoneError. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** How many messages have arrived. What comes after a moment has a higher sequence number. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Sends a command when its turn comes; see {@link CommandQueue.push}. */
  request(command: Command): Promise<Reply> {
    return this.#queue.push(command);
  }

  /** Closes cleanly, or cuts the connection when the peer does not take part. */
  async close(): Promise<void> {
    const reason = 'closed by this client';
    this.#queue.fail(connectionLost(reason));
    this.#keepalive.stop();
    this.#socket?.close(1000);
    await pause(this.#options.timers, CLOSE_DEADLINE_MS, this.ended);
    this.#fail(connectionLost(reason));
  }

  #handlers(): SocketHandlers {
    return {
      message: (data, isBinary) => this.#receive(data, isBinary),
      closed: (code, reason, problem) => {
        const { user } = this.#options;
        const outOfService = this.#outOfService;
        this.#fail(connectionError({ code, reason, problem, outOfService, user }));
      },
    };
  }

  #send(text: string): void {
    this.#socket?.send(text);
  }

  #receive(data: Uint8Array, isBinary: boolean): void {
    if (this.ended.aborted) return;
    this.#sequence += 1;
    try {
      const incoming = this.#pairing.accept(data, isBinary);
      if (incoming !== undefined) this.#dispatch(incoming);
    } catch (error) {
      this.#fail(asLoxoneError(error));
    }
  }

  #dispatch(incoming: Incoming): void {
    if (incoming.type === 'keepalive') this.#keepalive.rest();
    else if (incoming.type === 'out-of-service') this.#goOutOfService();
    else if (incoming.type === 'dropped') {
      const { kind, announced, received } = incoming;
      this.#options.logger.warn('event table of unexpected length dropped', {
        kind,
        announced,
        received,
      });
    } else this.#deliver(incoming.kind, incoming.bytes);
  }

  #deliver(kind: MessageKind, bytes: Uint8Array): void {
    if (kind !== MESSAGE_KIND.text && kind !== MESSAGE_KIND.file) {
      this.#options.onTable(kind, bytes, this.#sequence);
      return;
    }
    const text = decodeText(bytes);
    const isFile = kind === MESSAGE_KIND.file;
    const asked = this.#queue.settle({ kind: isFile ? 'file' : 'text', text, bytes });
    // For example code 420: authentication took too long; the box closes next.
    if (!asked) this.#options.logger.debug('answer without a command ignored', { kind });
  }

  #goOutOfService(): void {
    this.#outOfService = true;
    this.#options.logger.info('the Miniserver announces that it goes out of service');
    const { user } = this.#options;
    this.#cancelGrace = this.#options.timers.after(OUT_OF_SERVICE_GRACE_MS, () =>
      this.#fail(connectionError({ code: 1006, reason: '', outOfService: true, user })),
    );
  }

  #fail(error: LoxoneError): void {
    if (this.ended.aborted) return;
    this.#cancelGrace?.();
    this.#keepalive.stop();
    this.#options.onEnd(error);
    this.#ended.abort(error);
    this.#queue.fail(error);
    this.#socket?.terminate();
  }
}
