/** A part of a list, and where it lies. */
export interface Page<T> {
  readonly items: readonly T[];
  /** From 0; never behind the last page. */
  readonly page: number;
  readonly pages: number;
  /** `51–100 of 500`. */
  readonly text: string;
}

/** @returns One page of a list. A page that is no more becomes the last one. */
export function pageOf<T>(all: readonly T[], wanted: number, size: number): Page<T> {
  const pages = Math.max(1, Math.ceil(all.length / size));
  const page = Math.min(Math.max(0, wanted), pages - 1);
  const items = all.slice(page * size, (page + 1) * size);
  const first = page * size + 1;
  const text = all.length === 0 ? 'none' : `${first}–${first + items.length - 1} of ${all.length}`;
  return { items, page, pages, text };
}
