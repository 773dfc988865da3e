import type { JSX } from 'preact';

/** What exactly would happen, line by line. */
export function Effects({ effects }: { readonly effects: readonly string[] }): JSX.Element {
  if (effects.length === 0) return <p class="soft">It does not say what it would do.</p>;
  return (
    <ol class="approval-effects">
      {effects.map((effect, index) => (
        <li key={`${index}:${effect}`} class="approval-effect" dir="auto">
          {effect}
        </li>
      ))}
    </ol>
  );
}
