import { useCallback, useState } from 'preact/hooks';
import { type ApiProblem, problemOf } from './api-problem.js';

/** Something that is done when a button is pressed. */
export interface Action {
  readonly busy: boolean;
  /** Why the last try failed. */
  readonly problem: ApiProblem | undefined;
  /** Does it. @returns Whether it worked. */
  readonly run: (act: () => Promise<void>) => Promise<boolean>;
  readonly clear: () => void;
}

/** Keeps whether an act is under way, and why it failed. */
export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const run = useCallback(async (act: () => Promise<void>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await act();
      return true;
    } catch (error) {
      setProblem(problemOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  }, []);
  const clear = useCallback(() => setProblem(undefined), []);
  return { busy, problem, run, clear };
}
