import type { JSX } from 'preact';
import { leaving } from '../leave-guard.js';
import { closeToast, type Toast, toasts } from '../toasts.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Icon } from '../ui/icon.js';

function OneToast({ toast }: { readonly toast: Toast }): JSX.Element {
  return (
    <div class={`toast toast-${toast.kind}`}>
      <Icon name={toast.kind === 'good' ? 'check' : 'warning'} />
      <p class="toast-text">{toast.text}</p>
      <Button kind="quiet" icon="close" iconOnly onClick={() => closeToast(toast.id)}>
        Close this message
      </Button>
    </div>
  );
}

/** Messages that come and go. Both regions are always there, as readers of screens need it. */
export function Toasts(): JSX.Element {
  const all = toasts.value;
  return (
    <div class="toasts">
      <div role="alert">
        {all
          .filter((one) => one.kind === 'bad')
          .map((one) => (
            <OneToast key={one.id} toast={one} />
          ))}
      </div>
      <output>
        {all
          .filter((one) => one.kind === 'good')
          .map((one) => (
            <OneToast key={one.id} toast={one} />
          ))}
      </output>
    </div>
  );
}

/** Asks before something is lost. */
export function LeaveDialog(): JSX.Element | null {
  const asked = leaving.value;
  if (asked === undefined) return null;
  return (
    <Dialog
      title="Leave this screen?"
      onClose={asked.stay}
      actions={
        <>
          <Button onClick={asked.leave}>Leave</Button>
          <Button kind="primary" onClick={asked.stay}>
            Stay here
          </Button>
        </>
      }
    >
      <p>{asked.question}</p>
    </Dialog>
  );
}
