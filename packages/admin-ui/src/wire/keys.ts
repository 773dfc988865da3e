import { z } from 'zod';

const names = z.array(z.string().min(1).max(200)).max(500);

/** `POST /admin/api/keys`. Moments are epoch milliseconds. */
export interface NewKeyRequest {
  readonly name: string;
  readonly role: string;
  readonly expiresAt?: number | undefined;
  readonly notBefore?: number | undefined;
  readonly maxIdleDays?: number | undefined;
  /** Addresses and CIDR networks; none = anywhere. */
  readonly addresses?: readonly string[] | undefined;
  readonly devices?: readonly string[] | undefined;
  readonly rooms?: readonly string[] | undefined;
  readonly permissions?: readonly string[] | undefined;
  readonly test?: boolean | undefined;
}

/** Checks a {@link NewKeyRequest}. */
export const newKeyRequest: z.ZodType<NewKeyRequest> = z.strictObject({
  name: z.string().min(1).max(100),
  role: z.string().min(1).max(32),
  expiresAt: z.number().int().positive().optional(),
  notBefore: z.number().int().positive().optional(),
  maxIdleDays: z.number().int().min(1).max(3650).optional(),
  addresses: names.optional(),
  devices: names.optional(),
  rooms: names.optional(),
  permissions: names.optional(),
  test: z.boolean().optional(),
});

/** `PATCH /admin/api/keys/:id`: what is absent stays, `null` removes a limit. */
export interface KeyChangeRequest {
  readonly name?: string | undefined;
  readonly role?: string | undefined;
  readonly expiresAt?: number | null | undefined;
  readonly notBefore?: number | null | undefined;
  readonly maxIdleDays?: number | null | undefined;
  readonly addresses?: readonly string[] | null | undefined;
  readonly devices?: readonly string[] | null | undefined;
  readonly rooms?: readonly string[] | null | undefined;
  readonly permissions?: readonly string[] | null | undefined;
  /** As {@link KeyView.revision}: a key that somebody else changed meanwhile is not overwritten. */
  readonly revision: string;
}

/** Checks a {@link KeyChangeRequest}. */
export const keyChangeRequest: z.ZodType<KeyChangeRequest> = z.strictObject({
  name: z.string().min(1).max(100).optional(),
  role: z.string().min(1).max(32).optional(),
  expiresAt: z.number().int().positive().nullable().optional(),
  notBefore: z.number().int().positive().nullable().optional(),
  maxIdleDays: z.number().int().min(1).max(3650).nullable().optional(),
  addresses: names.nullable().optional(),
  devices: names.nullable().optional(),
  rooms: names.nullable().optional(),
  permissions: names.nullable().optional(),
  revision: z.string().max(200),
});

/** `POST /admin/api/keys/:id/revoke` and `…/disable`. */
export interface ReasonRequest {
  readonly reason?: string | undefined;
}

/** Checks a {@link ReasonRequest}. */
export const reasonRequest: z.ZodType<ReasonRequest> = z.strictObject({
  reason: z.string().max(500).optional(),
});

/** `POST /admin/api/keys/:id/rotate`. */
export interface RotateRequest {
  /** How long the old key goes on working; 0 ends it at once. */
  readonly overlapHours: number;
}

/** Checks a {@link RotateRequest}. */
export const rotateRequest: z.ZodType<RotateRequest> = z.strictObject({
  overlapHours: z
    .number()
    .min(0)
    .max(24 * 365),
});

/** How a key stands. Only an `active` one lets anybody in. */
export type KeyStatus = 'active' | 'disabled' | 'revoked' | 'expired' | 'not-yet-valid' | 'idle';

/** One key; it holds no secret. */
export interface KeyView {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly status: KeyStatus;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly expiresAt?: number;
  readonly notBefore?: number;
  readonly maxIdleDays?: number;
  readonly addresses: readonly string[];
  readonly devices: readonly string[];
  readonly rooms: readonly string[];
  readonly permissions: readonly string[];
  readonly revoked?: { readonly at: number; readonly by: string; readonly reason?: string };
  readonly replaces?: string;
  readonly replacedBy?: string;
  readonly usage: {
    readonly uses: number;
    readonly failures: number;
    readonly firstUsedAt?: number;
    readonly lastUsedAt?: number;
    readonly lastAddress?: string;
  };
  readonly revision: string;
  /** It is the one that the caller is signed in with. */
  readonly isOwn: boolean;
}

/** Something about a key that somebody should look at. */
export interface KeyNotice {
  readonly keyId: string;
  readonly kind: 'expiring' | 'idle-soon' | 'stale' | 'never-used' | 'overlap-ending';
  readonly at: number;
}

/** `GET /admin/api/keys`. */
export interface KeyList {
  /** Newest first. */
  readonly keys: readonly KeyView[];
  readonly notices: readonly KeyNotice[];
  /** Roles that a key may get, with a sentence each. */
  readonly roles: readonly { readonly name: string; readonly meaning: string }[];
  /** Whether keys can be changed here; a sentence says why not (keys from the environment). */
  readonly readOnly?: string;
  /** Longest life of a key that is no admin's, in days, where the security level says so. */
  readonly maxDays?: number;
}

/** How a client is set up, ready to paste; it names the variable that holds the key, not the key. */
export interface ClientConfiguration {
  readonly client: string;
  /** Where it goes: a path, or `terminal`. */
  readonly place: string;
  readonly text: string;
}

/** Answer to making or rotating a key: the one time that the key itself is shown. */
export interface NewKey {
  readonly key: KeyView;
  readonly secret: string;
  readonly configurations: readonly ClientConfiguration[];
}
