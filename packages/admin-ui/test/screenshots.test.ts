import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../../', import.meta.url);
const FOLDER = 'docs/screenshots/';
const README = readFileSync(new URL('README.md', ROOT), 'utf8');

/** A picture that nobody waits for; `npm run screenshots` takes them. */
const MOST_BYTES = 150_000;
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

const images = [...README.matchAll(/!\[([^\]]*)\]\(([^)\s]+)\)/g)].map(
  ([, alt = '', path = '']) => ({
    alt,
    path,
  }),
);

describe('the pictures of the README', () => {
  it('are some, each once', () => {
    const paths = images.map(({ path }) => path);
    expect(paths.length).toBeGreaterThan(2);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it.each(images)('are there, small, and say what they show: $path', ({ alt, path }) => {
    expect(path.startsWith(FOLDER)).toBe(true);
    expect(alt.length).toBeGreaterThan(20);
    const file = new URL(path, ROOT);
    expect(existsSync(file)).toBe(true);
    expect(statSync(file).size).toBeLessThan(MOST_BYTES);
    expect(readFileSync(file).subarray(0, PNG.length)).toEqual(PNG);
  });

  it('are all that there is', () => {
    const files = readdirSync(new URL(FOLDER, ROOT)).map((name) => `${FOLDER}${name}`);
    expect(files.sort()).toEqual(images.map(({ path }) => path).sort());
  });
});
