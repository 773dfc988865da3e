import { type Signal, signal } from '@preact/signals';
import { navigate as go, usePathname } from 'wouter-preact/use-browser-location';

/** Something that would be lost if the screen were left now. */
interface Guard {
  readonly path: string;
  /** What is asked. */
  readonly question: string;
}

/** How wouter wants to be told where to go. */
interface NavigateOptions {
  readonly replace?: boolean;
}

const guard: Signal<Guard | undefined> = signal<Guard | undefined>(undefined);

/** Set while the person is asked; `leave` goes on, `stay` does not. */
export const leaving: Signal<
  { readonly question: string; readonly leave: () => void; readonly stay: () => void } | undefined
> = signal(undefined);

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/** Asks before this screen is left, in whatever way. @returns A function that ends it. */
export function guardScreen(question: string): () => void {
  guard.value = { path: location.pathname, question };
  addEventListener('beforeunload', warn);
  return releaseScreen;
}

function releaseScreen(): void {
  guard.value = undefined;
  leaving.value = undefined;
  removeEventListener('beforeunload', warn);
}

function ask(question: string, goOn: () => void, stayed: () => void = () => undefined): void {
  leaving.value = {
    question,
    leave() {
      releaseScreen();
      goOn();
    },
    stay() {
      leaving.value = undefined;
      stayed();
    },
  };
}

function navigateGuarded(to: string | URL, options: NavigateOptions = {}): void {
  const held = guard.peek();
  if (held === undefined || String(to) === held.path) go(to, options);
  else ask(held.question, () => go(to, options));
}

/**
 * The location hook of the router. The browser's own Back cannot be stopped: the address changes,
 * but the screen stays until the person has said so, and comes back into the address if not.
 */
export function useGuardedLocation(): [string, typeof navigateGuarded] {
  const path = usePathname();
  const held = guard.value;
  if (held === undefined || path === held.path) return [path, navigateGuarded];
  if (leaving.peek() === undefined) {
    queueMicrotask(() => {
      if (leaving.peek() === undefined && guard.peek() !== undefined) {
        ask(
          held.question,
          () => undefined,
          () => go(held.path),
        );
      }
    });
  }
  return [held.path, navigateGuarded];
}
