import type { JSX } from 'preact';
import type { ApprovalEntry } from '../../wire/index.js';
import { Badge, type Tone } from '../ui/states.js';
import { Time } from '../ui/time.js';
import { endOf, stateText } from './approval-view.js';
import { Effects } from './effects.js';

const TONES: Readonly<Record<ApprovalEntry['state'], Tone>> = {
  pending: 'info',
  approved: 'good',
  used: 'good',
  refused: 'bad',
  expired: 'neutral',
};

/** What became of earlier requests. */
export function DecidedList({
  entries,
}: {
  readonly entries: readonly ApprovalEntry[];
}): JSX.Element {
  return (
    <ul class="decided">
      {entries.map((entry) => (
        <li key={entry.id} class="decided-entry">
          <div class="decided-head">
            <Badge tone={TONES[entry.state]}>{stateText(entry.state)}</Badge>
            <bdi class="approval-name">{entry.requester.name}</bdi>
            <span class="soft small">
              <Time at={endOf(entry)} />
            </span>
          </div>
          <Effects effects={entry.effects} />
          <Decision entry={entry} />
        </li>
      ))}
    </ul>
  );
}

function Decision({ entry }: { readonly entry: ApprovalEntry }): JSX.Element | null {
  const { decided, state } = entry;
  if (decided === undefined || state === 'expired') return null;
  return (
    <p class="soft small">
      by <bdi class="mono">{decided.by}</bdi>
      {decided.why === undefined ? null : (
        <>
          : <q dir="auto">{decided.why}</q>
        </>
      )}
    </p>
  );
}
