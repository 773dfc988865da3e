import { join } from 'node:path';
import { keyStoreContract } from '@gatehouse/mcp-auth-testing';
import { createFileKeyStore, createSealedKeyStore } from '../src/index.js';
import { newDirectory } from './support/directory.js';
import { ringOf } from './support/sealed.js';

const CAPABILITIES = { writable: true, persistent: true, watches: true };

keyStoreContract({
  name: 'keys.toml',
  capabilities: CAPABILITIES,
  create: async () => createFileKeyStore({ path: join(await newDirectory(), 'keys.toml') }),
  reopen: (store) => createFileKeyStore({ path: store.location }),
});

const ring = ringOf(1);

keyStoreContract({
  name: 'keys.enc',
  capabilities: CAPABILITIES,
  create: async () => createSealedKeyStore({ path: join(await newDirectory(), 'keys.enc'), ring }),
  reopen: (store) => createSealedKeyStore({ path: store.location, ring }),
});
