import { type AuditLog, createAuditLog } from '@gatehouse/audit';
import type { AuditSink, AuditStorage } from '@gatehouse/core';
import type { KeyRing } from '@gatehouse/crypto';
import { hookedSink, leveledSink, NO_AUDIT } from './audit-sinks.js';
import type { Settings } from './check-options.js';
import type { Closing } from './closing.js';
import { systemSchedule } from './node/schedule.js';
import type { OpenedPart } from './open-stores.js';
import { createRefusalLog } from './refusal-log.js';

/** The audit trail and the ways into it. */
export interface OpenedAudit {
  /** The whole trail, with hooks in front. */
  readonly log: AuditLog;
  /** For the framework's own events. */
  readonly sink: AuditSink;
  /** For events of which anybody can cause any number. */
  readonly refusals: Pick<AuditSink, 'note'>;
}

/** Opens the audit trail. @throws `ERR_MCPAUTH_AUDIT_DAMAGED`, or what the storage throws. */
export async function openAudit(
  settings: Settings,
  storage: OpenedPart<AuditStorage>,
  ring: KeyRing,
  closing: Closing,
): Promise<OpenedAudit> {
  const { audit, policy, clock, random, logger, onEvent } = settings;
  const trail = await createAuditLog({ storage: storage.part, ring, clock, random, logger });
  storage.handOver();
  closing.add(() => trail.close());
  const written = hookedSink(audit === false ? NO_AUDIT : trail, onEvent, logger);
  const sink = leveledSink(written, policy, logger);
  const refusals = createRefusalLog({ sink, clock, schedule: systemSchedule });
  closing.add(() => refusals.close());
  return { log: withSink(trail, written), sink, refusals };
}

/** A trail whose new events take the way of the hooks. */
function withSink(trail: AuditLog, sink: AuditSink): AuditLog {
  return {
    note: (event) => sink.note(event),
    record: (event) => sink.record(event),
    state: () => sink.state(),
    query: (query) => trail.query(query),
    follow: (listener) => trail.follow(listener),
    verify: (options) => trail.verify(options),
    checkpoint: () => trail.checkpoint(),
    prune: (what) => trail.prune(what),
    export: (format, query) => trail.export(format, query),
    rotateKey: () => trail.rotateKey(),
    flush: () => trail.flush(),
    close: () => trail.close(),
  };
}
