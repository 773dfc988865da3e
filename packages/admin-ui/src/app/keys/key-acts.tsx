import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import type { KeyView, NewKey } from '../../wire/index.js';
import { api } from '../api.js';
import { path } from '../path.js';
import { toast } from '../toasts.js';
import { Button } from '../ui/button.js';
import { Section } from '../ui/screen.js';
import { DeleteDialog, ReasonDialog, RotateDialog } from './act-dialogs.js';

type Open = 'disable' | 'rotate' | 'revoke' | 'delete';

/** One thing that can be done: what it means, and its button. */
function Act(props: {
  readonly name: string;
  readonly meaning: string;
  readonly kind?: 'plain' | 'danger';
  readonly onClick: () => void;
}): JSX.Element {
  return (
    <div class="act">
      <div class="act-words">
        <p class="act-name">{props.name}</p>
        <p class="soft small">{props.meaning}</p>
      </div>
      <Button kind={props.kind ?? 'plain'} onClick={props.onClick}>
        {`${props.name}…`}
      </Button>
    </div>
  );
}

/** The dialog that is open, if any. */
function OpenDialog(props: {
  readonly open: Open | 'enable' | undefined;
  readonly keyView: KeyView;
  readonly onClose: () => void;
  readonly onRotated: (made: NewKey) => void;
  readonly onDeleted: () => void;
}): JSX.Element | null {
  const { keyView, onClose } = props;
  const own = keyView.isOwn ? ' You are signed in with this key: your session ends with it.' : '';
  switch (props.open) {
    case 'disable':
      return (
        <ReasonDialog
          title="Disable this key?"
          text={`Whoever uses it is cut off at once. It can be enabled again.${own}`}
          button="Disable"
          onClose={onClose}
          onGo={async (reason) => {
            await api.post(path`/keys/${keyView.id}/disable`, reason);
            toast('Key disabled');
          }}
        />
      );
    case 'enable':
      return (
        <ReasonDialog
          title="Enable this key?"
          text="Whoever has it is let in again."
          button="Enable"
          withoutReason
          onClose={onClose}
          onGo={async () => {
            await api.post(path`/keys/${keyView.id}/enable`);
            toast('Key enabled');
          }}
        />
      );
    case 'revoke':
      return (
        <ReasonDialog
          title="Revoke this key?"
          text={`Whoever uses it is cut off at once, and for good: a revoked key never works again. It stays in the list.${own}`}
          button="Revoke"
          danger
          onClose={onClose}
          onGo={async (reason) => {
            await api.post(path`/keys/${keyView.id}/revoke`, reason);
            toast('Key revoked');
          }}
        />
      );
    case 'rotate':
      return <RotateDialog id={keyView.id} onClose={onClose} onRotated={props.onRotated} />;
    case 'delete':
      return <DeleteDialog keyView={keyView} onClose={onClose} onDeleted={props.onDeleted} />;
    default:
      return null;
  }
}

/** All that can be done with a key, from the mildest to the hardest. */
export function KeyActs(props: {
  readonly keyView: KeyView;
  readonly onRotated: (made: NewKey) => void;
}): JSX.Element {
  const { keyView, onRotated } = props;
  const [open, setOpen] = useState<Open | 'enable'>();
  const [, navigate] = useLocation();
  const isRevoked = keyView.revoked !== undefined;
  const canEnable = keyView.status === 'disabled' || keyView.status === 'idle';
  return (
    <Section title="Change its state">
      <div class="acts">
        {isRevoked || keyView.replacedBy !== undefined ? null : (
          <Act
            name="Rotate"
            meaning="Makes a new key in its place; the old one may go on working for a while."
            onClick={() => setOpen('rotate')}
          />
        )}
        {!isRevoked && canEnable ? (
          <Act
            name="Enable"
            meaning="Lets its holder in again."
            onClick={() => setOpen('enable')}
          />
        ) : null}
        {isRevoked || keyView.status === 'disabled' ? null : (
          <Act
            name="Disable"
            meaning="Lets nobody in until it is enabled again."
            onClick={() => setOpen('disable')}
          />
        )}
        {isRevoked ? null : (
          <Act
            name="Revoke"
            kind="danger"
            meaning="Lets nobody in, for good. What it did stays in the trail."
            onClick={() => setOpen('revoke')}
          />
        )}
        <Act
          name="Delete"
          kind="danger"
          meaning="Takes it out of the list. The trail keeps what it did."
          onClick={() => setOpen('delete')}
        />
      </div>
      <OpenDialog
        open={open}
        keyView={keyView}
        onClose={() => setOpen(undefined)}
        onRotated={onRotated}
        onDeleted={() => {
          setOpen(undefined);
          toast('Key deleted');
          navigate('/admin/keys');
        }}
      />
    </Section>
  );
}
