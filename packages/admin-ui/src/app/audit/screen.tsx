import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { useLocation, useSearch } from 'wouter-preact';
import type { KeyList, KeyView } from '../../wire/index.js';
import { count, plural } from '../format.js';
import { now } from '../now.js';
import { withQuery } from '../path.js';
import { Button } from '../ui/button.js';
import { Screen } from '../ui/screen.js';
import { EmptyState, ErrorNote, Loading } from '../ui/states.js';
import { useResource } from '../use-resource.js';
import { actorChoices } from './actors.js';
import { daysOf } from './days.js';
import { type AuditFilter, conditionsOf, isFiltered, readFilter, writeFilter } from './filter.js';
import { AuditFilters } from './filters.js';
import { AuditRecord } from './record.js';
import { useScrolled } from './use-held.js';
import { type TrailView, useTrail } from './use-trail.js';
import { useVerification } from './verify.js';
import './audit.css';

/** The audit trail: newest first, live, searched, checked. */
export function AuditScreen(): JSX.Element {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const filter = useMemo(() => readFilter(search), [search]);
  const open = useOpenRecords();
  const isScrolled = useScrolled();
  const view = useTrail(filter, isScrolled || open.count > 0 || isFiltered(filter));
  const verification = useVerification();
  const keys = useKeys();
  const actors = useMemo(
    () => actorChoices(keys, [filter.actor, ...view.trail.shown.map(({ actor }) => actor.id)]),
    [keys, filter.actor, view.trail.shown],
  );

  function change(next: AuditFilter): void {
    const query = writeFilter(next);
    navigate(query === '' ? path : `${path}?${query}`, { replace: true });
  }

  return (
    <Screen
      title="Audit"
      lead="Who did what, and who was not allowed to."
      actions={
        <>
          {verification.button}
          <ExportLink filter={filter} format="csv" />
          <ExportLink filter={filter} format="jsonl" />
        </>
      }
    >
      {verification.note}
      <AuditFilters filter={filter} types={view.types} actors={actors} onChange={change} />
      {view.problem === undefined ? null : <ErrorNote problem={view.problem} retry={view.reload} />}
      <NewRecords view={view} onShow={() => window.scrollTo({ top: 0 })} />
      <Records view={view} filter={filter} keys={keys} onToggle={open.toggle} />
    </Screen>
  );
}

/** The keys by name, as far as one may see them. */
function useKeys(): readonly KeyView[] {
  const { data } = useResource<KeyList>('/keys', { watch: 'keys' });
  return useMemo(() => data?.keys ?? [], [data]);
}

/** Records whose details are open: they are being read. */
function useOpenRecords(): {
  readonly count: number;
  readonly toggle: (sequence: number, isOpen: boolean) => void;
} {
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  return {
    count: open.size,
    toggle: (sequence, isOpen) =>
      setOpen((old) => {
        const next = new Set(old);
        if (isOpen) next.add(sequence);
        else next.delete(sequence);
        return next;
      }),
  };
}

function ExportLink(props: {
  readonly filter: AuditFilter;
  readonly format: 'csv' | 'jsonl';
}): JSX.Element {
  const { filter, format } = props;
  const query = { ...conditionsOf(filter, now.value), format };
  const name = format === 'csv' ? 'CSV' : 'JSON Lines';
  return (
    <a class="button button-plain" href={withQuery('/admin/api/audit/export', query)} download>
      <span class="button-text">
        <span class="visually-hidden">
          {isFiltered(filter) ? 'Export what is shown as ' : 'Export all as '}
        </span>
        {name}
      </span>
    </a>
  );
}

/** What has come in while the reader was reading. */
function NewRecords(props: { readonly view: TrailView; readonly onShow: () => void }): JSX.Element {
  const { view, onShow } = props;
  const waiting = view.trail.waiting.length;
  const text = view.isStale ? 'Show new records' : `${count(waiting)} new`;
  return (
    <output class="audit-new">
      {waiting === 0 && !view.isStale ? null : (
        <Button
          kind="primary"
          icon="refresh"
          onClick={() => {
            view.showNew();
            onShow();
          }}
        >
          {text}
        </Button>
      )}
    </output>
  );
}

function Records(props: {
  readonly view: TrailView;
  readonly filter: AuditFilter;
  readonly keys: readonly KeyView[];
  readonly onToggle: (sequence: number, isOpen: boolean) => void;
}): JSX.Element | null {
  const { view, filter, keys, onToggle } = props;
  const names = useMemo(() => new Map(keys.map(({ id, name }) => [id, name])), [keys]);
  const { shown, next } = view.trail;
  if (shown.length === 0) {
    if (view.loading) return <Loading what="the trail" />;
    return view.problem === undefined ? <Nothing filter={filter} /> : null;
  }
  return (
    <div class={view.loading ? 'audit-days audit-loading' : 'audit-days'} aria-busy={view.loading}>
      {daysOf(shown, now.value).map((day) => (
        <section key={day.key} class="audit-day">
          <h2 class="audit-day-title">{day.title}</h2>
          <ol class="audit-list">
            {day.records.map((entry) => (
              <AuditRecord
                key={entry.sequence}
                entry={entry}
                name={names.get(entry.actor.id)}
                onToggle={onToggle}
              />
            ))}
          </ol>
        </section>
      ))}
      <footer class="audit-foot">
        <p>{plural(shown.length, 'record')} shown</p>
        {next === undefined ? (
          <p>This is where it begins.</p>
        ) : (
          <Button busy={view.loadingOlder} onClick={view.older}>
            Older records
          </Button>
        )}
      </footer>
    </div>
  );
}

function Nothing({ filter }: { readonly filter: AuditFilter }): JSX.Element {
  return isFiltered(filter) ? (
    <EmptyState title="No record fits" icon="search">
      Search for less, or over a longer time.
    </EmptyState>
  ) : (
    <EmptyState title="Nothing is recorded yet" icon="audit">
      Whatever keys do, and are refused, will stand here.
    </EmptyState>
  );
}
