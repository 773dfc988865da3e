import { describe, expect, it } from 'vitest';
import { allNamed, parseBlocks } from '../src/lint/blocks.js';
import { environmentOf, parseDockerfile } from '../src/lint/dockerfile.js';
import { listAt, pick, textsAt } from '../src/lint/pick.js';
import { parseAssignments, parseUnitFile, serviceValues } from '../src/lint/unit-file.js';

describe('parseDockerfile', () => {
  it('joins continued lines, and leaves out comments between them', () => {
    const [stage] = parseDockerfile(
      'FROM node:22 AS build\n# why\nRUN --mount=type=cache,target=/x \\\n  # within\n  a && \\\n  b\n',
    );
    expect(stage).toMatchObject({ image: 'node:22', name: 'build' });
    expect(stage?.instructions).toEqual([
      {
        keyword: 'RUN',
        flags: { mount: 'type=cache,target=/x' },
        words: ['a', '&&', 'b'],
        text: 'a && b',
        isExec: false,
      },
    ]);
  });

  it('knows the exec form from the shell form', () => {
    const [stage] = parseDockerfile(
      'FROM a\nCMD ["a b", "c"]\nENTRYPOINT a b\nHEALTHCHECK --interval=1s CMD ["x"]\nCMD [broken\n',
    );
    expect(stage?.instructions.map(({ isExec, words }) => [isExec, words])).toEqual([
      [true, ['a b', 'c']],
      [false, ['a', 'b']],
      [true, ['x']],
      [false, ['[broken']],
    ]);
  });

  it('reads ENV with one or several variables, quoted or not', () => {
    const [stage] = parseDockerfile('FROM a\nENV A=1 \\\n  B="two words"\nENV C=a=b\n');
    expect(environmentOf(stage)).toEqual({ A: '1', B: 'two words', C: 'a=b' });
  });

  it('refuses what stands before FROM', () => {
    expect(() => parseDockerfile('RUN a\nFROM b\n')).toThrow(SyntaxError);
  });
});

describe('parseUnitFile', () => {
  it('keeps all values of a directive, in order', () => {
    const unit = parseUnitFile('# a\n[Service]\nA=1\n; b\nA=2 \\\n  3\nB=\n[Install]\nA=4\n');
    expect(serviceValues(unit, 'A')).toEqual(['1', '2 3']);
    expect(serviceValues(unit, 'B')).toEqual(['']);
    expect(serviceValues(unit, 'C')).toEqual([]);
  });

  it.each(['A=1\n', '[Service]\nnonsense\n', '[Service]\n A=1\n'])('refuses %j', (text) => {
    expect(() => parseUnitFile(text)).toThrow(SyntaxError);
  });

  it('reads assignments and leaves out the rest', () => {
    expect(parseAssignments('# A=0\nA=1\nB=x=y\nset -eu\n')).toEqual({ A: '1', B: 'x=y' });
  });
});

describe('parseBlocks', () => {
  it('reads nginx', () => {
    const read = parseBlocks(
      "# c\nhttp {\n  a 'x y' z; # c\n  if ($m !~ ^(GET|HEAD)$) {\n return 403;\n }\n  '' \"\";\n}\n",
      'semicolon',
    );
    expect(read).toEqual([
      {
        name: 'http',
        args: [],
        block: [
          { name: 'a', args: ['x y', 'z'], block: [] },
          {
            name: 'if',
            args: ['($m', '!~', '^(GET|HEAD)$)'],
            block: [{ name: 'return', args: ['403'], block: [] }],
          },
          { name: '', args: [''], block: [] },
        ],
      },
    ]);
  });

  it('reads a Caddyfile', () => {
    const read = parseBlocks(
      '{\n\tadmin off\n}\n{$NAME:x} {\n\ta {\n\t\tb c\n\t}\n\td\n}\n',
      'line',
    );
    expect(read.map(({ name }) => name)).toEqual(['', '{$NAME:x}']);
    expect(allNamed(read, 'b')).toEqual([{ name: 'b', args: ['c'], block: [] }]);
    expect(allNamed(read, 'd')).toHaveLength(1);
  });

  it.each(['a {', 'a }', '}'])('refuses %j', (text) => {
    expect(() => parseBlocks(text, 'line')).toThrow(SyntaxError);
  });
});

describe('looking into YAML', () => {
  const value = { a: [{ b: 1 }], c: null };

  it('finds what is there, and nothing where nothing is', () => {
    expect(pick(value, 'a', 0, 'b')).toBe(1);
    expect(pick(value, 'a', 1, 'b')).toBeUndefined();
    expect(pick(value, 'c', 'd')).toBeUndefined();
    expect(listAt(value, 'a')).toHaveLength(1);
    expect(listAt(value, 'c')).toEqual([]);
    expect(textsAt(value, 'a', 0)).toEqual({ b: '1' });
    expect(textsAt(value, 'a')).toEqual({});
  });
});
