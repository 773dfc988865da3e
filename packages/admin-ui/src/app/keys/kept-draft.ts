import { useEffect, useRef, useState } from 'preact/hooks';
import { session } from '../session-state.js';

/** What somebody had typed when their session ended, by who they are and where they typed it. */
const kept = new Map<string, unknown>();

function placeOf(form: string): string | undefined {
  const state = session.peek();
  return state.is === 'in' ? `${state.who.id} ${form}` : undefined;
}

/** Whether something typed waits for this form. */
export function hasKeptDraft(form: string): boolean {
  const place = placeOf(form);
  return place !== undefined && kept.has(place);
}

/**
 * A draft that outlives the end of the session: whoever signs in again goes on where they were, and
 * nobody else finds what they had typed. Kept in memory only, and for no secrets.
 *
 * @param form - Which form it is: `new-key`.
 */
export function useKeptDraft<Draft>(
  form: string,
  initial: () => Draft,
): [Draft, (draft: Draft) => void] {
  const place = useRef(placeOf(form));
  const [draft, setDraft] = useState<Draft>(() => takeOut<Draft>(place.current) ?? initial());
  const last = useRef(draft);
  last.current = draft;

  useEffect(
    () => () => {
      const state = session.peek();
      const hasEnded = state.is === 'out' && state.ended;
      if (hasEnded && place.current !== undefined) kept.set(place.current, last.current);
    },
    [],
  );

  return [draft, setDraft];
}

function takeOut<Draft>(place: string | undefined): Draft | undefined {
  if (place === undefined) return undefined;
  const draft = kept.get(place) as Draft | undefined;
  kept.delete(place);
  return draft;
}
