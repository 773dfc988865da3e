import type { KeyId, Logger } from '@gatehouse/core';
import type { KeyManager } from '@gatehouse/keys';

/**
 * Calls `listener` when a key stops letting anybody in because its record changed: revoked,
 * disabled or deleted, by this process or another one. Expiry is no change and is not reported.
 *
 * @returns A function that ends it.
 */
export function onRevoked(
  keys: Pick<KeyManager, 'subscribe' | 'principal'>,
  logger: Logger,
  listener: (keyId: KeyId) => void,
): () => void {
  let listening = true;
  const tell = (keyId: KeyId): void => {
    if (listening) listener(keyId);
  };
  const unsubscribe = keys.subscribe((event) => {
    if (event.type === 'deleted') tell(event.id);
    if (event.type === 'updated') void tellIfInvalid(event.id);
  });

  async function tellIfInvalid(keyId: KeyId): Promise<void> {
    try {
      if ((await keys.principal(keyId)) === undefined) tell(keyId);
    } catch {
      // Nobody knows whether the key is still good; whoever acts on it must stop.
      logger.warn('a changed key could not be read and counts as revoked', { keyId });
      tell(keyId);
    }
  }

  return () => {
    listening = false;
    unsubscribe();
  };
}
