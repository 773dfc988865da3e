import { describe, expect, it } from 'vitest';
import { addTags, splitTags } from '../../src/app/ui/tags.js';

describe('splitTags', () => {
  it('splits at commas, semicolons and ends of lines', () => {
    expect(splitTags(' Living room, Hall;Kitchen\nAttic\r\n,')).toEqual([
      'Living room',
      'Hall',
      'Kitchen',
      'Attic',
    ]);
  });

  it('splits at spaces where names have none', () => {
    expect(splitTags('10.0.0.1  fd00::/8,192.168.1.0/24', true)).toEqual([
      '10.0.0.1',
      'fd00::/8',
      '192.168.1.0/24',
    ]);
  });
});

describe('addTags', () => {
  const check = (text: string) => (text.startsWith('x') ? `no ${text}` : undefined);

  it('adds each once', () => {
    expect(addTags(['a'], 'b, a, b').tags).toEqual(['a', 'b']);
  });

  it('keeps what is wrong to be put right, with the first reason', () => {
    expect(addTags([], 'a, x1, b, x2', { check })).toEqual({
      tags: ['a', 'b'],
      rest: 'x1 x2',
      problem: 'no x1',
    });
  });

  it.each(['', ' ', ',', 'a,a', 'b b', '\n\n', 'a;b;a', '🔑'])(
    'never takes one away and never makes two equal: %j',
    (typed) => {
      const { tags } = addTags(['a', 'b'], typed);
      expect(tags.slice(0, 2)).toEqual(['a', 'b']);
      expect(new Set(tags).size).toBe(tags.length);
    },
  );
});
