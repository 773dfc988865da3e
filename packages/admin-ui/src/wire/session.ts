import { z } from 'zod';

/** `POST /admin/api/session`: an admin key, or the code of a one-time link. */
export type SignInRequest = { readonly key: string } | { readonly code: string };

/** Checks a {@link SignInRequest}. */
export const signInRequest: z.ZodType<SignInRequest> = z.union([
  z.strictObject({ key: z.string().min(1).max(512) }),
  z.strictObject({ code: z.string().min(1).max(128) }),
]);

/** Who is signed in. */
export interface SignedIn {
  /** Principal's id: the key's, or `link:…` for a one-time link. */
  readonly id: string;
  readonly name: string;
  readonly role: string;
  /** Sent back as `X-CSRF-Token` with every request that changes something. */
  readonly csrfToken: string;
  /** Epoch milliseconds. */
  readonly endsAt: number;
  /** Seconds without a request after which the session ends. */
  readonly idleSeconds: number;
}
