import type { ComponentChildren, JSX } from 'preact';
import { Icon, type IconName } from './icon.js';

/** A button. `busy`: what it began is not done yet; it cannot be pressed again meanwhile. */
export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly kind?: 'primary' | 'plain' | 'danger' | 'quiet';
  readonly type?: 'button' | 'submit';
  readonly icon?: IconName;
  /** Only the icon is seen; the children are read out. */
  readonly iconOnly?: boolean;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly onClick?: (() => void) | undefined;
  readonly expanded?: boolean;
  readonly controls?: string;
  readonly pressed?: boolean;
  /** Id of an element that says more, for example which row is meant. */
  readonly describedBy?: string;
  /** Read out in place of the children, which must be a part of it. */
  readonly label?: string;
}

/** Does something on this screen. What leads to another screen is a link. */
export function Button(props: ButtonProps): JSX.Element {
  const { kind = 'plain', busy = false, iconOnly = false } = props;
  return (
    <button
      type={props.type === 'submit' ? 'submit' : 'button'}
      class={`button button-${kind}${iconOnly ? ' button-icon' : ''}`}
      disabled={props.disabled === true}
      aria-disabled={busy}
      aria-busy={busy}
      aria-expanded={props.expanded}
      aria-controls={props.controls}
      aria-pressed={props.pressed}
      aria-describedby={props.describedBy}
      aria-label={props.label}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else props.onClick?.();
      }}
    >
      {busy ? (
        <span class="spinner" />
      ) : props.icon === undefined ? null : (
        <Icon name={props.icon} />
      )}
      <span class={iconOnly ? 'visually-hidden' : 'button-text'}>{props.children}</span>
    </button>
  );
}
