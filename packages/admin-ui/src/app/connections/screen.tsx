import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Connection } from '../../wire/index.js';
import { api } from '../api.js';
import { path } from '../path.js';
import { toast } from '../toasts.js';
import { Button } from '../ui/button.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { Screen } from '../ui/screen.js';
import { Badge, EmptyState, ErrorNote, Loading } from '../ui/states.js';
import { type Column, Table } from '../ui/table.js';
import { Time } from '../ui/time.js';
import { useResource } from '../use-resource.js';
import { KIND_WORDS, summary } from './words.js';

function columnsFor(end: (connection: Connection) => void): readonly Column<Connection>[] {
  return [
    {
      id: 'who',
      title: 'Who',
      primary: true,
      cell: ({ principal }) => (
        <>
          <bdi class="cell-title">{principal.name}</bdi>
          <span class="cell-sub mono">{principal.id}</span>
        </>
      ),
    },
    {
      id: 'kind',
      title: 'With',
      cell: ({ kind, client }) => (
        <div class="badges">
          <Badge tone={KIND_WORDS[kind].tone}>{KIND_WORDS[kind].word}</Badge>
          {client === undefined ? null : <bdi class="cell-sub">{client}</bdi>}
        </div>
      ),
    },
    { id: 'role', title: 'Role', cell: ({ principal }) => principal.role },
    {
      id: 'address',
      title: 'From',
      cell: ({ address }) =>
        address === undefined ? (
          <span class="soft">unknown</span>
        ) : (
          <span class="mono">{address}</span>
        ),
    },
    { id: 'opened', title: 'Since', cell: ({ openedAt }) => <Time at={openedAt} /> },
    {
      id: 'seen',
      title: 'Last seen',
      cell: ({ lastSeenAt, openedAt }) => <Time at={lastSeenAt ?? openedAt} />,
    },
    {
      id: 'end',
      title: 'End',
      actions: true,
      cell: (connection) =>
        connection.isOwn ? (
          <span class="soft small">this one</span>
        ) : (
          <Button label={`End ${connection.principal.name}`} onClick={() => end(connection)}>
            End
          </Button>
        ),
    },
  ];
}

/** Who is connected, and an end to it. */
export function ConnectionsScreen(): JSX.Element {
  const { data, problem, reload } = useResource<readonly Connection[]>('/connections', {
    watch: 'connections',
  });
  const [ending, setEnding] = useState<Connection>();
  return (
    <Screen
      title="Connections"
      lead={data === undefined ? 'Who is connected to this server.' : summary(data)}
    >
      {problem === undefined ? null : <ErrorNote problem={problem} retry={reload} />}
      {data === undefined && problem === undefined ? <Loading what="connections" /> : null}
      {data?.length === 0 ? (
        <EmptyState title="Nobody is connected" icon="connections">
          Assistants and browsers show up here for as long as they are connected.
        </EmptyState>
      ) : null}
      {data === undefined || data.length === 0 ? null : (
        <Table
          caption="Connections"
          columns={columnsFor(setEnding)}
          rows={data}
          rowKey={({ id }) => id}
        />
      )}
      {ending === undefined ? null : (
        <ConfirmDialog
          title="End this connection?"
          button="End it"
          danger
          onClose={() => setEnding(undefined)}
          onGo={async () => {
            await api.delete(path`/connections/${ending.id}`);
            toast('Connection ended');
            reload();
          }}
        >
          <p>
            <bdi>{ending.principal.name}</bdi> is cut off. With a key that still works it can come
            back; to keep it out, disable or revoke the key.
          </p>
        </ConfirmDialog>
      )}
    </Screen>
  );
}
