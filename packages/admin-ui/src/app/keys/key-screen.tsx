import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { KeyList, KeyNotice, KeyView, NewKey } from '../../wire/index.js';
import { now } from '../now.js';
import { Button } from '../ui/button.js';
import { ScreenLink } from '../ui/link.js';
import { Screen } from '../ui/screen.js';
import { Badge, EmptyState, ErrorNote, Loading, Note } from '../ui/states.js';
import { Time } from '../ui/time.js';
import { EditKey, editOf } from './edit-key.js';
import { hasKeptDraft } from './kept-draft.js';
import { KeyActs } from './key-acts.js';
import { KeyFacts } from './key-facts.js';
import { KeyShown } from './key-shown.js';
import { KeyTrail } from './key-trail.js';
import { noticeWords, STATUS_WORDS } from './status.js';
import { useKeyList } from './use-key-list.js';

const BACK = { to: '/admin/keys', text: 'Keys' };

/** What somebody should know before anything else. */
function KeyNotes(props: {
  readonly keyView: KeyView;
  readonly notices: readonly KeyNotice[];
}): JSX.Element {
  const { keyView, notices } = props;
  const { revoked } = keyView;
  return (
    <>
      {notices.map((notice) => (
        <Note tone="warning" key={notice.kind}>
          <p>{noticeWords(notice, now.value)}.</p>
        </Note>
      ))}
      {revoked === undefined ? null : (
        <Note tone="bad">
          <p>
            Revoked <Time at={revoked.at} /> by <bdi class="mono">{revoked.by}</bdi>
            {revoked.reason === undefined ? '.' : ': '}
            {revoked.reason === undefined ? null : <bdi>{revoked.reason}</bdi>}
          </p>
        </Note>
      )}
      {keyView.isOwn ? (
        <Note tone="info">
          <p>This is the key that you are signed in with.</p>
        </Note>
      ) : null}
    </>
  );
}

function KeyDetails(props: {
  readonly keyView: KeyView;
  readonly list: KeyList;
  readonly onRotated: (made: NewKey) => void;
}): JSX.Element {
  const { keyView, list } = props;
  const [editing, setEditing] = useState(() => hasKeptDraft(editOf(keyView.id)));
  const canChange = list.readOnly === undefined && keyView.revoked === undefined;
  const status = STATUS_WORDS[keyView.status];
  return (
    <Screen
      title={keyView.name}
      back={BACK}
      lead={
        <span class="row">
          <Badge tone={status.tone}>{status.word}</Badge>
          <span class="mono">{keyView.id}</span>
          <span>{status.meaning}</span>
        </span>
      }
      actions={
        canChange && !editing ? <Button onClick={() => setEditing(true)}>Edit</Button> : undefined
      }
    >
      <KeyNotes
        keyView={keyView}
        notices={list.notices.filter(({ keyId }) => keyId === keyView.id)}
      />
      {editing ? (
        <EditKey keyView={keyView} list={list} onDone={() => setEditing(false)} />
      ) : (
        <>
          <KeyFacts keyView={keyView} />
          {list.readOnly === undefined ? (
            <KeyActs keyView={keyView} onRotated={props.onRotated} />
          ) : (
            <Note tone="info">
              <p>Keys cannot be changed here: {list.readOnly}</p>
            </Note>
          )}
          <KeyTrail id={keyView.id} />
        </>
      )}
    </Screen>
  );
}

/** One key: what it may, how it is used, and all that can be done with it. */
export function KeyScreen({ id }: { readonly id: string }): JSX.Element {
  const { data, problem, reload } = useKeyList();
  const [made, setMade] = useState<NewKey>();
  if (made !== undefined) {
    return (
      <KeyShown
        made={made}
        note={`It replaces ${id}. Give it to whoever uses the old one.`}
        onDone={() => setMade(undefined)}
      />
    );
  }
  const key = data?.keys.find((one) => one.id === id);
  if (data !== undefined && key !== undefined) {
    return <KeyDetails keyView={key} list={data} onRotated={setMade} />;
  }
  return (
    <Screen title="Key" back={BACK}>
      {problem === undefined ? null : <ErrorNote problem={problem} retry={reload} />}
      {data === undefined && problem === undefined ? <Loading what="the key" /> : null}
      {data === undefined ? null : (
        <EmptyState
          title="There is no such key"
          icon="key"
          action={<ScreenLink to="/admin/keys">To all keys</ScreenLink>}
        >
          It may have been deleted.
        </EmptyState>
      )}
    </Screen>
  );
}
