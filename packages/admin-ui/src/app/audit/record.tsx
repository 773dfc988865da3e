import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AuditEntry } from '../../wire/index.js';
import { exactTime, isoTime } from '../format.js';
import { ScreenLink } from '../ui/link.js';
import { Facts } from '../ui/screen.js';
import { Badge, type Tone } from '../ui/states.js';
import { clockText } from './days.js';
import { NO_FILTER, writeFilter } from './filter.js';
import { type DetailLine, detailLines, meaningOf, outcomeText, reasonText } from './words.js';

const TONES: Readonly<Record<AuditEntry['outcome'], Tone>> = {
  success: 'good',
  denied: 'warning',
  failed: 'bad',
};

/** One record: a line, and all that it holds in a disclosure. */
export function AuditRecord(props: {
  readonly entry: AuditEntry;
  /** The actor's name, where it is known. */
  readonly name: string | undefined;
  readonly onToggle: (sequence: number, isOpen: boolean) => void;
}): JSX.Element {
  const { entry, name, onToggle } = props;
  // Of hundreds of records few are opened: the details of the others are not made.
  const [isOpen, setIsOpen] = useState(false);
  return (
    <li class="audit-record">
      <details
        onToggle={(event) => {
          setIsOpen(event.currentTarget.open);
          onToggle(entry.sequence, event.currentTarget.open);
        }}
        class="audit-details"
      >
        <summary class="audit-line">
          <time class="audit-time" dateTime={isoTime(entry.at)} title={exactTime(entry.at)}>
            {clockText(entry.at)}
          </time>
          <span class="audit-outcome">
            <Badge tone={TONES[entry.outcome]}>{outcomeText(entry.outcome)}</Badge>
          </span>
          <span class="audit-what">
            <span class="audit-meaning">{meaningOf(entry.type)}</span>
            <Target entry={entry} />
          </span>
          <Actor id={entry.actor.id} name={name} />
        </summary>
        {isOpen ? <AuditDetails entry={entry} /> : null}
      </details>
    </li>
  );
}

function Actor(props: { readonly id: string; readonly name: string | undefined }): JSX.Element {
  const { id, name } = props;
  return name === undefined ? (
    <bdi class="audit-actor mono">{id}</bdi>
  ) : (
    <bdi class="audit-actor" title={id}>
      {name}
    </bdi>
  );
}

function Target({ entry }: { readonly entry: AuditEntry }): JSX.Element | null {
  const { target, reason } = entry;
  if (target === undefined && reason === undefined) return null;
  return (
    <span class="audit-target">
      {target === undefined ? null : <bdi>{target}</bdi>}
      {reason === undefined ? null : <span>{reasonText(reason)}</span>}
    </span>
  );
}

function AuditDetails({ entry }: { readonly entry: AuditEntry }): JSX.Element {
  const facts = detailLines(entry).map(
    ({ term, values }) => [term, <Values key={term} values={values} />] as const,
  );
  const actor = writeFilter({ ...NO_FILTER, actor: entry.actor.id });
  const type = writeFilter({ ...NO_FILTER, type: entry.type });
  return (
    <div class="audit-more">
      <Facts facts={[['Time', exactTime(entry.at)], ...facts]} />
      <p class="audit-links">
        <ScreenLink to={`/admin/audit?${actor}`}>All by this actor</ScreenLink>
        <ScreenLink to={`/admin/audit?${type}`}>All of this type</ScreenLink>
      </p>
    </div>
  );
}

function Values({ values }: Pick<DetailLine, 'values'>): JSX.Element {
  if (values.length === 0) return <span>none</span>;
  return (
    <>
      {values.map((value) => (
        <bdi class="audit-value" key={value}>
          {value}
        </bdi>
      ))}
    </>
  );
}
