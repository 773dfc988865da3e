import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { KeyList, KeyView } from '../../wire/index.js';
import { api } from '../api.js';
import { ApiProblem } from '../api-problem.js';
import { path } from '../path.js';
import { toast } from '../toasts.js';
import { Button } from '../ui/button.js';
import { ErrorNote, Note } from '../ui/states.js';
import { useAction } from '../use-action.js';
import { focusFirstProblem, problemsOf } from './form-problems.js';
import { useKeptDraft } from './kept-draft.js';
import { changesOf, checkDraft, type DraftProblems, draftOf, type KeyDraft } from './key-draft.js';
import { KeyForm } from './key-form.js';

/** Somebody else changed the key while it was edited here: whose change holds? */
function ChangedMeanwhile(props: {
  readonly onTakeTheirs: () => void;
  readonly onKeepMine: () => void;
}): JSX.Element {
  return (
    <Note
      tone="warning"
      urgent
      actions={
        <>
          <Button onClick={props.onTakeTheirs}>Take theirs</Button>
          <Button onClick={props.onKeepMine}>Go on with mine</Button>
        </>
      }
    >
      <p>
        <strong>Somebody else changed this key meanwhile.</strong> Take theirs to see it as it is
        now, or go on: only the fields that you changed are then saved over theirs.
      </p>
    </Note>
  );
}

/** A key while it is edited. */
interface Edited {
  /** As it was when the form was filled: only what differs from it is sent. */
  readonly base: KeyView;
  readonly revision: string;
  readonly draft: KeyDraft;
}

function editedOf(keyView: KeyView): Edited {
  return { base: keyView, revision: keyView.revision, draft: draftOf(keyView) };
}

/** What the draft of a key is kept by. */
export function editOf(id: string): string {
  return `edit ${id}`;
}

/** Changes a key, and notices when somebody else did so meanwhile. */
export function EditKey(props: {
  readonly keyView: KeyView;
  readonly list: KeyList;
  readonly onDone: () => void;
}): JSX.Element {
  const { keyView, list, onDone } = props;
  const [{ base, revision, draft }, setEdited] = useKeptDraft<Edited>(editOf(keyView.id), () =>
    editedOf(keyView),
  );
  const setDraft = (next: KeyDraft): void => setEdited({ base, revision, draft: next });
  const [own, setOwn] = useState<DraftProblems>({});
  const form = useRef<HTMLFormElement>(null);
  const saving = useAction();
  const isOutdated = keyView.revision !== revision && !saving.busy;

  useEffect(() => form.current?.querySelector('input')?.focus(), []);

  async function save(): Promise<void> {
    const found = checkDraft(draft, Date.now(), base);
    setOwn(found);
    if (Object.keys(found).length > 0) {
      focusFirstProblem(form.current);
      return;
    }
    const changes = changesOf(draft, base, Date.now());
    if (Object.keys(changes).length === 0) {
      onDone();
      return;
    }
    const worked = await saving.run(async () => {
      await api.patch(path`/keys/${keyView.id}`, { ...changes, revision });
      toast('Key saved');
      onDone();
    });
    if (!worked) focusFirstProblem(form.current);
  }

  function takeTheirs(): void {
    setEdited(editedOf(keyView));
    setOwn({});
    saving.clear();
  }

  const isConflict =
    saving.problem instanceof ApiProblem && saving.problem.code === 'changed-meanwhile';
  return (
    <form
      class="form"
      noValidate
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!saving.busy) void save();
      }}
    >
      <KeyForm
        draft={draft}
        onChange={setDraft}
        problems={{ ...problemsOf(saving.problem), ...own }}
        list={list}
        isNew={false}
      />
      {isOutdated ? (
        <ChangedMeanwhile
          onTakeTheirs={takeTheirs}
          onKeepMine={() => {
            setEdited({ base, revision: keyView.revision, draft });
            saving.clear();
          }}
        />
      ) : null}
      {saving.problem === undefined || (isConflict && isOutdated) ? null : (
        <ErrorNote problem={saving.problem} />
      )}
      <div class="form-foot">
        <Button kind="primary" type="submit" busy={saving.busy} disabled={isOutdated}>
          Save
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </div>
    </form>
  );
}
