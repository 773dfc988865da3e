import type { ComponentChildren, JSX } from 'preact';
import { useAction } from '../use-action.js';
import { Button } from './button.js';
import { Dialog } from './dialog.js';
import { ErrorNote } from './states.js';

/** Asks before something is done, does it, and closes itself once it worked. */
export function ConfirmDialog(props: {
  readonly title: string;
  readonly children: ComponentChildren;
  /** What the button says. */
  readonly button: string;
  readonly danger?: boolean;
  readonly onClose: () => void;
  readonly onGo: () => Promise<void>;
}): JSX.Element {
  const doing = useAction();

  async function go(): Promise<void> {
    if (doing.busy) return;
    if (await doing.run(props.onGo)) props.onClose();
  }

  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      onSubmit={() => void go()}
      actions={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button
            kind={props.danger === true ? 'danger' : 'primary'}
            type="submit"
            busy={doing.busy}
          >
            {props.button}
          </Button>
        </>
      }
    >
      {props.children}
      {doing.problem === undefined ? null : <ErrorNote problem={doing.problem} />}
    </Dialog>
  );
}
