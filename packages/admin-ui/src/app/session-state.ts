import { type Signal, signal } from '@preact/signals';
import type { SignedIn } from '../wire/index.js';

/** Whether somebody is signed in. `unknown` until the server has answered for the first time. */
export type SessionState =
  | { readonly is: 'unknown' }
  /** `ended`: there was a session, and it is no more. */
  | { readonly is: 'out'; readonly ended: boolean }
  | { readonly is: 'in'; readonly who: SignedIn };

/** Who is signed in, for everything that shows or needs it. */
export const session: Signal<SessionState> = signal<SessionState>({ is: 'unknown' });
