import type { AuditEvent, Authorize, KeyRecord, Principal } from '@gatehouse/core';
import type { RecordingLogger } from '@gatehouse/mcp-auth-testing';
import {
  createRecordingLogger,
  createSeededRandom,
  testPrincipal,
} from '@gatehouse/mcp-auth-testing';
import { createAuthorizer } from '@gatehouse/rbac';
import { createApprovalQueue } from '../../src/consent/approval-queue.js';
import { type Approvals, createApprovals } from '../../src/consent/approvals.js';
import { type Consents, createConsents } from '../../src/consent/consents.js';
import { createMemoryApprovalStore } from '../../src/consent/memory-approval-store.js';
import type { ConsentQuestion } from '../../src/consent/question.js';
import { createDecide } from '../../src/decide.js';
import { type FakeAudit, fakeAudit } from '../support/fake-audit.js';
import { type ManualTime, manualTime } from '../support/manual-time.js';

/** Asking and deciding on a queue in memory, with a clock and keys that a test moves. */
export interface ConsentRig {
  readonly consents: Consents;
  readonly approvals: Approvals;
  readonly store: ReturnType<typeof createMemoryApprovalStore>;
  readonly time: ManualTime;
  readonly audit: FakeAudit;
  readonly logger: RecordingLogger;
  /** Records of keys, for who made whom. */
  readonly records: KeyRecord[];
  /** Keys that let somebody in. */
  readonly keys: Map<string, Principal>;
  /** Everything that the trail was told, in short: type and reason or how. */
  trail(): string[];
  events(): AuditEvent[];
}

export const asker: Principal = testPrincipal('operator', {
  name: 'Küche',
  permissions: ['device:Front Door', 'approve:access'],
});
export const owner: Principal = testPrincipal('admin');

/** @param authorize - Default: roles and permissions. */
export function consentRig(authorize?: Authorize): ConsentRig {
  const time = manualTime();
  const audit = fakeAudit();
  const logger = createRecordingLogger();
  const store = createMemoryApprovalStore();
  const records: KeyRecord[] = [];
  const keys = new Map([asker, owner].map((principal) => [principal.id, principal]));
  const rules = authorize ?? createAuthorizer({ clock: time.clock }).authorize;
  const random = createSeededRandom(5);
  const decide = createDecide({
    authorize: rules,
    audit,
    refusals: audit,
    policy: { auditUnavailable: 'refuse-everything' },
    logger,
  });
  const parts = {
    store,
    audit,
    random,
    logger,
    decide,
    authorize: rules,
    clock: time.clock,
    schedule: time.schedule,
    keys: {
      list: async () => records,
      principal: async (id: string) => keys.get(id),
    },
  };
  const events = (): AuditEvent[] => [...audit.recorded, ...audit.noted];
  return {
    consents: createConsents({ ...parts, queue: createApprovalQueue(parts) }),
    approvals: createApprovals(parts),
    store,
    time,
    audit,
    logger,
    records,
    keys,
    events,
    trail: () =>
      events()
        .filter(({ type }) => /^(consent|approval)\./.test(type))
        .map(({ type, reason, details }) => [type, reason ?? details?.how].join(' ').trim()),
  };
}

/** A question as the tools ask it. */
export function question(changes: Partial<ConsentQuestion> = {}): ConsentQuestion {
  return {
    principal: asker,
    kind: 'confirm',
    tool: 'loxone_control_access',
    args: { target: 'Front Door', action: 'open' },
    effects: ['open Front Door [Hall]'],
    reason: 'policy',
    risk: 'access',
    context: { address: '192.0.2.7', requestId: '9' },
    ...changes,
  };
}

/** A record of a key that somebody made. */
export function keyRecord(id: string, createdBy: string, more: Partial<KeyRecord> = {}): KeyRecord {
  return {
    id,
    name: id,
    role: 'admin',
    createdBy,
    createdAt: 0,
    active: true,
    ipWhitelist: [],
    hash: '',
    revision: '1',
    ...more,
  };
}
