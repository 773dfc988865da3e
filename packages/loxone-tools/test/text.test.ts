import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readQuery } from '../src/search/rank.js';
import { cleanText } from '../src/text/clean-text.js';
import { editDistance, toleratedErrors } from '../src/text/edit-distance.js';
import { FAMILIES, familyNamed } from '../src/text/families.js';
import { fold, foldLoosely, wordsOf } from '../src/text/fold.js';
import { isSameWord } from '../src/text/same-word.js';
import { MANY_RUNS } from './support/many-runs.js';

describe('cleanText', () => {
  it.each([
    ['a\nb\r\n\tc', 'a b c'],
    ['a\u2028b\u2029c', 'a b c'],
    ['\u001b[31mred', '[31mred'],
    ['a\u202eb\u200bc\ufeffd', 'abcd'],
    ['  spaced   out  ', 'spaced out'],
    ['lone \ud800 surrogate', 'lone surrogate'],
    ['Küche 💡', 'Küche 💡'],
    ['', ''],
  ])('makes %j into %j', (text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  it('cuts by characters, not by halves of them', () => {
    expect(cleanText('💡'.repeat(100), 5)).toBe('💡💡💡💡…');
    expect(cleanText('12345', 5)).toBe('12345');
    expect(cleanText('123456', 5)).toBe('1234…');
  });

  it('is harmless, short and final for any text', MANY_RUNS, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const clean = cleanText(text);
        expect(clean).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect([...clean].length).toBeLessThanOrEqual(80);
        expect(cleanText(clean)).toBe(clean);
      }),
    );
  });
});

describe('fold', () => {
  it.each([
    ['Küche', 'kuche'],
    ['KU\u0308CHE', 'kuche'],
    ['Příliš žluťoučký', 'prilis zlutoucky'],
    ['Łódź', 'lodz'],
    ['Straße', 'strasse'],
    ['Smørrebrød', 'smorrebrod'],
    ['İstanbul', 'istanbul'],
    ['ﬁlter ①', 'filter 1'],
    ['  Lampe -- (links)  ', 'lampe links'],
    ['Кухня', 'кухня'],
    ['---', ''],
  ])('%j is %j', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('takes the spellings of an umlaut for one only when it is asked to', () => {
    expect(fold('Kueche')).toBe('kueche');
    expect(foldLoosely('Kueche')).toBe('kuche');
    expect(foldLoosely('Küche')).toBe('kuche');
    expect(foldLoosely('Bögen Boegen Bogen')).toBe('bogen bogen bogen');
  });

  it('changes nothing the second time', MANY_RUNS, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });

  it('gives words, and none for nothing', () => {
    expect(wordsOf(fold('Lampe -- links'))).toEqual(['lampe', 'links']);
    expect(wordsOf('')).toEqual([]);
  });
});

describe('editDistance', () => {
  it.each([
    ['lamp', 'lamp', 0],
    ['lamp', 'lmap', 1],
    ['lamp', 'lam', 1],
    ['lamp', 'slamp', 1],
    ['lamp', 'limp', 1],
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
  ])('of %s and %s is %i', (left, right, distance) => {
    expect(editDistance(left, right, 5)).toBe(distance);
  });

  it('stops counting at the limit', () => {
    expect(editDistance('kitten', 'sitting', 1)).toBe(2);
    expect(editDistance('a', 'a'.repeat(1000), 2)).toBe(3);
  });

  it('is symmetrical, and zero only for equals', MANY_RUNS, () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 7 });
    fc.assert(
      fc.property(word, word, (left, right) => {
        const distance = editDistance(left, right, 10);
        expect(editDistance(right, left, 10)).toBe(distance);
        expect(distance === 0).toBe(left === right);
        expect(distance).toBeLessThanOrEqual(Math.max(left.length, right.length));
      }),
    );
  });

  it('forgives short words less', () => {
    expect([2, 3, 5, 6, 20].map(toleratedErrors)).toEqual([0, 1, 1, 2, 2]);
  });
});

describe('families', () => {
  it.each([
    ['lights', 'lights'],
    [' Lights ', 'lights'],
    ['blinds', 'covers'],
    ['Rollos', 'covers'],
    ['žaluzie', 'covers'],
    ['alarm clock', 'appliances'],
    ['luz', 'lights'],
    ['windows', undefined],
    ['lights and blinds', undefined],
    ['kitchen lights', undefined],
    ['xyzzy', undefined],
    ['', undefined],
  ])('%j names %s', (text, family) => {
    expect(familyNamed(text)).toBe(family);
  });

  it('are all named by themselves', () => {
    expect(FAMILIES).toHaveLength(12);
    for (const family of FAMILIES) expect(familyNamed(family)).toBe(family);
  });
});

describe('forms of a word', () => {
  it.each([
    ['kuchyne', 'kuchyni'],
    ['decke', 'decken'],
    ['blind', 'blinds'],
    ['bad', 'bads'],
    ['loznice', 'loznici'],
    ['lazienka', 'lazience'],
    ['lamp', 'lamp'],
    ['1', '1'],
  ])('%s and %s are two of one', (left, right) => {
    expect(isSameWord(left, right)).toBe(true);
    expect(isSameWord(right, left)).toBe(true);
  });

  it.each([
    ['lamp1', 'lamp2'],
    ['1', '12'],
    ['garten', 'garage'],
    ['terrasse', 'terrarium'],
    ['tur', 'tor'],
    ['ost', 'west'],
    ['ab', 'abc'],
    ['', 'a'],
  ])('%s and %s are not', (left, right) => {
    expect(isSameWord(left, right)).toBe(false);
    expect(isSameWord(right, left)).toBe(false);
  });
});

describe('readQuery', () => {
  const textsOf = (query: string) => readQuery(query).words.map(({ text }) => text);

  it.each([
    ['Lichter', ['lights']],
    ['žaluz', ['covers']],
    ['zal', []],
    ['Prädikat', []],
    ['Thermostat', ['climate']],
  ])('knows the families that %s is a word for', (query, families) => {
    expect([...(readQuery(query).words[0]?.families ?? [])]).toEqual(families);
  });

  it('leaves small words out, unless there are no others', () => {
    expect(textsOf('all the lights in the kitchen')).toEqual(['lights', 'kitchen']);
    expect(textsOf('in the')).toEqual(['in', 'the']);
    expect(textsOf(' – ')).toEqual([]);
  });

  it('reads no more than a person would type', () => {
    expect(readQuery('word '.repeat(10_000)).words).toHaveLength(8);
  });
});
