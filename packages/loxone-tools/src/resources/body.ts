/** Shows one part of a list. */
export type Row = Readonly<Record<string, unknown>>;

/** What a resource holds before it is paged, cut to fields and written. */
export type Body =
  | { readonly kind: 'object'; readonly value: Row }
  | {
      readonly kind: 'list';
      /** What the list is called: `devices`. */
      readonly key: string;
      readonly total: number;
      /** Only the rows of one page are made. */
      readonly rows: (from: number, to: number) => readonly Row[];
      /** What stands beside the list. */
      readonly head: Row;
    }
  | { readonly kind: 'text'; readonly text: string };

/** A body that is one object. */
export function objectBody(value: Row): Body {
  return { kind: 'object', value };
}

/** A body that is a list, of which only the page that is asked for is shown. */
export function listBody<Item>(
  key: string,
  items: readonly Item[],
  show: (item: Item) => Row,
  head: Row = {},
): Body {
  return {
    kind: 'list',
    key,
    total: items.length,
    rows: (from, to) => items.slice(from, to).map(show),
    head,
  };
}
