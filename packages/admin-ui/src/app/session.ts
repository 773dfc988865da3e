import type { SignedIn, SignInRequest } from '../wire/index.js';
import { api } from './api.js';
import { problemOf } from './api-problem.js';
import { live } from './live.js';
import { session } from './session-state.js';

/** Asks the server who is signed in. @throws {@link ApiProblem} when it does not answer. */
export async function findSession(): Promise<void> {
  try {
    session.value = { is: 'in', who: await api.get<SignedIn>('/session') };
  } catch (error) {
    if (problemOf(error).status !== 401) throw error;
    session.value = { is: 'out', ended: false };
  }
}

/** @throws {@link ApiProblem} when the key or code is not taken. */
export async function signIn(request: SignInRequest): Promise<void> {
  session.value = { is: 'in', who: await api.post<SignedIn>('/session', request) };
}

/** Ends the session. @throws {@link ApiProblem} when the server does not answer. */
export async function signOut(): Promise<void> {
  try {
    await api.delete('/session');
  } catch (error) {
    // It had ended already: that is what was wanted.
    if (problemOf(error).status !== 401) throw error;
  }
  live.stop();
  session.value = { is: 'out', ended: false };
}
