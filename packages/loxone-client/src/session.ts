import { type LoxoneError, PATHS, type Uuid } from '@gatehouse/loxone-protocol';
import { assertAccepted, Channel } from './channel.js';
import { commandMode, type EncryptCommands } from './command-mode.js';
import { Connection } from './connection.js';
import { asLoxoneError } from './connection-end.js';
import { pause, whenAborted, withDeadline } from './deadline.js';
import type { HomeMemory } from './home-memory.js';
import type { Link } from './link.js';
import {
  killToken,
  type LoginContext,
  loginByPassword,
  loginByToken,
  refreshToken,
} from './login.js';
import type { PasswordPace } from './password-pace.js';
import type { Cancel, Ports } from './ports.js';
import { fetchPublicKey } from './public-key.js';
import { arrive } from './reach/arrive.js';
import type { Locator, OpenWay } from './reach/locator.js';
import type { Credentials } from './secrets.js';
import { fetchStructureVersion, loadHouse } from './structure-loader.js';
import { TableFeed } from './table-feed.js';
import type { TokenKeeper } from './token-keeper.js';
import { keepTokenAlive } from './token-life.js';
import type { Transport } from './transport.js';

/** What outlives a session. */
export interface Carried {
  readonly tokens: TokenKeeper;
  readonly pace: PasswordPace;
  /** Load the structure file even if its version is the known one. */
  reloadStructure: boolean;
}

/** What a session needs. */
export interface SessionOptions {
  readonly ports: Ports;
  readonly locator: Locator;
  readonly openWay: OpenWay;
  /** As people know it, for messages. */
  readonly host: string;
  /** The Miniserver that must answer, where it is known. */
  readonly serial: string | undefined;
  readonly encryptCommands: EncryptCommands;
  readonly credentials: Credentials;
  readonly clientId: Uuid;
  readonly clientName: string;
  readonly memory: HomeMemory;
  readonly carried: Carried;
  /** Gives up connecting. An open connection is ended by {@link Session.end}. */
  readonly signal: AbortSignal;
  /** Called when states are being pushed. */
  readonly onLive: (link: Link) => void;
  /** Called at once when a live connection is lost, but not when it is ended. */
  readonly onLost: (error: LoxoneError) => void;
}

const KILL_DEADLINE_MS = 2_000;
/** A house without a single state sends no table; everyone else's comes at once. */
const FIRST_TABLE_DEADLINE_MS = 2_000;

/** One connection from the first sign of life to its end. */
export class Session {
  readonly #options: SessionOptions;
  readonly #feed: TableFeed;
  #connection: Connection | undefined;
  /** Set once logged in. */
  #login: LoginContext | undefined;
  #endTokenLife: Cancel | undefined;
  #live = false;
  #ending = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { memory, ports } = options;
    this.#feed = new TableFeed({
      timers: ports.timers,
      logger: ports.logger,
      apply: (events, sequence) => memory.apply(events, sequence),
    });
  }

  /** Connects and stays connected. @returns Why it is over; never rejects. */
  async run(): Promise<LoxoneError> {
    try {
      const connection = await this.#establish();
      await whenAborted(connection.ended);
      return asLoxoneError(connection.ended.reason);
    } catch (error) {
      await this.#connection?.close();
      return asLoxoneError(error);
    }
  }

  /** Closes cleanly: stale sessions occupy places (protocol reference §7 no. 6). */
  async end(options: { readonly keepToken: boolean }): Promise<void> {
    this.#ending = true;
    if (!options.keepToken) await this.#killToken();
    await this.#connection?.close();
  }

  /** Kills the token and closes the connection that it opened; a live one is lost by that. */
  async forgetToken(): Promise<void> {
    await this.#killToken();
    await this.#connection?.close();
  }

  async #establish(): Promise<Connection> {
    const { ports, host, memory, carried, signal } = this.#options;
    const { place, info } = await arrive({ ...this.#options, timers: ports.timers });
    const { firmware, serial } = info;
    const { transport, address } = place;
    const publicKey = await fetchPublicKey({ transport, timers: ports.timers, host, signal });
    const connection = await this.#connect(transport);
    const channel = new Channel(connection, ports);
    await channel.exchangeKeys(publicKey);
    await this.#authenticate(channel, serial);
    const house = await loadHouse(
      channel,
      firmware,
      carried.reloadStructure ? undefined : memory.house,
      ports.logger,
    );
    carried.reloadStructure = false;
    if (house !== memory.house) memory.adopt(house);
    await this.#subscribe(channel, connection, firmware);
    this.#goLive(channel, connection, address.tls);
    return connection;
  }

  async #connect(transport: Transport): Promise<Connection> {
    const { ports, host, credentials, signal } = this.#options;
    const connection = await Connection.open({
      transport,
      host,
      signal,
      timers: ports.timers,
      logger: ports.logger,
      user: credentials.user,
      onTable: (kind, bytes, sequence) => this.#feed.push(kind, bytes, sequence),
      onEnd: (error) => this.#leave(error),
    });
    this.#connection = connection;
    // From here on `end` closes it; an abort in the meantime found nothing to close.
    signal.throwIfAborted();
    return connection;
  }

  async #authenticate(channel: Channel, serial: string): Promise<void> {
    const { ports, credentials, clientId, clientName, carried } = this.#options;
    const { clock, timers, logger } = ports;
    const { tokens, pace } = carried;
    const context: LoginContext = {
      channel,
      credentials,
      clock,
      clientId,
      clientName,
      keepsToken: tokens.persistent,
      pace,
    };
    const held = await tokens.take(serial, clock.now());
    const token = await (held === undefined
      ? loginByPassword(context)
      : loginByToken(context, held));
    tokens.keep(token);
    this.#login = context;
    this.#endTokenLife = keepTokenAlive(token, {
      clock,
      timers,
      logger,
      refresh: (current) => refreshToken(context, current),
      onToken: (next) => (next === undefined ? tokens.drop() : tokens.keep(next)),
    });
  }

  async #subscribe(channel: Channel, connection: Connection, firmware: string): Promise<void> {
    const { ports, memory } = this.#options;
    const label = 'the subscription to states';
    assertAccepted(await channel.ask('plain', label, PATHS.enableUpdates), label);
    // Answered after the first dump was sent; and nobody tells of a structure that changed between
    // its loading and the subscription.
    const version = await fetchStructureVersion(channel);
    if (version !== memory.house?.info.structureVersion) {
      memory.adopt(await loadHouse(channel, firmware, undefined, ports.logger));
    }
    await pause(ports.timers, FIRST_TABLE_DEADLINE_MS, this.#feed.begun, connection.ended);
    await this.#feed.drained();
    connection.ended.throwIfAborted();
  }

  #goLive(channel: Channel, connection: Connection, tls: boolean): void {
    this.#live = true;
    this.#options.onLive({
      channel,
      mode: commandMode(this.#options.encryptCommands, tls),
      sequence: () => connection.sequence,
      drained: () => this.#feed.drained(),
      ended: connection.ended,
    });
  }

  #leave(error: LoxoneError): void {
    this.#endTokenLife?.();
    this.#feed.stop();
    if (this.#live && !this.#ending) this.#options.onLost(error);
  }

  async #killToken(): Promise<void> {
    const { ports, carried } = this.#options;
    const { token } = carried.tokens;
    const login = this.#login;
    const connection = this.#connection;
    if (token === undefined || login === undefined || connection === undefined) return;
    carried.tokens.drop();
    this.#endTokenLife?.();
    try {
      await withDeadline(
        ports.timers,
        KILL_DEADLINE_MS,
        'end of the token',
        connection.ended,
        (signal) => killToken(login, token, signal),
      );
    } catch (error) {
      // It ends by itself in a few hours; stopping must not fail for that.
      ports.logger.debug('the token was not killed', { code: asLoxoneError(error).code });
    }
  }
}
