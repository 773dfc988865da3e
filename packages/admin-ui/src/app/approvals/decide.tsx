import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ApprovalEntry, RefuseRequest } from '../../wire/index.js';
import { api } from '../api.js';
import { type ApiProblem, problemOf } from '../api-problem.js';
import { path } from '../path.js';
import { toast } from '../toasts.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Field } from '../ui/field.js';
import { ErrorNote, Note } from '../ui/states.js';
import { asksTwice, riskText } from './approval-view.js';
import { Effects } from './effects.js';

/** What somebody is about to say. */
export type Verdict = 'approve' | 'refuse';

/** Sends a decision. @returns Why it could not be taken; undefined when it was. */
export async function decide(
  entry: ApprovalEntry,
  verdict: Verdict,
  why: string,
): Promise<ApiProblem | undefined> {
  const body: RefuseRequest = why.trim() === '' ? {} : { why: why.trim() };
  try {
    if (verdict === 'approve') await api.post(path`/approvals/${entry.id}/approve`);
    else await api.post(path`/approvals/${entry.id}/refuse`, body);
    toast(verdict === 'approve' ? `Approved for ${entry.requester.name}` : 'Refused');
    return undefined;
  } catch (error) {
    return problemOf(error);
  }
}

/** Asks once more before it is decided: what would happen stands there again, word for word. */
export function DecideDialog(props: {
  readonly entry: ApprovalEntry;
  readonly verdict: Verdict;
  readonly onClose: () => void;
  /** It was decided, or cannot be any more. */
  readonly onDone: () => void;
}): JSX.Element {
  const { entry, verdict, onClose, onDone } = props;
  const [why, setWhy] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();

  async function submit(): Promise<void> {
    if (busy) return;
    setBusy(true);
    const found = await decide(entry, verdict, why);
    setBusy(false);
    setProblem(found);
    if (found === undefined) onDone();
  }

  const isApproval = verdict === 'approve';
  return (
    <Dialog
      title={isApproval ? 'Let this happen?' : 'Refuse this?'}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind={isApproval ? 'primary' : 'danger'} busy={busy}>
            {isApproval ? 'Approve' : 'Refuse'}
          </Button>
        </>
      }
    >
      <div class="stack">
        {problem === undefined ? null : <ErrorNote problem={problem} />}
        <p>
          <bdi class="approval-name">{entry.requester.name}</bdi> wants to do this:
        </p>
        <Effects effects={entry.effects} />
        {isApproval && asksTwice(entry.risk) ? (
          <Note tone="warning">It {riskText(entry.risk)}.</Note>
        ) : null}
        {isApproval ? null : (
          <Field
            label="Why"
            hint="The assistant that asked is told this."
            maxLength={500}
            value={why}
            onInput={setWhy}
          />
        )}
      </div>
    </Dialog>
  );
}
