import { z } from 'zod';

/** `GET /admin/api/audit`: all conditions that are given hold. */
export interface AuditQuery {
  readonly text?: string | undefined;
  readonly type?: string | undefined;
  readonly actor?: string | undefined;
  readonly outcome?: 'success' | 'denied' | 'failed' | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Only records older than the one of this number: the next page. */
  readonly before?: number | undefined;
  readonly limit: number;
}

const conditions = {
  text: z.string().max(200).optional(),
  type: z.string().max(64).optional(),
  actor: z.string().max(200).optional(),
  outcome: z.enum(['success', 'denied', 'failed']).optional(),
  from: z.coerce.number().int().nonnegative().optional(),
  to: z.coerce.number().int().nonnegative().optional(),
};

/** Checks an {@link AuditQuery}. */
export const auditQuery: z.ZodType<AuditQuery> = z.strictObject({
  ...conditions,
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** `GET /admin/api/audit/export`: what the conditions of an {@link AuditQuery} let through, as a file. */
export interface AuditExportQuery extends Omit<AuditQuery, 'before' | 'limit'> {
  readonly format: 'csv' | 'jsonl';
}

/** Checks an {@link AuditExportQuery}. */
export const auditExportQuery: z.ZodType<AuditExportQuery> = z.strictObject({
  ...conditions,
  format: z.enum(['csv', 'jsonl']),
});

/** One event of the trail. */
export interface AuditEntry {
  readonly sequence: number;
  readonly at: number;
  readonly type: string;
  readonly actor: { readonly id: string; readonly kind?: string; readonly role?: string };
  readonly outcome: 'success' | 'denied' | 'failed';
  readonly target?: string;
  readonly address?: string;
  readonly requestId?: string;
  readonly sessionId?: string;
  readonly userAgent?: string;
  readonly reason?: string;
  readonly details?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** A page of the trail, newest first. */
export interface AuditPage {
  readonly records: readonly AuditEntry[];
  /** For `before` of the next page; absent at the end. */
  readonly next?: number;
  /** Everything that can stand in `type`. */
  readonly types: readonly string[];
}

/** `POST /admin/api/audit/verify`. */
export interface AuditVerification {
  readonly ok: boolean;
  readonly count: number;
  readonly from: number;
  readonly to: number;
  /** What is wrong, in a sentence. */
  readonly problem?: string;
}
