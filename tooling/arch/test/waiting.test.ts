import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { ROOT, testFiles } from './support/test-files.js';

const THIS_FILE = fileURLToPath(import.meta.url);
const CALL = /\bvi\.wait(?:For|Until)\(/g;

/** The text between the brackets that open at the end of `before`. */
function insideBrackets(text: string, start: number): string {
  let depth = 1;
  let end = start;
  while (depth > 0 && end < text.length) {
    if (text[end] === '(') depth += 1;
    if (text[end] === ')') depth -= 1;
    end += 1;
  }
  return text.slice(start, end - 1);
}

/** @returns The lines on which somebody waits for as long as the library's default. */
function hastyLines(text: string): number[] {
  return [...text.matchAll(CALL)]
    .filter(({ 0: call, index }) => !insideBrackets(text, index + call.length).includes('timeout'))
    .map(({ index }) => text.slice(0, index).split('\n').length);
}

// The default is one second, which a loaded machine needs for nothing at all. `expect.poll` has its
// default in vitest.config.ts.
it('no test gives up after the one second that vi.waitFor waits by default', () => {
  const hasty = testFiles('.ts')
    .filter((path) => path !== THIS_FILE)
    .flatMap((path) =>
      hastyLines(readFileSync(path, 'utf8')).map((line) => `${relative(ROOT, path)}:${line}`),
    );
  expect(hasty).toEqual([]);
});

it('finds those that do', () => {
  const text = [
    'await vi.waitFor(() => expect(seen()).toBe(1));',
    'await vi.waitFor(() => expect(seen()).toBe(1), { timeout: 20_000 });',
    'await vi.waitUntil(() =>',
    '  seen(),',
    ');',
  ];
  expect(hastyLines(text.join('\n'))).toEqual([1, 3]);
});
