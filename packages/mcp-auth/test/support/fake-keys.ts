import type { KeyStoreEvent, Principal } from '@gatehouse/core';
import type { SessionKeys } from '../../src/node/sessions.js';

/** Keys whose changes a test announces itself. */
export interface FakeKeys extends SessionKeys {
  put(principal: Principal): void;
  remove(id: string): void;
  announce(event: KeyStoreEvent): void;
  listeners(): number;
}

export function fakeKeys(...principals: readonly Principal[]): FakeKeys {
  const current = new Map(principals.map((principal) => [principal.id, principal]));
  const listeners = new Set<(event: KeyStoreEvent) => void>();
  const keys: FakeKeys = {
    principal: async (id) => current.get(id),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    put(principal) {
      current.set(principal.id, principal);
      keys.announce({ type: 'updated', id: principal.id, origin: 'self' });
    },
    remove(id) {
      current.delete(id);
      keys.announce({ type: 'deleted', id, origin: 'self' });
    },
    announce: (event) => {
      for (const listener of listeners) listener(event);
    },
    listeners: () => listeners.size,
  };
  return keys;
}
