import { useCallback, useEffect, useState } from 'preact/hooks';
import { api } from './api.js';
import { type ApiProblem, problemOf } from './api-problem.js';
import type { Changed } from './create-live.js';
import { live } from './live.js';
import { type Query, withQuery } from './path.js';

/** Something that was asked of the server. While it is asked again, the old answer stays. */
export interface Resource<T> {
  readonly data: T | undefined;
  /** Why the last try failed; undefined after a good one. */
  readonly problem: ApiProblem | undefined;
  readonly loading: boolean;
  /** Asks again. */
  readonly reload: () => void;
}

interface Answer<T> {
  /** The question that this answers: an answer to another one is not shown. */
  readonly to: string;
  readonly data?: T;
  readonly problem?: ApiProblem | undefined;
}

async function ask<T>(question: string, signal: AbortSignal): Promise<Answer<T>> {
  try {
    return { to: question, data: await api.get<T>(question, {}, signal) };
  } catch (error) {
    return { to: question, problem: problemOf(error) };
  }
}

/**
 * Asks `GET /admin/api{path}`, and again when path or query change, and when the server says that
 * `watch` changed: `useResource<KeyList>('/keys', { watch: 'keys' })`.
 *
 * @param path - undefined: nothing is asked yet.
 */
export function useResource<T>(
  path: string | undefined,
  options: { readonly query?: Query; readonly watch?: Changed } = {},
): Resource<T> {
  const question = path === undefined ? undefined : withQuery(path, options.query);
  const version = options.watch === undefined ? 0 : live.version(options.watch).value;
  const [round, setRound] = useState(0);
  const [answer, setAnswer] = useState<Answer<T>>();
  const [loading, setLoading] = useState(path !== undefined);

  // `round` and `version` are not read inside: that they change says to ask again.
  useEffect(() => {
    if (question === undefined) return;
    const ended = new AbortController();
    setLoading(true);
    void ask<T>(question, ended.signal).then((next) => {
      if (ended.signal.aborted) return;
      setAnswer((old) => (old?.to === next.to ? { ...old, problem: undefined, ...next } : next));
      setLoading(false);
    });
    return () => ended.abort();
  }, [question, round, version]);

  const reload = useCallback(() => setRound((old) => old + 1), []);
  const current = answer?.to === question ? answer : undefined;
  return { data: current?.data, problem: current?.problem, loading, reload };
}
