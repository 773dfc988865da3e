import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.js';

/** A line that a document prints, what to type instead, and the test that does. */
export interface SeedRow {
  readonly printed: string;
  readonly ours: string;
  readonly test: string;
}

/** The rows of `docs/seed-commands.md`. */
export function seedRows(): readonly SeedRow[] {
  const text = readFileSync(join(ROOT, 'docs', 'seed-commands.md'), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((row) => {
    const [printed = '', ours = '', test = ''] = row
      .replace(/^\| | \|$/g, '')
      .split(' | ')
      .map((cell) => cell.trim());
    const line = code(printed);
    return { printed: line, ours: ours.startsWith('the same') ? line : code(ours), test };
  });
}

function code(cell: string): string {
  return cell.replace(/^`|`$/g, '');
}

/** The same line with our programs; nothing else changes. */
export function inOurWords(printed: string): string {
  return printed
    .replace(/cargo run --bin loxone-mcp-keys --/g, 'loxone-mcp keys')
    .replace(/cargo run --bin loxone-mcp-server(?: --)?/g, 'loxone-mcp-server');
}

const BEGINS = /^(?:cargo run |export |curl |NEW_KEY=|echo |http:\/\/localhost)/;

/** Every line of a document that somebody can type, each once; what goes over several is joined. */
export function typedLines(text: string): readonly string[] {
  const joined = text.replace(/'\[\n[^']*'/g, (list) => list.replaceAll(/\s*\n\s*/g, ' '));
  const lines = joined.split('\n').map((line) => line.trim().replace(/ # .*$/, ''));
  return [...new Set(lines.filter((line) => BEGINS.test(line)))];
}
