import type { KeyObject } from 'node:crypto';
import { LoxoneError, PATHS, parsePublicKey } from '@gatehouse/loxone-protocol';
import { askByHttp, type Reach } from './http-answer.js';

/**
 * Fetches the key that session keys are sent under. By HTTP: the WebSocket refuses this command
 * (protocol reference §2.1).
 *
 * @throws LoxoneError `ERR_LOXONE_PUBLIC_KEY_INVALID`, or as `askByHttp` does.
 */
export async function fetchPublicKey(reach: Reach): Promise<KeyObject> {
  const answer = await askByHttp(reach, `/${PATHS.publicKey}`, 'public key');
  if (answer.code !== 200 || typeof answer.value !== 'string') {
    const problem = `the Miniserver answered with code ${answer.code} and no text`;
    const message = `The Miniserver has no usable public key: ${problem}.`;
    throw new LoxoneError('ERR_LOXONE_PUBLIC_KEY_INVALID', message, { problem });
  }
  return parsePublicKey(answer.value);
}
