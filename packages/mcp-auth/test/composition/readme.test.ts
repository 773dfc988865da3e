import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { SECURITY_LEVELS } from '../../src/index.js';
import { optionProblems } from '../../src/option-problems.js';

const read = (path: string): Promise<string> => readFile(new URL(path, import.meta.url), 'utf8');
const readme = await read('../../README.md');

function region(source: string, name: string): string {
  const lines = source.split('\n');
  const start = lines.findIndex((line) => line.trim() === `// #region ${name}`);
  const end = lines.findIndex((line, at) => at > start && line.trim() === '// #endregion');
  const body = lines.slice(start + 1, end);
  const indent = body[0]?.match(/^ */)?.[0].length ?? 0;
  return body.map((line) => line.slice(indent)).join('\n');
}

describe('the README', () => {
  it.each([
    ['http-server.ts', 'server'],
    ['http-server.ts', 'key'],
    ['stdio-server.ts', 'stdio'],
  ])('shows the example that runs as a test: %s, %s', async (file, name) => {
    const code = region(await read(`../../examples/${file}`), name);
    expect(code).not.toBe('');
    expect(readme).toContain(code);
  });

  it('imports what the example imports, up to types', async () => {
    const imports = readme.match(/^import .*$/gm) ?? [];
    expect(imports.length).toBeGreaterThan(3);
    const plain = (line: string): string => line.replace(/, type \w+/g, '');
    const source = (await read('../../examples/http-server.ts')).split('\n').map(plain);
    for (const line of imports) expect(source).toContain(line);
  });

  it('is ten lines of code at most, with imports', () => {
    const [, block = ''] = /## Use\n+```ts\n([\s\S]*?)```/.exec(readme) ?? [];
    const code = block.split('\n').filter((line) => line.trim() !== '');
    expect(code.length).toBeGreaterThan(5);
    expect(code.length).toBeLessThanOrEqual(10);
  });

  it('names every entry point and none else', async () => {
    const { exports } = JSON.parse(await read('../../package.json'));
    const named = [...readme.matchAll(/^\| `@gatehouse\/mcp-auth(\/\w+)?`/gm)].map(
      ([, path = '']) => `.${path}`,
    );
    expect(named.sort()).toEqual(Object.keys(exports).sort());
  });

  it('names every option and none else', async () => {
    const source = await read('../../src/option-problems.ts');
    const [, known = ''] = /const KNOWN[^{]*\{([^}]*)\}/.exec(source) ?? [];
    const options = [...known.matchAll(/^ {2}(\w+): true/gm)].map(([, name = '']) => name);
    expect(options.length).toBeGreaterThan(20);
    const [, settings = ''] = /## Settings\n([\s\S]*?)\n## Errors/.exec(readme) ?? [];
    const cells = [...settings.matchAll(/^\| (`.*?) +\|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([\w.]+)`/g)].map(([, name = '']) => name.split('.')[0] ?? ''),
    );
    expect([...new Set(cells)].filter((name) => name !== 'access').sort()).toEqual(options.sort());
    const values = Object.fromEntries(options.map((name) => [name, undefined]));
    expect(optionProblems({ ...values, app: 'x' })).toEqual([]);
  });

  it('names every security level', () => {
    for (const level of SECURITY_LEVELS) expect(readme).toMatch(new RegExp(`\\| ${level} +\\|`));
  });

  it('names every error code that a caller may meet', async () => {
    const source = await read('../../../core/src/errors.ts');
    const codes = source.match(/^ {2}ERR_MCPAUTH_\w+(?=:)/gm)?.map((code) => code.trim()) ?? [];
    expect(codes.length).toBeGreaterThan(12);
    // Of stores and sealed values that a host opens by itself.
    const inner = /_STORE_(CONFLICT|CLOSED)|_SEAL_/;
    for (const code of codes.filter((name) => !inner.test(name))) expect(readme).toContain(code);
  });
});
