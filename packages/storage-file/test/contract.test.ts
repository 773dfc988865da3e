import { join } from 'node:path';
import { keyStoreContract } from '@gatehouse/mcp-auth-testing';
import { createFileKeyStore } from '../src/index.js';
import { newDirectory } from './support/directory.js';

keyStoreContract({
  name: 'keys.toml',
  capabilities: { writable: true, persistent: true, watches: true },
  create: async () => createFileKeyStore({ path: join(await newDirectory(), 'keys.toml') }),
  reopen: (store) => createFileKeyStore({ path: store.location }),
});
