import { WebSocket } from 'ws';

/** One message as it came over the wire. */
export interface Frame {
  readonly binary: boolean;
  readonly bytes: Buffer;
}

/** A header and the payload that followed it. */
export interface Message {
  readonly kind: number;
  readonly estimated: boolean;
  /** As the header announced it. */
  readonly length: number;
  readonly payload: Frame | undefined;
}

export interface Close {
  readonly code: number;
  readonly reason: string;
}

const KEEPALIVE = 6;
const OUT_OF_SERVICE = 5;

/** A WebSocket client that knows nothing but frames; whoever waits gets them in their order. */
export class RawSocket {
  readonly #socket: WebSocket;
  readonly #frames: Frame[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly closed: Promise<Close>;
  #over = false;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data, binary) => {
      this.#frames.push({ binary, bytes: Buffer.from(data as Buffer) });
      this.#wake();
    });
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        this.#over = true;
        this.#wake();
        resolve({ code, reason: reason.toString() });
      });
    });
    socket.on('error', () => undefined);
  }

  /** @param url - `http://…` of the simulator. */
  static async open(
    url: string,
    options: {
      readonly protocols?: string[];
      readonly path?: string;
      readonly headers?: Record<string, string>;
    } = {},
  ): Promise<RawSocket> {
    const target = `${url.replace(/^http/, 'ws')}${options.path ?? '/ws/rfc6455'}`;
    const socket = new WebSocket(target, options.protocols ?? ['remotecontrol'], {
      perMessageDeflate: true,
      rejectUnauthorized: false,
      headers: options.headers ?? {},
    });
    const raw = new RawSocket(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve());
      socket.once('error', reject);
    });
    return raw;
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  get extensions(): string {
    return this.#socket.extensions;
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  send(text: string): void {
    this.#socket.send(text);
  }

  /** As one client does it: a fragmented message. */
  sendFragmented(text: string): void {
    const half = Math.ceil(text.length / 2);
    this.#socket.send(text.slice(0, half), { fin: false });
    this.#socket.send(text.slice(half), { fin: true });
  }

  sendBytes(bytes: Uint8Array): void {
    this.#socket.send(bytes);
  }

  /** Reads nothing more of what comes. */
  pause(): void {
    this.#socket.pause();
  }

  close(): void {
    this.#socket.close();
  }

  terminate(): void {
    this.#socket.terminate();
  }

  /** The next frame; fails when the socket is closed and there is none left. */
  async frame(): Promise<Frame> {
    for (;;) {
      const frame = this.#frames.shift();
      if (frame) return frame;
      if (this.#over) throw new TypeError('the socket was closed and has no more frames');
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** The next header and its payload. */
  async message(): Promise<Message> {
    const header = await this.frame();
    if (!header.binary || header.bytes.length !== 8 || header.bytes[0] !== 3) {
      throw new TypeError(`not a header: ${header.bytes.toString('hex').slice(0, 40)}`);
    }
    const kind = header.bytes[1] ?? -1;
    const estimated = (header.bytes[2] ?? 0) !== 0;
    const length = header.bytes.readUInt32LE(4);
    const bare = kind === KEEPALIVE || kind === OUT_OF_SERVICE || estimated;
    return { kind, estimated, length, payload: bare ? undefined : await this.frame() };
  }

  /** The next message of one kind; others are passed over. */
  async messageOf(kind: number): Promise<Message> {
    for (;;) {
      const message = await this.message();
      if (message.kind === kind) return message;
    }
  }

  /** The next text answer, as it came; state tables are passed over. */
  async text(): Promise<string> {
    const { payload } = await this.messageOf(0);
    return payload?.bytes.toString('utf8') ?? '';
  }

  async request(command: string): Promise<string> {
    this.send(command);
    return this.text();
  }

  async answer(command: string): Promise<Answered> {
    return parse(await this.request(command));
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

export interface Answered {
  readonly control: string;
  readonly code: number;
  // Tests read whatever stands there.
  readonly value: unknown;
}

export function parse(text: string): Answered {
  const { LL } = JSON.parse(text) as { LL: Record<string, unknown> };
  return { control: String(LL.control), code: Number(LL.Code ?? LL.code), value: LL.value };
}

/** A member of an answer's value. */
export function member(value: unknown, name: string): string {
  return String((value as Record<string, unknown>)[name]);
}
