import { createRequire } from 'node:module';
import { afterEach, beforeEach, vi } from 'vitest';

const require = createRequire(import.meta.url);

/** What `lxcommunicator` 1.1.1 offers, as far as the tests use it. */
export interface LxSocket {
  open(host: string, user: string, password: string): PromiseLike<unknown>;
  send(command: string, encryption?: number): PromiseLike<unknown>;
  close(): void;
}

interface LxCommunicator {
  readonly WebSocket: new (config: object) => LxSocket;
  readonly WebSocketConfig: {
    new (
      protocol: string,
      uuid: string,
      info: string,
      permission: number,
      download: boolean,
    ): { delegate: object };
    readonly protocol: { readonly WS: string };
    readonly permission: { readonly APP: number };
  };
}

/** What `node-lox-ws-api` 0.4.5 offers, as far as the tests use it. */
export interface NodeLoxApi {
  on(event: string, listener: (...args: unknown[]) => void): void;
  once(event: string, listener: (...args: unknown[]) => void): void;
  connect(): void;
  abort(): void;
  send_cmd(uuid: string, command: string): void;
}

type NodeLoxApiClass = new (
  host: string,
  user: string,
  password: string,
  reconnect: boolean,
) => NodeLoxApi;

/** Loads a CommonJS client as Node does. It is not changed in any way. */
export function loadLxCommunicator(): LxCommunicator {
  return require('lxcommunicator') as LxCommunicator;
}

export function loadNodeLoxApi(): NodeLoxApiClass {
  return require('node-lox-ws-api') as NodeLoxApiClass;
}

/**
 * Keeps the timers that a foreign client starts, and ends them after the test: neither client stops
 * all of its own when it is closed. What they print is kept out of the report.
 */
export function guardForeignTimers(): void {
  const started: NodeJS.Timeout[] = [];
  const keep =
    <Args extends unknown[]>(set: (...args: Args) => NodeJS.Timeout) =>
    (...args: Args) => {
      const timer = set(...args);
      started.push(timer);
      return timer;
    };
  beforeEach(() => {
    const { setTimeout: after, setInterval: every } = globalThis;
    vi.stubGlobal('setTimeout', Object.assign(keep(after), after));
    vi.stubGlobal('setInterval', Object.assign(keep(every), every));
    for (const level of ['log', 'info', 'warn', 'error'] as const) {
      vi.spyOn(console, level).mockImplementation(() => undefined);
    }
  });
  afterEach(() => {
    for (const timer of started.splice(0)) clearTimeout(timer);
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });
}
