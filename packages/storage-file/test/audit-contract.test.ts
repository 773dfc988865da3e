import { appendFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditStorage } from '@gatehouse/core';
import { auditStorageContract } from '@gatehouse/mcp-auth-testing';
import { createFileAuditStorage } from '../src/index.js';
import { newDirectory } from './support/directory.js';

const MAX_BYTES = 1_500;

function open(path: string): Promise<AuditStorage> {
  return createFileAuditStorage({ path, maxBytes: MAX_BYTES });
}

auditStorageContract({
  name: 'audit.jsonl',
  create: async () => open(join(await newDirectory(), 'audit.jsonl')),
  reopen: ({ location }) => open(location),
  damage: {
    torn: ({ location }, text) => appendFile(location, text),
    unconfirmed: ({ location }, lines) =>
      appendFile(location, lines.map((line) => `${line}\n`).join('')),
    head: ({ location }) => truncate(location.replace(/jsonl$/, 'head'), 40),
  },
});
