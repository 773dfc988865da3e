import { mkdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { activityStoreContract } from '@gatehouse/mcp-auth-testing';
import { createFileActivityStore } from '../src/index.js';
import { newDirectory } from './support/directory.js';

activityStoreContract({
  name: 'files of a day',
  create: async () =>
    createFileActivityStore({ directory: join(await newDirectory(), 'activity') }),
  reopen: ({ location }) => createFileActivityStore({ directory: location }),
  async breakWrites({ location }) {
    // A directory where the lock would be: no file can be made there.
    const lock = join(location, '2026-06-01.jsonl.lock');
    await mkdir(lock);
    return () => rmdir(lock);
  },
});
