import type { JSX } from 'preact';

/** What is drawn, and how: each has its own shape as well as its colour. */
export interface LegendEntry {
  readonly text: string;
  readonly mark: JSX.Element;
}

/** Says what the colours and shapes mean. */
export function Legend({ entries }: { readonly entries: readonly LegendEntry[] }): JSX.Element {
  return (
    <ul class="legend">
      {entries.map(({ text, mark }) => (
        <li key={text} class="legend-entry">
          <svg class="legend-mark" width="20" height="12" aria-hidden="true">
            {mark}
          </svg>
          {text}
        </li>
      ))}
    </ul>
  );
}
