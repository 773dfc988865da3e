import type { ComponentChildren, JSX } from 'preact';
import type { ApiProblem } from '../api-problem.js';
import { Button } from './button.js';
import { Icon, type IconName } from './icon.js';

/** What a badge or a note means. */
export type Tone = 'good' | 'warning' | 'bad' | 'info' | 'neutral';

/** A word with a colour; the word alone says it too. */
export function Badge(props: {
  readonly tone?: Tone;
  readonly children: ComponentChildren;
}): JSX.Element {
  return <span class={`badge badge-${props.tone ?? 'neutral'}`}>{props.children}</span>;
}

const NOTE_ICONS: Readonly<Record<Tone, IconName>> = {
  good: 'check',
  warning: 'warning',
  bad: 'warning',
  info: 'info',
  neutral: 'info',
};

/** A sentence that must not be missed. `urgent` ones are read out as they come. */
export function Note(props: {
  readonly tone: Tone;
  readonly children: ComponentChildren;
  readonly urgent?: boolean;
  readonly actions?: ComponentChildren;
}): JSX.Element {
  return (
    <div class={`note note-${props.tone}`} role={props.urgent === true ? 'alert' : undefined}>
      <Icon name={NOTE_ICONS[props.tone]} />
      <div class="note-text">{props.children}</div>
      {props.actions === undefined ? null : <div class="note-actions">{props.actions}</div>}
    </div>
  );
}

/** Nothing is there, and that is fine: what would be here, and what to do. */
export function EmptyState(props: {
  readonly title: string;
  readonly children?: ComponentChildren;
  readonly icon?: IconName;
  readonly action?: ComponentChildren;
}): JSX.Element {
  return (
    <div class="empty">
      <span class="empty-icon">
        <Icon name={props.icon ?? 'info'} />
      </span>
      <p class="empty-title">{props.title}</p>
      {props.children === undefined ? null : <p class="empty-text">{props.children}</p>}
      {props.action}
    </div>
  );
}

/** An answer is on its way. It is seen after a moment only, so that quick answers do not flicker. */
export function Loading({ what }: { readonly what: string }): JSX.Element {
  return (
    <output class="loading">
      <span class="spinner" />
      <span>Loading {what}…</span>
    </output>
  );
}

/** A request failed: why, and once more. */
export function ErrorNote(props: {
  readonly problem: ApiProblem;
  readonly retry?: (() => void) | undefined;
}): JSX.Element {
  const { problem, retry } = props;
  return (
    <Note
      tone="bad"
      urgent
      actions={
        retry === undefined ? undefined : (
          <Button icon="refresh" onClick={retry}>
            Try again
          </Button>
        )
      }
    >
      <p>{problem.message}</p>
      {problem.needs === undefined ? null : <p>Needed: {problem.needs}</p>}
      {problem.candidates.length === 0 ? null : <p>Near it: {problem.candidates.join(', ')}</p>}
      {problem.retryAfterSeconds === undefined ? null : (
        <p>Try again in {problem.retryAfterSeconds} seconds.</p>
      )}
    </Note>
  );
}
