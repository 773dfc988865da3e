import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Limits } from '../../wire/index.js';
import { api } from '../api.js';
import { count, duration, plural } from '../format.js';
import { toast } from '../toasts.js';
import { Button } from '../ui/button.js';
import { Facts, Screen, Section } from '../ui/screen.js';
import { EmptyState, ErrorNote, Loading } from '../ui/states.js';
import { type Column, Table } from '../ui/table.js';
import { useAction } from '../use-action.js';
import { useResource } from '../use-resource.js';

type Lock = Limits['locks'][number];

/** Locks run out by themselves, which nobody announces. */
const LOOK_AGAIN = 15_000;

function UnlockButton(props: { readonly lock: Lock; readonly onDone: () => void }): JSX.Element {
  const { bucket } = props.lock;
  const unlocking = useAction();
  return (
    <div class="stack">
      <Button
        busy={unlocking.busy}
        label={`Unlock ${bucket}`}
        onClick={() =>
          void unlocking.run(async () => {
            await api.post('/limits/unlock', { bucket });
            toast('Unlocked');
            props.onDone();
          })
        }
      >
        Unlock
      </Button>
      {unlocking.problem === undefined ? null : <ErrorNote problem={unlocking.problem} />}
    </div>
  );
}

function columnsFor(reload: () => void): readonly Column<Lock>[] {
  return [
    {
      id: 'bucket',
      title: 'Who',
      primary: true,
      cell: ({ bucket }) => <bdi class="cell-title mono">{bucket}</bdi>,
    },
    {
      id: 'failures',
      title: 'Failed tries',
      numeric: true,
      cell: ({ failures }) => count(failures),
    },
    {
      id: 'retry',
      title: 'Locked for',
      cell: ({ retryAfterSeconds }) => duration(retryAfterSeconds * 1000),
    },
    {
      id: 'unlock',
      title: 'Unlock',
      actions: true,
      cell: (lock) => <UnlockButton lock={lock} onDone={reload} />,
    },
  ];
}

/** Who is locked out, and the limits in force. */
export function LimitsScreen(): JSX.Element {
  const { data, problem, reload } = useResource<Limits>('/limits', { watch: 'limits' });
  const hasLocks = data !== undefined && data.locks.length > 0;
  useEffect(() => {
    if (!hasLocks) return;
    const timer = setInterval(reload, LOOK_AGAIN);
    return () => clearInterval(timer);
  }, [hasLocks, reload]);

  return (
    <Screen
      title="Limits"
      lead="Who is locked out after too many failed tries, and what holds for all."
    >
      {problem === undefined ? null : <ErrorNote problem={problem} retry={reload} />}
      {data === undefined && problem === undefined ? <Loading what="limits" /> : null}
      {data?.locks.length === 0 ? (
        <EmptyState title="Nobody is locked out" icon="check">
          Whoever fails {plural(data.maxFailedAttempts, 'time')} is kept out for{' '}
          {plural(data.lockoutMinutes, 'minute')}, and shows up here.
        </EmptyState>
      ) : null}
      {data !== undefined && hasLocks ? (
        <Table
          caption="Locks"
          columns={columnsFor(reload)}
          rows={data.locks}
          rowKey={({ bucket }) => bucket}
        />
      ) : null}
      {data === undefined ? null : (
        <Section title="Limits in force" lead="They are set where the server is started.">
          <Facts
            facts={[
              ['Requests of one key', `${count(data.maxRequestsPerMinute)} a minute`],
              ['Failed tries before a lock', count(data.maxFailedAttempts)],
              ['A lock lasts', plural(data.lockoutMinutes, 'minute')],
            ]}
          />
        </Section>
      )}
    </Screen>
  );
}
