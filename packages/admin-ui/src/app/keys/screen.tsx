import { type Signal, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { KeyList, KeyNotice, KeyView } from '../../wire/index.js';
import { count, plural } from '../format.js';
import { now } from '../now.js';
import { pageOf } from '../pages.js';
import { path } from '../path.js';
import { Button } from '../ui/button.js';
import { Field, Select } from '../ui/field.js';
import { ButtonLink, ScreenLink } from '../ui/link.js';
import { Screen } from '../ui/screen.js';
import { Badge, EmptyState, ErrorNote, Loading, Note } from '../ui/states.js';
import { type Column, Pager, type Sort, Table } from '../ui/table.js';
import { Time } from '../ui/time.js';
import { filterKeys, type KeyFilters, NO_FILTERS, noticesByKey, sortKeys } from './filters.js';
import { ORDERS, orderOf } from './orders.js';
import { noticeWords, STATUS_WORDS, STATUSES } from './status.js';
import { useKeyList } from './use-key-list.js';

const PAGE = 50;
const MOST_NOTICES = 3;

/** Kept while the page is open: who comes back from a key finds the list as it was. */
const filters: Signal<KeyFilters> = signal(NO_FILTERS);
const sort: Signal<Sort | undefined> = signal<Sort | undefined>(undefined);
const page: Signal<number> = signal(0);

function setFilters(change: Partial<KeyFilters>): void {
  filters.value = { ...filters.value, ...change };
  page.value = 0;
}

function setSort(next: Sort | undefined): void {
  sort.value = next;
  page.value = 0;
}

function columnsFor(noticesOf: (id: string) => readonly KeyNotice[]): readonly Column<KeyView>[] {
  return [
    {
      id: 'name',
      title: 'Key',
      primary: true,
      sortable: true,
      cell: (key) => (
        <>
          <ScreenLink to={path`/admin/keys/${key.id}`} class="link cell-title">
            <bdi>{key.name}</bdi>
          </ScreenLink>
          <span class="cell-sub mono">
            {key.id}
            {key.isOwn ? ' · yours' : ''}
          </span>
        </>
      ),
    },
    {
      id: 'status',
      title: 'Status',
      sortable: true,
      cell: (key) => (
        <div class="badges">
          <Badge tone={STATUS_WORDS[key.status].tone}>{STATUS_WORDS[key.status].word}</Badge>
          {noticesOf(key.id).map((notice) => (
            <span class="cell-sub" key={notice.kind}>
              {noticeWords(notice, now.value)}
            </span>
          ))}
        </div>
      ),
    },
    { id: 'role', title: 'Role', sortable: true, cell: (key) => key.role },
    {
      id: 'uses',
      title: 'Uses',
      numeric: true,
      sortable: true,
      cell: ({ usage }) => count(usage.uses),
    },
    {
      id: 'used',
      title: 'Last used',
      sortable: true,
      cell: ({ usage }) =>
        usage.lastUsedAt === undefined ? (
          <span class="soft">never</span>
        ) : (
          <>
            <Time at={usage.lastUsedAt} />
            {usage.lastAddress === undefined ? null : (
              <span class="cell-sub mono">{usage.lastAddress}</span>
            )}
          </>
        ),
    },
    {
      id: 'expires',
      title: 'Expires',
      sortable: true,
      cell: (key) =>
        key.expiresAt === undefined ? <span class="soft">never</span> : <Time at={key.expiresAt} />,
    },
  ];
}

/** Keys that somebody should look at, the first few by name. */
function Notices({ list }: { readonly list: KeyList }): JSX.Element | null {
  const named = list.notices.flatMap((notice) => {
    const key = list.keys.find(({ id }) => id === notice.keyId);
    return key === undefined ? [] : [{ notice, key }];
  });
  if (named.length === 0) return null;
  const more = named.length - MOST_NOTICES;
  return (
    <Note
      tone="warning"
      actions={
        more > 0 ? (
          <Button onClick={() => setFilters({ ...NO_FILTERS, status: 'attention' })}>
            {`Show all ${named.length}`}
          </Button>
        ) : undefined
      }
    >
      <p class="note-title">{plural(named.length, 'notice')} about your keys</p>
      <ul>
        {named.slice(0, MOST_NOTICES).map(({ notice, key }) => (
          <li key={`${notice.kind} ${key.id}`}>
            <ScreenLink to={path`/admin/keys/${key.id}`}>
              <bdi class="clip">{key.name}</bdi>
            </ScreenLink>
            {`: ${noticeWords(notice, now.value)}`}
          </li>
        ))}
      </ul>
    </Note>
  );
}

function Filters({ list }: { readonly list: KeyList }): JSX.Element {
  const roles = [...new Set(list.keys.map(({ role }) => role))].sort();
  const { text, status, role } = filters.value;
  return (
    <search class="filters">
      <Field
        label="Search"
        type="search"
        required
        placeholder="Name, id, room, device, address"
        value={text}
        onInput={(next) => setFilters({ text: next })}
      />
      <Select<KeyFilters['status']>
        label="Status"
        required
        value={status}
        options={[
          { value: '', text: 'All' },
          { value: 'attention', text: 'Needs attention' },
          ...STATUSES.map((value) => ({ value, text: STATUS_WORDS[value].word })),
        ]}
        onChange={(next) => setFilters({ status: next })}
      />
      <Select
        label="Role"
        required
        value={role}
        options={[{ value: '', text: 'All' }, ...roles.map((value) => ({ value, text: value }))]}
        onChange={(next) => setFilters({ role: next })}
      />
      <div class="only-phone">
        <Select
          label="Order"
          required
          value={orderOf(sort.value)}
          options={ORDERS}
          onChange={(next) => setSort(ORDERS.find(({ value }) => value === next)?.sort)}
        />
      </div>
    </search>
  );
}

function Keys({ list }: { readonly list: KeyList }): JSX.Element {
  const { keys, notices } = list;
  const byKey = useMemo(() => noticesByKey(notices), [notices]);
  const columns = columnsFor((id) => byKey.get(id) ?? []);
  const found = sortKeys(filterKeys(keys, filters.value, notices), sort.value);
  const shown = pageOf(found, page.value, PAGE);
  return (
    <>
      <Notices list={list} />
      <Filters list={list} />
      <output class="visually-hidden">{plural(found.length, 'key')} found</output>
      {found.length === 0 ? (
        <EmptyState
          title="No key fits"
          icon="search"
          action={
            <Button
              onClick={() => {
                setFilters(NO_FILTERS);
              }}
            >
              Show all keys
            </Button>
          }
        />
      ) : (
        <Table
          caption="Keys"
          columns={columns}
          rows={shown.items}
          rowKey={(key) => key.id}
          {...(sort.value === undefined ? {} : { sort: sort.value })}
          onSort={setSort}
        />
      )}
      {shown.pages > 1 ? (
        <Pager
          label="keys"
          text={shown.text}
          previous={shown.page > 0 ? () => (page.value = shown.page - 1) : undefined}
          next={shown.page < shown.pages - 1 ? () => (page.value = shown.page + 1) : undefined}
        />
      ) : null}
    </>
  );
}

function leadOf(list: KeyList | undefined): string {
  if (list === undefined) return 'Who may talk to your house, and what they may do.';
  const active = list.keys.filter(({ status }) => status === 'active').length;
  return `${count(active)} of ${plural(list.keys.length, 'key')} ${active === 1 ? 'lets' : 'let'} somebody in.`;
}

/** All keys at a glance. */
export function KeysScreen(): JSX.Element {
  const { data, problem, reload } = useKeyList();
  const isReadOnly = data?.readOnly !== undefined;
  return (
    <Screen
      title="Keys"
      lead={leadOf(data)}
      actions={
        isReadOnly ? undefined : (
          <ButtonLink to="/admin/keys/new" kind="primary" icon="plus">
            New key
          </ButtonLink>
        )
      }
    >
      {problem === undefined ? null : <ErrorNote problem={problem} retry={reload} />}
      {isReadOnly ? (
        <Note tone="info">
          <p>Keys cannot be changed here: {data?.readOnly}</p>
        </Note>
      ) : null}
      {data === undefined && problem === undefined ? <Loading what="keys" /> : null}
      {data !== undefined && data.keys.length === 0 ? (
        <EmptyState title="There are no keys yet" icon="key">
          Make one for each assistant and each person, so that each can be taken away alone.
        </EmptyState>
      ) : null}
      {data !== undefined && data.keys.length > 0 ? <Keys list={data} /> : null}
    </Screen>
  );
}
