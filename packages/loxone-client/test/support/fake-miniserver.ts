import { generateKeyPairSync } from 'node:crypto';
import {
  CommandDecipher,
  decryptSessionKey,
  encodeHeader,
  encodeTextTable,
  encodeValueTable,
  formatAnswer,
  formatPublicKey,
  hashLogin,
  hashPassword,
  hashToken,
  hashVisuPassword,
  MESSAGE_KIND,
  type MessageKind,
  PATHS,
  type TextEvent,
  unixToLoxoneSeconds,
  type ValueEvent,
  ZERO_UUID,
} from '@gatehouse/loxone-protocol';
import type { HttpReply, Opened, SocketHandlers, Transport } from '../../src/transport.js';
import { littleHouse } from './house-file.js';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
const encoder = new TextEncoder();
const VISU_SALT = '30663034373936342d303231372d31383132';
const SALT = '31346632393637342d303239312d32383762';
const HOURS = 3600;

/**
 * What a script says to a command: a code and a value, nothing at all, the normal answer, or the
 * normal answer when the test releases it.
 */
export type Scripted =
  | {
      readonly code: number;
      readonly value?: unknown;
      /** Answered in plain words although an encrypted answer was asked for. */
      readonly plain?: true;
    }
  | 'silence'
  | 'hold'
  | 'normal';

/** How a fake differs from a well-behaved Miniserver. */
export interface FakeOptions {
  readonly user?: string;
  readonly password?: string;
  readonly visuPassword?: string;
  readonly now?: () => number;
  readonly algorithm?: 'SHA1' | 'SHA256';
  readonly tokenLifeSeconds?: number;
}

/**
 * The server's side of the protocol in memory, as a transport. Tests script what it says; nothing
 * in it decides for itself.
 */
export class FakeMiniserver implements Transport {
  readonly options: Required<FakeOptions>;
  structure: unknown = littleHouse();
  structureVersion: string = '2024-01-01 10:00:00';
  firmware: string = '15.0.0.0';
  values: readonly ValueEvent[] = [];
  texts: readonly TextEvent[] = [];
  /** Answer to every HTTP request instead of the normal one; an error is thrown. */
  http: HttpReply | Error | undefined;
  /** Answer to the upgrade instead of a socket. */
  upgrade: HttpReply | Error | undefined;
  /** Asked for each decrypted command. */
  script: (command: string, socket: FakeSocket) => Scripted = () => 'normal';
  /** Tokens that are valid. */
  readonly tokens: Set<string> = new Set<string>();
  /** Tokens that were ever issued. */
  readonly everyToken: string[] = [];
  readonly httpRequests: string[] = [];
  readonly sockets: FakeSocket[] = [];
  /** Every command, decrypted, over all sockets. */
  readonly commands: string[] = [];
  /** Answers that are held back; a call sends one. */
  readonly held: (() => void)[] = [];
  /** How each command arrived: `plain`, `enc` or `fenc`. */
  readonly modes: Map<string, string> = new Map<string, string>();
  #counter = 0;

  constructor(options: FakeOptions = {}) {
    this.options = {
      user: 'admin',
      password: 'correct horse',
      visuPassword: '1234',
      now: () => Date.UTC(2024, 0, 1),
      algorithm: 'SHA256',
      tokenLifeSeconds: 12 * HOURS,
      ...options,
    };
  }

  /** The socket that was opened last. */
  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new TypeError('no socket was opened');
    return socket;
  }

  /** Commands that begin like this. */
  count(prefix: string): number {
    return this.commands.filter((command) => command.startsWith(prefix)).length;
  }

  async get(path: string): Promise<HttpReply> {
    this.httpRequests.push(path);
    if (this.http instanceof Error) throw this.http;
    if (this.http !== undefined) return this.http;
    const control = path.slice(1);
    if (control === PATHS.apiKey) {
      const value = `{'snr': '50:4F:94:00:00:01', 'version':'${this.firmware}', 'key':'4142'}`;
      return { status: 200, body: formatAnswer({ control, value, code: 200 }) };
    }
    const value = formatPublicKey(publicKey);
    return { status: 200, body: formatAnswer({ control, value, code: 200 }) };
  }

  async open(handlers: SocketHandlers): Promise<Opened> {
    if (this.upgrade instanceof Error) throw this.upgrade;
    if (this.upgrade !== undefined) return { ok: false, reply: this.upgrade };
    const socket = new FakeSocket(this, handlers);
    this.sockets.push(socket);
    return { ok: true, socket };
  }

  /** One-time keys look like hexadecimal again when they are decoded. */
  newKey(): string {
    this.#counter += 1;
    return Buffer.from(`AB${String(this.#counter).padStart(4, '0')}`).toString('hex');
  }

  newToken(): string {
    this.#counter += 1;
    const token = `ey.fake.${this.#counter}`;
    this.tokens.add(token);
    this.everyToken.push(token);
    return token;
  }

  validUntil(): number {
    const unix = Math.floor(this.options.now() / 1000);
    return unixToLoxoneSeconds(unix) + this.options.tokenLifeSeconds;
  }
}

/** One socket of the fake, seen from the server. */
export class FakeSocket {
  readonly #server: FakeMiniserver;
  readonly #handlers: SocketHandlers;
  readonly sent: string[] = [];
  #decipher: CommandDecipher | undefined;
  #key = '';
  /** Keys for the visualisation password that were not used yet. */
  readonly #visuKeys: string[] = [];
  #closed = false;
  /** Whether keepalives are answered. */
  answersKeepalive: boolean = true;
  /** Close code that the client sent. */
  closedWith: number | undefined;
  /** Whether the client cut the connection. */
  terminated: boolean = false;
  /** Whether a closing handshake is taken part in. */
  answersClose: boolean = true;

  constructor(server: FakeMiniserver, handlers: SocketHandlers) {
    this.#server = server;
    this.#handlers = handlers;
  }

  send(text: string): void {
    this.sent.push(text);
    queueMicrotask(() => this.#receive(text));
  }

  close(code: number): void {
    this.closedWith = code;
    if (this.answersClose) queueMicrotask(() => this.drop(code));
  }

  terminate(): void {
    this.terminated = true;
    this.#closed = true;
  }

  /** Ends the connection as the network or the server would. */
  drop(code = 1006, reason = '', problem?: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#handlers.closed(code, reason, problem);
  }

  /** Sends bytes as one message. */
  raw(data: Uint8Array, isBinary: boolean): void {
    if (!this.#closed) this.#handlers.message(data, isBinary);
  }

  header(kind: MessageKind, length: number, estimated = false): void {
    this.raw(encodeHeader({ kind, length, estimated }), true);
  }

  answer(text: string, kind: MessageKind = MESSAGE_KIND.text): void {
    const bytes = encoder.encode(text);
    this.header(kind, bytes.length);
    this.raw(bytes, false);
  }

  pushValues(events: readonly ValueEvent[]): void {
    this.#table(MESSAGE_KIND.values, encodeValueTable(events));
  }

  pushTexts(events: readonly { readonly uuid: string; readonly text: string }[]): void {
    const table = encodeTextTable(events.map((event) => ({ icon: ZERO_UUID, ...event })));
    this.#table(MESSAGE_KIND.texts, table);
  }

  #table(kind: MessageKind, bytes: Uint8Array): void {
    this.header(kind, bytes.length);
    this.raw(bytes, true);
  }

  #receive(text: string): void {
    if (this.#closed) return;
    if (text === PATHS.keepalive) {
      if (this.answersKeepalive) this.header(MESSAGE_KIND.keepalive, 0);
      return;
    }
    const encrypted = /^jdev\/sys\/f?enc\//.test(text);
    const unwrapped = encrypted ? this.#decipher?.unwrap(text) : undefined;
    this.#perform(unwrapped?.command ?? text, unwrapped?.mode ?? 'plain');
  }

  #perform(command: string, mode: 'plain' | 'enc' | 'fenc'): void {
    const server = this.#server;
    server.commands.push(command);
    server.modes.set(command, mode);
    const scripted = server.script(command, this);
    if (scripted === 'silence' || this.#closed) return;
    if (scripted === 'hold') server.held.push(() => this.#respond(command, mode, 'normal'));
    else this.#respond(command, mode, scripted);
  }

  #respond(
    command: string,
    mode: 'plain' | 'enc' | 'fenc',
    scripted: Exclude<Scripted, 'silence' | 'hold'>,
  ): void {
    if (scripted === 'normal' && command === PATHS.structure) {
      this.answer(JSON.stringify(this.#server.structure), MESSAGE_KIND.file);
      return;
    }
    const { code, value = '1' } = scripted === 'normal' ? this.#normal(command) : scripted;
    const text = formatAnswer({ control: command, code, value, codeKey: 'code' });
    const plain = mode !== 'fenc' || (typeof scripted === 'object' && scripted.plain === true);
    this.answer(plain ? text : (this.#decipher?.wrapAnswer(text) ?? text));
    if (command === PATHS.enableUpdates && code === 200) this.#dump();
  }

  #dump(): void {
    if (this.#server.values.length > 0) this.pushValues(this.#server.values);
    if (this.#server.texts.length > 0) this.pushTexts(this.#server.texts);
  }

  #normal(command: string): { code: number; value?: unknown } {
    const server = this.#server;
    const [name = '', proof = ''] = command.replace(/^jdev\/(sys|sps)\//, '').split('/');
    if (name === 'keyexchange') return this.#exchange(command);
    if (name === 'getkey2') {
      this.#key = server.newKey();
      const { algorithm } = server.options;
      return { code: 200, value: { key: this.#key, salt: SALT, hashAlg: algorithm } };
    }
    if (name === 'getvisusalt') {
      const key = server.newKey();
      this.#visuKeys.push(key);
      const { algorithm } = server.options;
      return { code: 200, value: { key, salt: VISU_SALT, hashAlg: algorithm } };
    }
    if (name === 'ios') return { code: this.#takeVisuProof(proof) ? 200 : 500 };
    if (name === 'getjwt') return this.#grant(proof === this.#loginProof());
    const token = [...server.tokens].find((candidate) => this.#tokenProof(candidate) === proof);
    if (name === 'authwithtoken') return token ? this.#valid() : { code: 401 };
    if (name === 'refreshjwt') {
      if (token !== undefined) server.tokens.delete(token);
      return this.#grant(token !== undefined);
    }
    if (name === 'killtoken') {
      if (token !== undefined) server.tokens.delete(token);
      return { code: 200 };
    }
    if (command === PATHS.structureVersion) return { code: 200, value: server.structureVersion };
    return { code: 200 };
  }

  #exchange(command: string): { code: number; value?: unknown } {
    const session = decryptSessionKey(command.slice('jdev/sys/keyexchange/'.length), privateKey);
    this.#decipher = new CommandDecipher(session);
    return { code: 200, value: this.#decipher.wrapAnswer('00') };
  }

  #grant(ok: boolean): { code: number; value?: unknown } {
    if (!ok) return { code: 401, value: { lastEdit: '2009-01-01 01:00:00', unix: 1230768000 } };
    const token = this.#server.newToken();
    const value = { token, key: '41', validUntil: this.#server.validUntil(), tokenRights: 1666 };
    return { code: 200, value };
  }

  #valid(): { code: number; value: unknown } {
    return { code: 200, value: { validUntil: this.#server.validUntil(), tokenRights: 1666 } };
  }

  /** Each key proves one command. */
  #takeVisuProof(proof: string): boolean {
    const { visuPassword: password, algorithm } = this.#server.options;
    const salt = VISU_SALT;
    const place = this.#visuKeys.findIndex(
      (key) => hashVisuPassword({ password, salt, key, algorithm }) === proof,
    );
    if (place >= 0) this.#visuKeys.splice(place, 1);
    return place >= 0;
  }

  #loginProof(): string {
    const { user, password, algorithm } = this.#server.options;
    const passwordHash = hashPassword({ password, salt: SALT, algorithm });
    return hashLogin({ user, passwordHash, key: this.#key, algorithm });
  }

  #tokenProof(token: string): string {
    return hashToken({ token, key: this.#key, algorithm: this.#server.options.algorithm });
  }
}
