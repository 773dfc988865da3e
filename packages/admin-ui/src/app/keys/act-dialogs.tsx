import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { KeyView, NewKey, ReasonRequest, RotateRequest } from '../../wire/index.js';
import { api } from '../api.js';
import { path } from '../path.js';
import { Button } from '../ui/button.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { Dialog } from '../ui/dialog.js';
import { Field, Select } from '../ui/field.js';
import { ErrorNote } from '../ui/states.js';
import { useAction } from '../use-action.js';

/** Asks before something is done to a key, and why. It closes itself once it was done. */
export function ReasonDialog(props: {
  readonly title: string;
  readonly text: string;
  readonly button: string;
  readonly danger?: boolean;
  readonly withoutReason?: boolean;
  readonly onClose: () => void;
  readonly onGo: (reason: ReasonRequest) => Promise<void>;
}): JSX.Element {
  const [reason, setReason] = useState('');
  const given = reason.trim();

  return (
    <ConfirmDialog
      title={props.title}
      button={props.button}
      danger={props.danger === true}
      onClose={props.onClose}
      onGo={() => props.onGo(given === '' ? {} : { reason: given })}
    >
      <p>{props.text}</p>
      {props.withoutReason === true ? null : (
        <Field
          label="Reason"
          hint="Kept in the trail."
          maxLength={500}
          value={reason}
          onInput={setReason}
        />
      )}
    </ConfirmDialog>
  );
}

type Overlap = '0' | '1' | '24' | '168' | '720';

const OVERLAPS: readonly { readonly value: Overlap; readonly text: string }[] = [
  { value: '0', text: 'Not at all: it ends now' },
  { value: '1', text: '1 hour' },
  { value: '24', text: '1 day' },
  { value: '168', text: '1 week' },
  { value: '720', text: '30 days' },
];

/** Asks how long the old key goes on working, and makes the new one. */
export function RotateDialog(props: {
  readonly id: string;
  readonly onClose: () => void;
  readonly onRotated: (made: NewKey) => void;
}): JSX.Element {
  const [overlap, setOverlap] = useState<Overlap>('24');
  const rotating = useAction();

  async function go(): Promise<void> {
    const request: RotateRequest = { overlapHours: Number(overlap) };
    await rotating.run(async () => {
      const made = await api.post<NewKey>(path`/keys/${props.id}/rotate`, request);
      props.onClose();
      props.onRotated(made);
    });
  }

  return (
    <Dialog
      title="Rotate this key?"
      onClose={props.onClose}
      onSubmit={() => void go()}
      actions={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button kind="primary" type="submit" busy={rotating.busy}>
            Make the new key
          </Button>
        </>
      }
    >
      <p>
        A new key with the same rights takes its place. It is shown once, so that you can give it to
        whoever uses the old one.
      </p>
      <Select
        label="The old key goes on working for"
        required
        value={overlap}
        options={OVERLAPS}
        onChange={setOverlap}
      />
      {rotating.problem === undefined ? null : <ErrorNote problem={rotating.problem} />}
    </Dialog>
  );
}

/** Deletes a key, once its id was typed. */
export function DeleteDialog(props: {
  readonly keyView: KeyView;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}): JSX.Element {
  const { id, name } = props.keyView;
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState<string>();
  const deleting = useAction();

  async function go(): Promise<void> {
    if (typed.trim() !== id) {
      setWrong('This is not its id.');
      return;
    }
    if (await deleting.run(() => api.delete(path`/keys/${id}`))) props.onDeleted();
  }

  return (
    <Dialog
      title="Delete this key?"
      onClose={props.onClose}
      onSubmit={() => void go()}
      actions={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button kind="danger" type="submit" busy={deleting.busy}>
            Delete
          </Button>
        </>
      }
    >
      <p>
        <bdi>{name}</bdi> leaves the list, and whoever uses it is cut off at once. To keep a note of
        it, revoke it instead.
      </p>
      <Field
        label={`Type ${id} to delete it`}
        required
        value={typed}
        problem={wrong}
        onInput={(value) => {
          setTyped(value);
          setWrong(undefined);
        }}
      />
      {deleting.problem === undefined ? null : <ErrorNote problem={deleting.problem} />}
    </Dialog>
  );
}
