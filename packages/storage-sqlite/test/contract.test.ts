import {
  auditStorageContract,
  keyStoreContract,
  usageStoreContract,
} from '@gatehouse/mcp-auth-testing';
import { openStore } from './support/store.js';

keyStoreContract({
  name: 'SQLite',
  capabilities: { writable: true, persistent: true, watches: true },
  create: async () => (await openStore()).keys,
  reopen: async ({ location }) => (await openStore({ path: location })).keys,
});

usageStoreContract({
  name: 'SQLite',
  create: async () => (await openStore()).usage,
  reopen: async ({ location }) => (await openStore({ path: location })).usage,
});

auditStorageContract({
  name: 'SQLite',
  create: async () => (await openStore()).audit,
  reopen: async ({ location }) => (await openStore({ path: location })).audit,
});
