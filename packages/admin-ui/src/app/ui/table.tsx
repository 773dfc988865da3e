import type { ComponentChildren, JSX } from 'preact';
import { Icon } from './icon.js';

/** How a table is sorted. */
export interface Sort {
  readonly by: string;
  readonly descending: boolean;
}

/** One column. */
export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Its title is a button that sorts. */
  readonly sortable?: boolean;
  /** Figures, put to the right. */
  readonly numeric?: boolean;
  /** The one that names the row: the head of the card on a phone. */
  readonly primary?: boolean;
  /** Buttons: without a title on a phone. */
  readonly actions?: boolean;
}

/** A table, which turns into cards where there is no room for columns. */
export interface TableProps<Row> {
  /** What the table holds; read out, not seen. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string | number;
  readonly sort?: Sort;
  readonly onSort?: (sort: Sort) => void;
}

function ariaSort<Row>(
  column: Column<Row>,
  sort: Sort | undefined,
): 'ascending' | 'descending' | undefined {
  if (sort?.by !== column.id) return undefined;
  return sort.descending ? 'descending' : 'ascending';
}

function classOf<Row>(column: Column<Row>): string | undefined {
  if (column.primary === true) return 'cell-primary';
  if (column.actions === true) return 'cell-actions';
  return column.numeric === true ? 'cell-number' : undefined;
}

function Head<Row>(props: {
  readonly column: Column<Row>;
  readonly sort: Sort | undefined;
  readonly onSort: TableProps<Row>['onSort'];
}): JSX.Element {
  const { column, sort, onSort } = props;
  if (column.actions === true) {
    return (
      <th scope="col" class="cell-actions">
        <span class="visually-hidden">{column.title}</span>
      </th>
    );
  }
  const direction = ariaSort(column, sort);
  return (
    <th scope="col" class={classOf(column)} aria-sort={direction}>
      {column.sortable === true && onSort !== undefined ? (
        <button
          type="button"
          class={`sort${direction === undefined ? '' : ` sort-${direction}`}`}
          onClick={() => onSort({ by: column.id, descending: direction === 'ascending' })}
        >
          {column.title}
        </button>
      ) : (
        column.title
      )}
    </th>
  );
}

/** Rows and columns; give it nothing but rows of one kind. */
export function Table<Row>(props: TableProps<Row>): JSX.Element {
  return (
    <div class="table-frame">
      <table class="table">
        <caption class="visually-hidden">{props.caption}</caption>
        <thead>
          <tr>
            {props.columns.map((column) => (
              <Head key={column.id} column={column} sort={props.sort} onSort={props.onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={props.rowKey(row)}>
              {props.columns.map((column) => (
                <td key={column.id} class={classOf(column)} data-label={column.title}>
                  <div class="cell">{column.cell(row)}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** One page of many: which, and how to get to its neighbours (absent: there is none). */
export function Pager(props: {
  /** What is leafed through: `Keys`. */
  readonly label: string;
  /** `51–100 of 500`. */
  readonly text: string;
  readonly previous?: (() => void) | undefined;
  readonly next?: (() => void) | undefined;
}): JSX.Element {
  return (
    <nav class="pager" aria-label={`Pages of ${props.label}`}>
      <button
        type="button"
        class="button button-plain"
        disabled={props.previous === undefined}
        onClick={() => props.previous?.()}
      >
        <Icon name="back" />
        <span class="button-text">Previous</span>
      </button>
      <span class="pager-text">{props.text}</span>
      <button
        type="button"
        class="button button-plain pager-next"
        disabled={props.next === undefined}
        onClick={() => props.next?.()}
      >
        <span class="button-text">Next</span>
        <Icon name="back" />
      </button>
    </nav>
  );
}
