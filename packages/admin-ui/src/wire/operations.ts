import { z } from 'zod';

/** `POST /admin/api/approvals/:id/refuse`. */
export interface RefuseRequest {
  readonly why?: string | undefined;
}

/** Checks a {@link RefuseRequest}. */
export const refuseRequest: z.ZodType<RefuseRequest> = z.strictObject({
  why: z.string().max(500).optional(),
});

/** `POST /admin/api/limits/unlock`. */
export interface UnlockRequest {
  readonly bucket: string;
}

/** Checks an {@link UnlockRequest}. */
export const unlockRequest: z.ZodType<UnlockRequest> = z.strictObject({
  bucket: z.string().min(1).max(300),
});

/** Something that the owner has to approve before it happens. */
export interface ApprovalEntry {
  readonly id: string;
  readonly state: 'pending' | 'approved' | 'refused' | 'expired' | 'used';
  readonly requester: { readonly id: string; readonly name: string; readonly role: string };
  readonly tool: string;
  readonly risk: string;
  /** What exactly would happen, one line each. */
  readonly effects: readonly string[];
  readonly requestedAt: number;
  readonly expiresAt: number;
  readonly decided?: { readonly by: string; readonly at: number; readonly why?: string };
}

/** Who is connected: an assistant, a browser, a stream of events. */
export interface Connection {
  readonly id: string;
  readonly kind: 'mcp' | 'admin' | 'events';
  readonly principal: { readonly id: string; readonly name: string; readonly role: string };
  readonly openedAt: number;
  readonly lastSeenAt?: number;
  readonly address?: string;
  /** What the client says that it is: `claude-code 2.1.0`. */
  readonly client?: string;
  /** It is the one that asks. */
  readonly isOwn: boolean;
}

/** `GET /admin/api/limits`. */
export interface Limits {
  readonly locks: readonly {
    /** As {@link UnlockRequest} takes it. */
    readonly bucket: string;
    readonly failures: number;
    readonly retryAfterSeconds: number;
  }[];
  readonly maxRequestsPerMinute: number;
  readonly maxFailedAttempts: number;
  readonly lockoutMinutes: number;
}

/** `GET /admin/api/health`. */
export interface Health {
  readonly version: string;
  readonly node: string;
  readonly startedAt: number;
  readonly memoryBytes: number;
  readonly securityLevel: string;
  readonly audit: 'writing' | 'failing';
  readonly keyStore: string;
  readonly masterKey?: { readonly id: string; readonly source: string };
  readonly miniserver: {
    readonly phase: string;
    readonly host?: string;
    readonly serial?: string;
    readonly firmware?: string;
    readonly name?: string;
    /** Since when the phase is as it is. */
    readonly since?: number;
    /** Why it is not connected, in a sentence. */
    readonly problem?: string;
    readonly controls: number;
    readonly rooms: number;
  };
}

/** `GET /admin/api/settings`. */
export interface Settings {
  readonly settings: readonly {
    readonly name: string;
    readonly meaning: string;
    /** As it is in force; `(set)` for secrets, absent where there is none. */
    readonly value?: string;
    /** Where it came from: `flag --port`, `environment variable LOXONE_HOST`, `default`. */
    readonly origin: string;
  }[];
  /** What the doctor found. */
  readonly findings: readonly Finding[];
}

/** Something that could be better, and its cure. */
export interface Finding {
  readonly level: 'problem' | 'warning' | 'good';
  readonly text: string;
  readonly cure?: string;
}

/** `GET /admin/api/activity?from=…&to=…&by=key|tool[&key=…][&tool=…]`. */
export interface ActivityQuery {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly by: 'key' | 'tool';
  readonly key?: string | undefined;
  readonly tool?: string | undefined;
}

/** Checks an {@link ActivityQuery}. */
export const activityQuery: z.ZodType<ActivityQuery> = z.strictObject({
  from: z.coerce.number().int().nonnegative().optional(),
  to: z.coerce.number().int().nonnegative().optional(),
  by: z.enum(['key', 'tool']).default('key'),
  key: z.string().max(200).optional(),
  tool: z.string().max(200).optional(),
});

/** What happened over time. Buckets in which nothing happened are left out. */
export interface Activity {
  readonly from: number;
  readonly to: number;
  /** Width of one point, milliseconds. */
  readonly bucketMs: number;
  readonly series: readonly {
    /** A key's id or a tool's name. */
    readonly name: string;
    /** Key's name for people. */
    readonly label?: string;
    readonly points: readonly ActivityPoint[];
  }[];
  /** All series together: percentiles of them cannot be computed from those of each. */
  readonly all: readonly ActivityPoint[];
  readonly total: Omit<ActivityPoint, 'at'>;
}

/** What happened in one bucket. Latencies are milliseconds, of requests that were answered. */
export interface ActivityPoint {
  readonly at: number;
  readonly requests: number;
  readonly denied: number;
  readonly failed: number;
  readonly p50?: number;
  readonly p95?: number;
}
