import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { AuditPage } from '../../wire/index.js';
import { api } from '../api.js';
import { type ApiProblem, problemOf } from '../api-problem.js';
import { live } from '../live.js';
import { type AuditFilter, conditionsOf, isWanted } from './filter.js';
import {
  hasOverflown,
  NO_TRAIL,
  type Trail,
  trailOf,
  withArrived,
  withOlder,
  withWaiting,
} from './trail.js';

/** Records of one page. */
const PAGE = 100;

/** The trail as the screen shows it, and what can be done with it. */
export interface TrailView {
  readonly trail: Trail;
  /** Everything that can stand in `type`, as far as the server has said. */
  readonly types: readonly string[];
  readonly loading: boolean;
  readonly loadingOlder: boolean;
  readonly problem: ApiProblem | undefined;
  /** The stream was broken, so that records may be missing on top. */
  readonly isStale: boolean;
  readonly reload: () => void;
  readonly older: () => void;
  /** Puts on top what has waited. */
  readonly showNew: () => void;
}

/**
 * Reads the trail and follows it.
 *
 * @param isHeld - Whether the reader is reading, so that nothing may move.
 */
export function useTrail(filter: AuditFilter, isHeld: boolean): TrailView {
  const [trail, setTrail] = useState<Trail>(NO_TRAIL);
  const [types, setTypes] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<ApiProblem>();
  const [loading, setLoading] = useState(true);
  const [loadingOlder, setLoadingOlder] = useState(false);
  const [isStale, setIsStale] = useState(false);
  const [round, setRound] = useState(0);
  // Asked again, the hour before now is another one.
  const { conditions } = useMemo(
    () => ({ conditions: conditionsOf(filter, Date.now()), round }),
    [filter, round],
  );
  const reading = useRef<AbortController>();
  const held = useRef(isHeld);
  held.current = isHeld;

  const reload = useCallback(() => setRound((old) => old + 1), []);

  useEffect(() => {
    const ended = new AbortController();
    reading.current = ended;
    setLoading(true);
    setLoadingOlder(false);
    api
      .get<AuditPage>('/audit', { ...conditions, limit: PAGE }, ended.signal)
      .then((page) => {
        setTrail(trailOf(page));
        setTypes(page.types);
        setProblem(undefined);
        setIsStale(false);
        setLoading(false);
      })
      .catch((error: unknown) => {
        if (ended.signal.aborted) return;
        setProblem(problemOf(error));
        setLoading(false);
      });
    return () => ended.abort();
  }, [conditions]);

  useEffect(
    () =>
      live.on('audit', ({ record }) => {
        if (isWanted(record, conditions)) {
          setTrail((old) => withArrived(old, record, held.current));
        }
      }),
    [conditions],
  );

  useReconnected(() => {
    if (held.current) setIsStale(true);
    else reload();
  });

  async function older(): Promise<void> {
    const ended = reading.current?.signal;
    if (trail.next === undefined || ended === undefined) return;
    setLoadingOlder(true);
    try {
      const query = { ...conditions, limit: PAGE, before: trail.next };
      const page = await api.get<AuditPage>('/audit', query, ended);
      setTrail((old) => withOlder(old, page));
    } catch (error) {
      if (ended.aborted) return;
      setProblem(problemOf(error));
    }
    setLoadingOlder(false);
  }

  return {
    trail,
    types,
    loading,
    loadingOlder,
    problem,
    isStale,
    reload,
    older: () => void older(),
    showNew: () => {
      if (isStale || hasOverflown(trail)) reload();
      else setTrail(withWaiting);
    },
  };
}

/** Calls `act` whenever the stream of news is back after it was broken. */
function useReconnected(act: () => void): void {
  const state = live.state.value;
  const wasBroken = useRef(false);
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    if (state === 'waiting') wasBroken.current = true;
    if (state !== 'live' || !wasBroken.current) return;
    wasBroken.current = false;
    latest.current();
  }, [state]);
}
