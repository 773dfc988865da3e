import { type Signal, signal } from '@preact/signals';
import { problemOf } from './api-problem.js';

/** A short message that comes and goes. */
export interface Toast {
  readonly id: number;
  readonly kind: 'good' | 'bad';
  readonly text: string;
}

/** How long a message stays; errors stay until they are closed. */
const STAY = 6000;
/** More than so many at once nobody reads. */
const MOST = 4;

/** Those that are shown, oldest first. */
export const toasts: Signal<readonly Toast[]> = signal<readonly Toast[]>([]);
let lastId = 0;

/** Takes a message away. */
export function closeToast(id: number): void {
  toasts.value = toasts.peek().filter((one) => one.id !== id);
}

/** Says that something was done: `toast('Key saved')`. */
export function toast(text: string, kind: Toast['kind'] = 'good'): void {
  lastId += 1;
  const id = lastId;
  toasts.value = [...toasts.peek(), { id, kind, text }].slice(-MOST);
  if (kind === 'good') setTimeout(() => closeToast(id), STAY);
}

/** Says why something was not done. */
export function toastProblem(error: unknown): void {
  const problem = problemOf(error);
  // Who is signed out sees the sign-in screen, which says it.
  if (problem.status !== 401) toast(problem.message, 'bad');
}
