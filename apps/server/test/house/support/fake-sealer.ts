import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { McpAuthError } from '@gatehouse/core';
import type { TokenSealer } from '../../../src/house/sealed-token-store.js';

/** One key of a ring. */
export interface FakeKey {
  readonly id: string;
  readonly bytes: Buffer;
}

export function fakeKey(id: string): FakeKey {
  return { id, bytes: randomBytes(32) };
}

/** Seals as the framework does: authenticated, bound to a place, naming its key. The first key seals. */
export function fakeSealer(...keys: readonly [FakeKey, ...FakeKey[]]): TokenSealer {
  return {
    seal: (bytes, context) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', keys[0].bytes, nonce);
      cipher.setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
      const payload = Buffer.concat([nonce, cipher.getAuthTag(), body]);
      return `enc:${keys[0].id}:${payload.toString('base64url')}`;
    },
    open: (sealed, context) => {
      const [, keyId = '', payload = ''] = /^enc:([^:]+):(.+)$/.exec(sealed) ?? [];
      if (payload === '') {
        const problem = 'it does not start with enc:';
        throw new McpAuthError('ERR_MCPAUTH_SEAL_MALFORMED', 'Malformed.', { problem });
      }
      const key = keys.find(({ id }) => id === keyId);
      if (key === undefined) {
        throw new McpAuthError('ERR_MCPAUTH_SEAL_KEY_UNKNOWN', 'Unknown key.', { keyId });
      }
      const bytes = Buffer.from(payload, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, 12));
      decipher.setAAD(Buffer.from(context));
      decipher.setAuthTag(bytes.subarray(12, 28));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
      } catch {
        throw new McpAuthError('ERR_MCPAUTH_SEAL_DAMAGED', 'Damaged.', { keyId });
      }
    },
  };
}
