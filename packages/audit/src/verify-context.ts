import type { AuditStorage } from '@gatehouse/core';
import type { Chain } from './chain.js';
import type { ChainKeys } from './chain-keys.js';

/** What verifying takes. */
export interface VerifyContext {
  readonly storage: AuditStorage;
  readonly chain: Chain;
  readonly keys: ChainKeys;
}
