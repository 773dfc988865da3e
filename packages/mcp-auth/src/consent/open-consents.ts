import type { ApprovalStore, AuditSink, Authorize } from '@gatehouse/core';
import type { KeyManager } from '@gatehouse/keys';
import { createFileApprovalStore } from '@gatehouse/storage-file';
import type { Settings } from '../check-options.js';
import type { Closing } from '../closing.js';
import type { Decide } from '../decide.js';
import { systemSchedule } from '../node/schedule.js';
import { createApprovalQueue } from './approval-queue.js';
import { type Approvals, createApprovals } from './approvals.js';
import { type Consents, createConsents } from './consents.js';
import { keepTidy } from './keep-tidy.js';
import { createMemoryApprovalStore } from './memory-approval-store.js';

/** What asking takes that was opened before. */
export interface OpenConsentsParts {
  readonly keys: KeyManager;
  readonly authorize: Authorize;
  readonly decide: Decide;
  readonly audit: AuditSink;
}

/** Opens the queue of approvals, and what asks and decides in it. */
export async function openConsents(
  settings: Settings,
  opened: OpenConsentsParts,
  closing: Closing,
): Promise<{ readonly consents: Consents; readonly approvals: Approvals }> {
  const { clock, random, logger } = settings;
  const store = await openStore(settings);
  closing.add(() => store.close(), store === settings.approvals ? 'host' : 'ours');
  const parts = { ...opened, store, clock, random, logger, schedule: systemSchedule };
  const approvals = createApprovals(parts);
  closing.add(keepTidy({ ...parts, approvals }));
  const queue = createApprovalQueue(parts);
  return { consents: createConsents({ ...parts, queue }), approvals };
}

async function openStore(settings: Settings): Promise<ApprovalStore> {
  const { approvals, files, clock, random, logger } = settings;
  if (typeof approvals === 'object') return approvals;
  if (approvals === 'memory') return createMemoryApprovalStore({ logger });
  return createFileApprovalStore({ path: files.approvals, clock, random, logger });
}
