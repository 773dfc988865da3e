import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import type { KeyList, NewKey } from '../../wire/index.js';
import { api } from '../api.js';
import { path } from '../path.js';
import { Button } from '../ui/button.js';
import { ButtonLink } from '../ui/link.js';
import { Screen } from '../ui/screen.js';
import { ErrorNote, Loading, Note } from '../ui/states.js';
import { useAction } from '../use-action.js';
import { useResource } from '../use-resource.js';
import { focusFirstProblem, problemsOf } from './form-problems.js';
import { useKeptDraft } from './kept-draft.js';
import {
  checkDraft,
  type DraftProblems,
  EMPTY_DRAFT,
  type KeyDraft,
  newKeyOf,
} from './key-draft.js';
import { KeyForm } from './key-form.js';
import { KeyShown } from './key-shown.js';

function NewKeyForm(props: {
  readonly list: KeyList;
  readonly onMade: (made: NewKey) => void;
}): JSX.Element {
  const [draft, setDraft] = useKeptDraft<KeyDraft>('new-key', () => EMPTY_DRAFT);
  const [own, setOwn] = useState<DraftProblems>({});
  const form = useRef<HTMLFormElement>(null);
  const making = useAction();
  const fromServer = problemsOf(making.problem);

  async function make(): Promise<void> {
    const found = checkDraft(draft, Date.now());
    setOwn(found);
    making.clear();
    if (Object.keys(found).length > 0) {
      focusFirstProblem(form.current);
      return;
    }
    const worked = await making.run(async () => {
      props.onMade(await api.post<NewKey>('/keys', newKeyOf(draft, Date.now())));
    });
    if (!worked) focusFirstProblem(form.current);
  }

  return (
    <form
      class="form"
      noValidate
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!making.busy) void make();
      }}
    >
      <KeyForm
        draft={draft}
        onChange={setDraft}
        problems={{ ...fromServer, ...own }}
        list={props.list}
        isNew
      />
      {making.problem === undefined ? null : <ErrorNote problem={making.problem} />}
      <div class="form-foot">
        <Button kind="primary" type="submit" busy={making.busy}>
          Make the key
        </Button>
        <ButtonLink to="/admin/keys">Cancel</ButtonLink>
      </div>
    </form>
  );
}

/** Makes a key, and shows it once. */
export function NewKeyScreen(): JSX.Element {
  const { data, problem, reload } = useResource<KeyList>('/keys');
  const [made, setMade] = useState<NewKey>();
  const [, navigate] = useLocation();
  if (made !== undefined) {
    return <KeyShown made={made} onDone={() => navigate(path`/admin/keys/${made.key.id}`)} />;
  }
  return (
    <Screen
      title="New key"
      lead="One key for each assistant and each person: then each can be taken away alone."
      back={{ to: '/admin/keys', text: 'Keys' }}
    >
      {problem === undefined ? null : <ErrorNote problem={problem} retry={reload} />}
      {data === undefined && problem === undefined ? <Loading what="roles" /> : null}
      {data?.readOnly === undefined ? null : (
        <Note tone="info">
          <p>Keys cannot be made here: {data.readOnly}</p>
        </Note>
      )}
      {data === undefined || data.readOnly !== undefined ? null : (
        <NewKeyForm list={data} onMade={setMade} />
      )}
    </Screen>
  );
}
