/// <reference path="./web-globals.d.ts" />
export type { Confirm, ConfirmationRequest } from './confirm.js';
export { currentPrincipal, type PrincipalSource } from './current-principal.js';
export { contextOf } from './decision-context.js';
export { type GuardDenyReason, PERMISSION_DENIED } from './denial.js';
export { createMemoryEventStore, type EventStoreOptions } from './event-store.js';
export type { GuardOptions } from './guard-options.js';
export { guardServer } from './guard-server.js';
export { createMcpHttpHandler, type McpHttpHandler, type McpHttpOptions } from './http-handler.js';
export type { RequestExtra } from './intercept.js';
export type { McpSession, McpSessionListener, OnMcpSession } from './mcp-session.js';
export type { Offer, OfferKind } from './methods.js';
export { type Rule, type Rules, type RuleTable, rulesFrom } from './rules.js';
export type { GuardableServer } from './server.js';
