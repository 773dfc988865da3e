import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ApprovalEntry } from '../../wire/index.js';
import { Button } from '../ui/button.js';
import { Screen } from '../ui/screen.js';
import { EmptyState, ErrorNote, Loading } from '../ui/states.js';
import { useResource } from '../use-resource.js';
import { sortApprovals } from './approval-view.js';
import { DecidedList } from './decided-list.js';
import { PendingCard } from './pending-card.js';
import { useSeconds } from './use-seconds.js';
import './approvals.css';

/** So many decided requests are shown before somebody asks for more. */
const FEW = 10;

/** What waits for the owner's word, and what became of the rest. */
export function ApprovalsScreen(): JSX.Element {
  const { data, problem, reload } = useResource<readonly ApprovalEntry[]>('/approvals', {
    watch: 'approvals',
  });
  return (
    <Screen
      title="Approvals"
      lead="What keys may do only once you have said so. Whatever is not decided in time does not happen."
    >
      {problem === undefined ? null : <ErrorNote problem={problem} retry={reload} />}
      {data === undefined ? (
        problem === undefined && <Loading what="approvals" />
      ) : (
        <Approvals entries={data} onDone={reload} />
      )}
    </Screen>
  );
}

function Approvals(props: {
  readonly entries: readonly ApprovalEntry[];
  readonly onDone: () => void;
}): JSX.Element {
  const { entries, onDone } = props;
  const now = useSeconds(entries.some(({ state }) => state === 'pending'));
  const { pending, decided } = sortApprovals(entries, now);
  return (
    <>
      <section class="approval-part" aria-labelledby="approvals-pending">
        <h2 class="section-title" id="approvals-pending">
          {pending.length === 0 ? 'Waiting' : `Waiting (${pending.length})`}
        </h2>
        {pending.length === 0 ? (
          <EmptyState title="Nothing waits for you" icon="check">
            Requests come up here by themselves.
          </EmptyState>
        ) : (
          <div class="approval-cards">
            {pending.map((entry) => (
              <PendingCard key={entry.id} entry={entry} now={now} onDone={onDone} />
            ))}
          </div>
        )}
      </section>
      {decided.length === 0 ? null : <Decided entries={decided} />}
    </>
  );
}

function Decided({ entries }: { readonly entries: readonly ApprovalEntry[] }): JSX.Element {
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? entries : entries.slice(0, FEW);
  return (
    <section class="approval-part" aria-labelledby="approvals-decided">
      <h2 class="section-title" id="approvals-decided">
        Decided
      </h2>
      <DecidedList entries={shown} />
      {shown.length === entries.length ? null : (
        <div>
          <Button onClick={() => setIsWhole(true)}>Show all {entries.length}</Button>
        </div>
      )}
    </section>
  );
}
