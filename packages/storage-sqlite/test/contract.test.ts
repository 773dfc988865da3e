import {
  activityStoreContract,
  auditStorageContract,
  keyStoreContract,
  usageStoreContract,
} from '@gatehouse/mcp-auth-testing';
import Database from 'better-sqlite3';
import { openStore } from './support/store.js';

keyStoreContract({
  name: 'SQLite',
  capabilities: { writable: true, persistent: true, watches: true },
  create: async () => (await openStore()).keys,
  reopen: async ({ location }) => (await openStore({ path: location })).keys,
});

usageStoreContract({
  name: 'SQLite',
  create: async () => (await openStore({ lockWaitMs: 500 })).usage,
  reopen: async ({ location }) => (await openStore({ path: location })).usage,
  breakWrites({ location }) {
    // Another process that begins a write and does not end it.
    const other = new Database(location);
    other.exec('BEGIN IMMEDIATE');
    return () => void other.close();
  },
});

auditStorageContract({
  name: 'SQLite',
  create: async () => (await openStore()).audit,
  reopen: async ({ location }) => (await openStore({ path: location })).audit,
  damage: {
    head({ location }) {
      const database = new Database(location);
      database.exec("UPDATE audit_head SET head = '{'");
      database.close();
    },
  },
});

activityStoreContract({
  name: 'SQLite',
  create: async () => (await openStore({ lockWaitMs: 500 })).openActivity(),
  reopen: async ({ location }) => (await openStore({ path: location })).openActivity(),
  breakWrites({ location }) {
    const other = new Database(location);
    other.exec('BEGIN IMMEDIATE');
    return () => void other.close();
  },
});
