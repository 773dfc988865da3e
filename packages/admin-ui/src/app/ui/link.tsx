import type { ComponentChildren, JSX } from 'preact';
import { Link } from 'wouter-preact';
import { Icon, type IconName } from './icon.js';

/** A link to a screen of this page. `to` is a fixed path, made with the `path` template. */
export interface LinkProps {
  /** `/admin/keys`. */
  readonly to: string;
  readonly children: ComponentChildren;
  readonly class?: string;
}

/** Leads to another screen. */
export function ScreenLink(props: LinkProps): JSX.Element {
  return (
    <Link href={props.to} class={props.class ?? 'link'}>
      {props.children}
    </Link>
  );
}

/** Leads to another screen and looks like a button, because it is what one came for. */
export function ButtonLink(
  props: LinkProps & { readonly icon?: IconName; readonly kind?: 'primary' | 'plain' },
): JSX.Element {
  return (
    <Link href={props.to} class={`button button-${props.kind ?? 'plain'}`}>
      {props.icon === undefined ? null : <Icon name={props.icon} />}
      <span class="button-text">{props.children}</span>
    </Link>
  );
}
