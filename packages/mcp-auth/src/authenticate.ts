import type { Logger } from '@gatehouse/core';
import type { KeyManager } from '@gatehouse/keys';
import type { Authenticate } from './authentication.js';

/** Makes {@link Authenticate} over the keys of one store. */
export function createAuthenticate(keys: Pick<KeyManager, 'verify'>, logger: Logger): Authenticate {
  return async (credential, from = {}) => {
    if (credential === undefined) return { ok: false, status: 401, reason: 'missing' };
    const verification = await keys.verify(credential, from);
    if (verification.ok) return verification;
    logger.info('a key was not accepted', {
      reason: verification.reason,
      keyId: verification.keyId,
      address: from.address,
    });
    return { ok: false, status: 401, reason: 'invalid' };
  };
}
