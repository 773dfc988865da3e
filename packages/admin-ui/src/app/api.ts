import type { SignedIn } from '../wire/index.js';
import { type Api, createApi } from './create-api.js';
import { session } from './session-state.js';

const fetchOfPage: typeof globalThis.fetch = (...args) => globalThis.fetch(...args);

/** The page's client: `await api.get<KeyList>('/keys')`. It throws ApiProblem. */
export const api: Api = createApi({
  fetch: fetchOfPage,
  csrfToken: tokenNow,
  onSignedOut: () => {
    if (session.peek().is === 'in') session.value = { is: 'out', ended: true };
  },
  renewToken: async () => {
    const who = await api.get<SignedIn>('/session').catch(() => undefined);
    if (who !== undefined) session.value = { is: 'in', who };
    return who !== undefined;
  },
});

function tokenNow(): string | undefined {
  const state = session.peek();
  return state.is === 'in' ? state.who.csrfToken : undefined;
}
