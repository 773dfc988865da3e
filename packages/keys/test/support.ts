import type { Clock, KeyStore, Logger } from '@gatehouse/core';
import type { KeyRing } from '@gatehouse/crypto';
import { createKeyRing, generateMasterKey } from '@gatehouse/crypto';
import type { Actor, CreatedKey, KeyManager, KeyRequest } from '@gatehouse/keys';
import { createKeyManager, createMemoryKeyStore } from '@gatehouse/keys';
import type { FakeClock, RecordingLogger } from '@gatehouse/mcp-auth-testing';
import {
  createFakeClock,
  createRecordingLogger,
  createSeededRandom,
} from '@gatehouse/mcp-auth-testing';

/** Who administers in these tests. */
export const ACTOR: Actor = { id: 'lmcp_admin_001', name: 'The owner' };

export const HOUR = 3_600_000;

/** A ring over a master key that depends on the seed only. */
export function ringOf(seed: number): KeyRing {
  return createKeyRing({ current: generateMasterKey(createSeededRandom(seed)) });
}

/** A manager over a store in memory, with everything it was given. */
export interface Bench {
  readonly store: KeyStore;
  readonly ring: KeyRing;
  readonly clock: FakeClock;
  readonly logger: RecordingLogger;
  readonly manager: KeyManager;
  create(request?: Partial<KeyRequest>): Promise<CreatedKey>;
}

export async function createBench(
  parts: {
    readonly store?: KeyStore;
    readonly ring?: KeyRing;
    readonly seed?: number;
    readonly prefix?: string;
  } = {},
): Promise<Bench> {
  const { store = createMemoryKeyStore(), ring = ringOf(1), seed = 2 } = parts;
  const clock = createFakeClock();
  const logger = createRecordingLogger();
  const manager = await createKeyManager({
    store,
    ring,
    clock,
    logger,
    random: createSeededRandom(seed),
    ...(parts.prefix === undefined ? {} : { prefix: parts.prefix }),
  });
  return {
    store,
    ring,
    clock,
    logger,
    manager,
    create: (request = {}) =>
      manager.create({ name: 'A key', role: 'operator', ...request }, ACTOR),
  };
}

/** A manager over a store that others use too. */
export function managerOver(
  store: KeyStore,
  ring: KeyRing,
  clock: Clock,
  logger?: Logger,
): Promise<KeyManager> {
  return createKeyManager({ store, ring, clock, ...(logger === undefined ? {} : { logger }) });
}
