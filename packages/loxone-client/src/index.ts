export type { LoxoneClient } from './client.js';
export { createLoxoneClient } from './client.js';
export type { TlsOptions } from './node-transport.js';
export type { LoxoneClientOptions } from './options.js';
export type { Cancel, LogFields, LoxoneLogger, Timers } from './ports.js';
export type { HttpReply, Opened, Socket, SocketHandlers, Transport } from './transport.js';
