import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { count } from '../format.js';
import { ScreenLink } from '../ui/link.js';
import { type Column, type Sort, Table } from '../ui/table.js';
import { areaPath, linePath, scale } from './geometry.js';
import { sortShares } from './sort-shares.js';
import type { Share } from './timeline.js';
import { type Choice, latencyText, shareText, withRest, writeChoice } from './words.js';

/** More rows than this nobody reads. */
const MOST_ROWS = 25;
const SPARK = { width: 120, height: 28 } as const;

/** Keys or tools beside each other: how busy, how often refused, how slow. */
export function SharesTable(props: {
  readonly shares: readonly Share[];
  readonly choice: Choice;
}): JSX.Element {
  const { shares, choice } = props;
  const [sort, setSort] = useState<Sort>({ by: 'requests', descending: true });
  return (
    <Table
      caption={choice.by === 'key' ? 'Activity of each key' : 'Activity of each tool'}
      columns={columnsFor(choice)}
      rows={withRest(sortShares(shares, sort), MOST_ROWS)}
      rowKey={({ name }) => name}
      sort={sort}
      onSort={setSort}
    />
  );
}

function columnsFor(choice: Choice): readonly Column<Share>[] {
  return [
    {
      id: 'label',
      title: choice.by === 'key' ? 'Key' : 'Tool',
      primary: true,
      sortable: true,
      cell: (share) => <Name share={share} choice={choice} />,
    },
    { id: 'course', title: 'Course', cell: ({ course }) => <Spark course={course} /> },
    {
      id: 'requests',
      title: 'Requests',
      numeric: true,
      sortable: true,
      cell: ({ requests, share }) => (
        <>
          {count(requests)} <span class="soft small">{shareText(share)}</span>
        </>
      ),
    },
    {
      id: 'denied',
      title: 'Denied',
      numeric: true,
      sortable: true,
      cell: (one) => count(one.denied),
    },
    {
      id: 'failed',
      title: 'Failed',
      numeric: true,
      sortable: true,
      cell: (one) => count(one.failed),
    },
    {
      id: 'slowest',
      title: 'Highest p95',
      numeric: true,
      sortable: true,
      cell: ({ slowest }) => latencyText(slowest),
    },
  ];
}

/** Leads from a key to its tools, and from a tool to the keys that used it. */
function Name(props: { readonly share: Share; readonly choice: Choice }): JSX.Element {
  const { share, choice } = props;
  const { name, label } = share;
  if (name === '') return <span class="cell-title">{label}</span>;
  const next: Choice =
    choice.by === 'key'
      ? { ...choice, by: 'tool', key: name }
      : { ...choice, by: 'key', tool: name };
  return (
    <>
      <ScreenLink to={`/admin/activity?${writeChoice(next)}`} class="link cell-title">
        <bdi>{label}</bdi>
      </ScreenLink>
      {label === name ? null : <bdi class="cell-sub mono">{name}</bdi>}
    </>
  );
}

/** The course of the requests as a small line; the figures beside it say the rest. */
function Spark({ course }: { readonly course: readonly number[] }): JSX.Element {
  const most = Math.max(1, ...course);
  const x = scale(0, Math.max(1, course.length - 1), 1, SPARK.width - 1);
  const y = scale(0, most, SPARK.height - 2, 2);
  const points = course.map((value, at) => ({ at, value }));
  return (
    <svg class="spark" width={SPARK.width} height={SPARK.height} aria-hidden="true">
      <path class="chart-area" d={areaPath(points, x, y)} />
      <path class="spark-line" d={linePath(points, x, y)} />
    </svg>
  );
}
