import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { count } from '../format.js';
import { type Column, Table } from '../ui/table.js';
import type { Moment } from './timeline.js';
import { latencyText, spanText } from './words.js';

/** The values of the charts for whoever would rather read. It is made when it is opened. */
export function ValuesTable(props: {
  readonly title: string;
  readonly moments: readonly Moment[];
  readonly bucketMs: number;
}): JSX.Element {
  const { title, moments, bucketMs } = props;
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details class="chart-values" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary class="chart-summary">
        Values as a table<span class="visually-hidden">: {title}</span>
      </summary>
      {isOpen ? <Values title={title} moments={moments} bucketMs={bucketMs} /> : null}
    </details>
  );
}

function Values(props: Parameters<typeof ValuesTable>[0]): JSX.Element {
  const { title, moments, bucketMs } = props;
  const busy = moments.filter((one) => one.answered + one.denied + one.failed > 0);
  const columns: readonly Column<Moment>[] = [
    { id: 'at', title: 'Time', primary: true, cell: ({ at }) => spanText(at, bucketMs) },
    { id: 'answered', title: 'Answered', numeric: true, cell: (one) => count(one.answered) },
    { id: 'denied', title: 'Denied', numeric: true, cell: (one) => count(one.denied) },
    { id: 'failed', title: 'Failed', numeric: true, cell: (one) => count(one.failed) },
    { id: 'p50', title: 'p50', numeric: true, cell: ({ p50 }) => latencyText(p50) },
    { id: 'p95', title: 'p95', numeric: true, cell: ({ p95 }) => latencyText(p95) },
  ];
  return (
    <>
      <p class="soft small">The newest first; times without requests are left out.</p>
      <div class="chart-table">
        <Table
          caption={`${title} over time`}
          columns={columns}
          rows={busy.toReversed()}
          rowKey={({ at }) => at}
        />
      </div>
    </>
  );
}
