import { createMemoryAuditStorage } from '@gatehouse/audit';
import type { AuditStorage, KeyStore, UsageStore } from '@gatehouse/core';
import { createMemoryKeyStore, createMemoryUsageStore } from '@gatehouse/keys';
import { createEnvKeyStore } from '@gatehouse/storage-env';
import {
  createFileAuditStorage,
  createFileKeyStore,
  createFileUsageStore,
  createSealedKeyStore,
  sealedStoreKeyId,
} from '@gatehouse/storage-file';
import type { Settings } from './check-options.js';
import type { Closing, HandOver } from './closing.js';
import { fleetingRing, type OpenedRing, openRing } from './open-ring.js';
import type { SealedValue } from './options.js';
import { sealedInStore } from './sealed-in.js';

/** A key store and what opens its sealed values. */
export interface OpenedKeys extends OpenedRing {
  readonly store: KeyStore;
  readonly handOver: HandOver;
}

/**
 * Opens the key store and finds the master key; writes no more than a new master key.
 *
 * @param alsoSealed - What else is sealed under the master key.
 */
export async function openKeys(
  settings: Settings,
  closing: Closing,
  alsoSealed: readonly SealedValue[],
): Promise<OpenedKeys> {
  if (settings.store === 'sealed') {
    const opened = await openRing(settings, [...(await sealedWhole(settings)), ...alsoSealed]);
    const store = await openSealed(settings, opened);
    return { ...opened, store, handOver: closing.add(() => store.close()) };
  }
  const store = await openPlainStore(settings);
  const whose = store === settings.store ? 'host' : 'ours';
  const handOver = closing.add(() => store.close(), whose);
  const sealed = [...(await sealedInStore(store)), ...alsoSealed];
  return { ...(await openRing(settings, sealed)), store, handOver };
}

/** Opens the key store to look at it: makes nothing, and needs a master key only if it is sealed. */
export async function openKeysToRead(settings: Settings): Promise<KeyStore> {
  if (settings.store !== 'sealed') return openPlainStore(settings);
  const sealed = await sealedWhole(settings);
  // Where there is no file yet, no key is needed to see nothing, and none must be made.
  const opened = sealed.length === 0 ? fleetingRing(settings) : await openRing(settings, sealed);
  return openSealed(settings, opened);
}

async function sealedWhole({ files }: Settings): Promise<readonly SealedValue[]> {
  const keyId = await sealedStoreKeyId(files.keyStore);
  return keyId === undefined ? [] : [{ keyId, where: files.keyStore }];
}

function openSealed(settings: Settings, { ring }: OpenedRing): Promise<KeyStore> {
  const { files, clock, random, logger } = settings;
  return createSealedKeyStore({ path: files.keyStore, ring, clock, random, logger });
}

async function openPlainStore(settings: Settings): Promise<KeyStore> {
  const { store, files, keysEnv, env, clock, logger } = settings;
  if (store === 'memory') return createMemoryKeyStore({ logger });
  if (store === 'env') return createEnvKeyStore({ name: keysEnv, value: env[keysEnv], logger });
  if (typeof store === 'object') return store;
  return createFileKeyStore({ path: files.keyStore, clock, logger });
}

/** A part of what was opened, until another takes it over. */
export interface OpenedPart<Part> {
  readonly part: Part;
  readonly handOver: HandOver;
}

/** Opens where uses of keys are counted. */
export async function openUsage(
  settings: Settings,
  closing: Closing,
): Promise<OpenedPart<UsageStore>> {
  const { usage, fleeting, files, logger } = settings;
  const part =
    usage ??
    (fleeting
      ? createMemoryUsageStore()
      : await createFileUsageStore({ path: files.usage, logger }));
  const whose = part === usage ? 'host' : 'ours';
  return { part, handOver: closing.add(() => part.close(), whose) };
}

/** Opens where the audit trail is kept; without one, in memory that nothing is written to. */
export async function openAuditStorage(
  settings: Settings,
  closing: Closing,
): Promise<OpenedPart<AuditStorage>> {
  const { audit, files, logger } = settings;
  const part =
    typeof audit === 'object'
      ? audit
      : audit === 'file'
        ? await createFileAuditStorage({ path: files.audit, logger })
        : createMemoryAuditStorage();
  const whose = part === audit ? 'host' : 'ours';
  return { part, handOver: closing.add(() => part.close(), whose) };
}
