import type { AuditEvent, AuditSink, Clock, KeyStore, Logger, UsageStore } from '@gatehouse/core';
import { McpAuthError } from '@gatehouse/core';
import type { KeyRing } from '@gatehouse/crypto';
import { createKeyRing, generateMasterKey } from '@gatehouse/crypto';
import type {
  Actor,
  CreatedKey,
  KeyManager,
  KeyManagerOptions,
  KeyRequest,
  UsageTracker,
} from '@gatehouse/keys';
import {
  createKeyManager,
  createMemoryKeyStore,
  createMemoryUsageStore,
  createUsageTracker,
} from '@gatehouse/keys';
import type { FakeClock, RecordingLogger } from '@gatehouse/mcp-auth-testing';
import {
  createFakeClock,
  createRecordingLogger,
  createSeededRandom,
} from '@gatehouse/mcp-auth-testing';

/** Who administers in these tests: somebody on the machine itself, who is not limited. */
export const ACTOR: Actor = { id: 'lmcp_admin_001', name: 'The owner' };

export const HOUR = 3_600_000;
export const DAY: number = 24 * HOUR;

/** A ring over a master key that depends on the seed only. */
export function ringOf(seed: number): KeyRing {
  return createKeyRing({ current: generateMasterKey(createSeededRandom(seed)) });
}

/** The failure of a store that may be gone again a moment later. */
export function unavailable(): McpAuthError {
  return new McpAuthError('ERR_MCPAUTH_STORE_UNAVAILABLE', 'The disk is full.', {
    location: 'memory',
    problem: 'full',
  });
}

/** The failure of a conditional write. */
export function conflict(id: string): McpAuthError {
  return new McpAuthError('ERR_MCPAUTH_STORE_CONFLICT', 'Somebody was faster.', { id });
}

/** A trail that keeps its events, and that a test can break. */
export interface TestAudit extends AuditSink {
  /** Written, in order. */
  readonly written: AuditEvent[];
  /** Queued, not waited for. */
  readonly noted: AuditEvent[];
  /** What {@link AuditSink.state} says. */
  failing: boolean;
  /** Whether the next `record` rejects, whatever the state said before. */
  failNext: boolean;
}

export function createTestAudit(): TestAudit {
  const audit: TestAudit = {
    written: [],
    noted: [],
    failing: false,
    failNext: false,
    note: (event) => void audit.noted.push(event),
    async record(event) {
      if (audit.failNext) {
        throw new McpAuthError('ERR_MCPAUTH_AUDIT_UNAVAILABLE', 'The disk is full.', {
          location: 'memory',
          problem: 'full',
        });
      }
      audit.written.push(event);
    },
    state: () => (audit.failing ? 'failing' : 'writing'),
  };
  return audit;
}

/** A manager over a store in memory, with everything it was given. */
export interface Bench {
  readonly store: KeyStore;
  readonly ring: KeyRing;
  readonly clock: FakeClock;
  readonly logger: RecordingLogger;
  readonly audit: TestAudit;
  readonly usageStore: UsageStore;
  readonly usage: UsageTracker;
  readonly manager: KeyManager;
  create(request?: Partial<KeyRequest>, actor?: Actor): Promise<CreatedKey>;
}

/** What a test may choose. */
export interface BenchParts extends Partial<KeyManagerOptions> {
  readonly seed?: number;
  readonly usageStore?: UsageStore;
  readonly clock?: FakeClock;
}

export async function createBench(parts: BenchParts = {}): Promise<Bench> {
  const { seed = 2, usageStore = createMemoryUsageStore(), ...options } = parts;
  const { store = createMemoryKeyStore(), ring = ringOf(1), clock = createFakeClock() } = parts;
  const logger = createRecordingLogger();
  const audit = createTestAudit();
  // Nothing is flushed by time in these tests.
  const usage = createUsageTracker({ store: usageStore, clock, schedule: () => () => undefined });
  const manager = await createKeyManager({
    logger,
    audit,
    usage,
    random: createSeededRandom(seed),
    ...options,
    store,
    ring,
    clock,
  });
  return {
    store,
    ring,
    clock,
    logger,
    audit,
    usageStore,
    usage,
    manager,
    create: (request = {}, actor = ACTOR) =>
      manager.create({ name: 'A key', role: 'operator', ...request }, actor),
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

/** What refusing an act by a rule looks like. */
export function refusedBy(rule: string): object {
  return { code: 'ERR_MCPAUTH_KEY_REFUSED', details: { rule } };
}

/** A promise and the function that settles it: an event to wait for instead of a time. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
