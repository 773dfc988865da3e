import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { ApprovalEntry } from '../../wire/index.js';
import { path } from '../path.js';
import { toast } from '../toasts.js';
import { Button } from '../ui/button.js';
import { ScreenLink } from '../ui/link.js';
import { Badge } from '../ui/states.js';
import { Time } from '../ui/time.js';
import { asksTwice, leftText, riskText, shareLeft, warningText } from './approval-view.js';
import { DecideDialog, decide, type Verdict } from './decide.js';
import { Effects } from './effects.js';

/** A request that waits: what would happen, who asks, how long there is, and the decision. */
export function PendingCard(props: {
  readonly entry: ApprovalEntry;
  /** Epoch milliseconds. */
  readonly now: number;
  /** It was decided. */
  readonly onDone: () => void;
}): JSX.Element {
  const { entry, now, onDone } = props;
  const [asked, setAsked] = useState<Verdict>();
  const [busy, setBusy] = useState(false);
  const titleId = useId();
  const { requester, risk, tool } = entry;

  async function approve(): Promise<void> {
    if (asksTwice(risk)) {
      setAsked('approve');
      return;
    }
    setBusy(true);
    const problem = await decide(entry, 'approve', '');
    setBusy(false);
    if (problem === undefined) onDone();
    else toast(problem.message, 'bad');
  }

  return (
    <article class="approval" aria-labelledby={titleId}>
      <header class="approval-head">
        <h3 class="approval-title" id={titleId}>
          <bdi>{requester.name}</bdi> asks
        </h3>
        <Badge tone={asksTwice(risk) ? 'bad' : 'info'}>
          {risk}: {riskText(risk)}
        </Badge>
      </header>
      <Effects effects={entry.effects} />
      <p class="approval-from">
        <ScreenLink to={path`/admin/keys/${requester.id}`}>
          <bdi class="mono">{requester.id}</bdi>
        </ScreenLink>
        <span>{requester.role}</span>
        <span>
          with <code>{tool}</code>
        </span>
        <span>
          asked <Time at={entry.requestedAt} />
        </span>
      </p>
      <Countdown entry={entry} now={now} />
      <div class="approval-buttons">
        <Button describedBy={titleId} onClick={() => setAsked('refuse')}>
          Refuse…
        </Button>
        <Button kind="primary" describedBy={titleId} busy={busy} onClick={() => void approve()}>
          {asksTwice(risk) ? 'Approve…' : 'Approve'}
        </Button>
      </div>
      {asked === undefined ? null : (
        <DecideDialog
          entry={entry}
          verdict={asked}
          onClose={() => setAsked(undefined)}
          onDone={() => {
            setAsked(undefined);
            onDone();
          }}
        />
      )}
    </article>
  );
}

/** How long it can still be decided. Only the last minute is read out by itself. */
function Countdown(props: { readonly entry: ApprovalEntry; readonly now: number }): JSX.Element {
  const { entry, now } = props;
  const left = entry.expiresAt - now;
  const warning = warningText(left);
  return (
    <div class={warning === undefined ? 'approval-time' : 'approval-time approval-time-short'}>
      <svg class="approval-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect class="approval-bar-ground" width="100" height="4" />
        <rect class="approval-bar-left" width={shareLeft(entry, now) * 100} height="4" />
      </svg>
      <p>
        <span class="approval-left">{leftText(left)}</span> left to decide
      </p>
      <output class="visually-hidden">{warning}</output>
    </div>
  );
}
