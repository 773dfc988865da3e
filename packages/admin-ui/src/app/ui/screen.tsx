import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { takesFocus } from './arrival.js';
import { Icon } from './icon.js';
import { ScreenLink } from './link.js';

/** The frame of a screen. */
export interface ScreenProps {
  readonly title: string;
  /** One sentence below the title. */
  readonly lead?: ComponentChildren;
  /** Buttons beside the title. */
  readonly actions?: ComponentChildren;
  /** Where one came from: `{ to: '/admin/keys', text: 'Keys' }`. */
  readonly back?: { readonly to: string; readonly text: string };
  readonly children: ComponentChildren;
}

/** Title, lead and actions; on arriving the title gets the focus, so that it is read out. */
export function Screen(props: ScreenProps): JSX.Element {
  const title = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    if (!takesFocus()) return;
    window.scrollTo(0, 0);
    title.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    document.title = `${props.title} · Gatehouse`;
  }, [props.title]);

  return (
    <div class="screen">
      {props.back === undefined ? null : (
        <ScreenLink to={props.back.to} class="back-link">
          <Icon name="back" />
          {props.back.text}
        </ScreenLink>
      )}
      <header class="screen-head">
        <div class="screen-words">
          <h1 class="screen-title" ref={title} tabIndex={-1}>
            <bdi>{props.title}</bdi>
          </h1>
          {props.lead === undefined ? null : <p class="screen-lead">{props.lead}</p>}
        </div>
        {props.actions === undefined ? null : <div class="screen-actions">{props.actions}</div>}
      </header>
      {props.children}
    </div>
  );
}

/** A part of a screen with a heading. */
export function Section(props: {
  readonly title: string;
  readonly lead?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <section class="section">
      <header class="section-head">
        <div>
          <h2 class="section-title">{props.title}</h2>
          {props.lead === undefined ? null : <p class="section-lead">{props.lead}</p>}
        </div>
        {props.actions === undefined ? null : <div class="screen-actions">{props.actions}</div>}
      </header>
      {props.children}
    </section>
  );
}

/** Names and values, one below the other. */
export function Facts(props: {
  readonly facts: readonly (readonly [name: string, value: ComponentChildren])[];
}): JSX.Element {
  return (
    <dl class="facts">
      {props.facts.map(([name, value]) => (
        <div class="fact" key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
