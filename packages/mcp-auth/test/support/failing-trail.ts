import { createMemoryAuditStorage } from '@gatehouse/audit';
import { type AuditStorage, McpAuthError } from '@gatehouse/core';

/** An audit storage in memory whose disk is full when a test says so. */
export function failingTrail(): { readonly storage: AuditStorage; fill(): void; free(): void } {
  const memory = createMemoryAuditStorage();
  let full = false;
  const storage: AuditStorage = {
    location: 'a full disk',
    head: () => memory.head(),
    async append(build) {
      if (full) {
        throw new McpAuthError('ERR_MCPAUTH_STORE_UNAVAILABLE', 'The disk is full.', {
          location: 'a full disk',
          problem: 'ENOSPC',
        });
      }
      await memory.append(build);
    },
    read: (from) => memory.read(from),
    prune: (before, rehead) => memory.prune(before, rehead),
    watch: (listener) => memory.watch(listener),
    close: () => memory.close(),
  };
  return {
    storage,
    fill: () => {
      full = true;
    },
    free: () => {
      full = false;
    },
  };
}
