import type { ComponentChildren, JSX } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Button } from './button.js';

/** A window above the screen. It is there for as long as it is rendered. */
export interface DialogProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** Buttons; the one that goes on comes last. */
  readonly actions?: ComponentChildren;
  /** Escape, the cross, or a click beside it. */
  readonly onClose: () => void;
  /** A form: what Enter does. */
  readonly onSubmit?: () => void;
  readonly wide?: boolean;
}

/** The element keeps the focus inside while it is open, and gives it back where it came from. */
export function Dialog(props: DialogProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useLayoutEffect(() => {
    const element = dialog.current;
    const opener = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does what the click beside it does.
    <dialog
      ref={dialog}
      class={props.wide === true ? 'dialog dialog-wide' : 'dialog'}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) props.onClose();
      }}
    >
      <form
        class="dialog-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          props.onSubmit?.();
        }}
      >
        <header class="dialog-head">
          <h2 id={titleId} class="dialog-title">
            {props.title}
          </h2>
          <Button kind="quiet" icon="close" iconOnly onClick={props.onClose}>
            Close
          </Button>
        </header>
        <div class="dialog-body">{props.children}</div>
        {props.actions === undefined ? null : <footer class="dialog-foot">{props.actions}</footer>}
      </form>
    </dialog>
  );
}
