import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Floor, foldWords, type PlaceKind, type ReadWord, readWords } from '../src/index.js';
import { phrasesOf } from '../src/words/phrases.js';
import { PLACES } from '../src/words/place-words.js';
import { MANY_RUNS } from './support/many-runs.js';

function floorsOf(text: string): readonly Floor[] {
  return [...new Set(readWords(text).flatMap(({ floors }) => floors))];
}

function placesOf(text: string): readonly PlaceKind[] {
  return [...new Set(readWords(text).flatMap(({ places }) => places))];
}

function tellingWords(text: string): readonly string[] {
  return readWords(text).flatMap(({ isSmall, text: word }) => (isSmall ? [] : [word]));
}

describe('readWords', () => {
  it.each([
    ['EG Küche', 0],
    ['Küche (EG)', 0],
    ['all lights on the ground floor', 0],
    ['Licht im Erdgeschoß', 0],
    ['Hala v přízemí', 0],
    ['rez-de-chaussée', 0],
    ['luci al piano terra', 0],
    ['luces de la planta baja', 0],
    ['begane grond', 0],
    ['światła na parterze', 0],
    ['1. NP', 0],
    ['OG Bad', 1],
    ['Bad OG1', 1],
    ['Bad 1. OG', 1],
    ['1. Stock', 1],
    ['im ersten Stock', 1],
    ['first floor', 1],
    ['Koupelna v prvním patře', 1],
    ['1. patro', 1],
    ['premier étage', 1],
    ['primo piano', 1],
    ['piano 1', 1],
    ['primera planta', 1],
    ['1ª planta', 1],
    ['eerste verdieping', 1],
    ['pierwsze piętro', 1],
    ['2. OG', 2],
    ['second floor', 2],
    ['2. NP', 1],
    ['druhé patro', 2],
    ['Lager UG', -1],
    ['KG', -1],
    ['Keller', -1],
    ['2. UG', -2],
    ['sous-sol', -1],
    ['v suterénu', -1],
    ['DG', 'attic'],
    ['Podkroví', 'attic'],
    ['zolder', 'attic'],
  ] as const)('%s is on floor %s', (text, floor) => {
    expect(floorsOf(text)).toEqual([floor]);
  });

  it.each(['Stehlampe', 'floor lamp', 'Kinderzimmer 1', 'piano', 'Lampe 2', 'Stock'])(
    '%s says nothing of a floor',
    (text) => {
      expect(floorsOf(text)).toEqual([]);
    },
  );

  it.each([
    ['kitchen', 'kitchen'],
    ['Küche', 'kitchen'],
    ['v kuchyni', 'kitchen'],
    ['la cuisine', 'kitchen'],
    ['w kuchni', 'kitchen'],
    ['living room', 'living room'],
    ['Wohnzimmer', 'living room'],
    ['v obývacím pokoji', 'living room'],
    ['du salon', 'living room'],
    ['soggiorno', 'living room'],
    ['salón', 'living room'],
    ['woonkamer', 'living room'],
    ['salle de bain', 'bathroom'],
    ['Bad', 'bathroom'],
    ['łazience', 'bathroom'],
    ['v koupelně', 'bathroom'],
    ['Kinderzimmer', 'children'],
    ['dětský pokoj', 'children'],
    ['slaapkamer', 'bedroom'],
    ['camera da letto', 'bedroom'],
  ] as const)('%s is a %s', (text, place) => {
    expect(placesOf(text)).toContain(place);
  });

  it.each([
    ['Deckenspots', ['ceiling'], 'head'],
    ['left', ['left'], 'word'],
    ['linker', ['left'], 'word'],
    ['jižní', ['south'], 'word'],
    ['Südrollo', ['south'], 'head'],
    ['Lampe', [], 'word'],
  ])('%s is %j', (text, qualities, where) => {
    const [word] = readWords(text);
    const read = where === 'head' ? word?.compound?.head : word;
    expect(read?.qualities).toEqual(qualities);
  });

  it('knows a phrase before its words: a living room is no room of any kind', () => {
    expect(placesOf('living room')).toEqual(['living room']);
    expect(placesOf('obývací pokoj')).toEqual(['living room']);
    expect(placesOf('Zimmer')).toEqual(['room']);
  });

  it('takes compounds apart', () => {
    const [word] = readWords('Küchenlicht');
    expect(word?.families).toEqual([]);
    expect(word?.compound?.families).toEqual(['lights']);
    expect(word?.compound?.head).toMatchObject({ text: 'kuchen', places: ['kitchen'] });
    const [blinds] = readWords('Schlafzimmerjalousien');
    expect(blinds?.compound).toMatchObject({
      families: ['covers'],
      head: { text: 'schlafzimmer', places: ['bedroom'] },
    });
    expect(readWords('moonlight')[0]?.compound).toBeUndefined();
    expect(readWords('Licht')[0]?.compound).toBeUndefined();
  });

  it.each([
    ['all the lights in the kitchen', ['lights', 'kitchen']],
    ['die Rollos im Bad bitte', ['rollos', 'bad']],
    ['světlo v kuchyni', ['svetlo', 'kuchyni']],
    ['lampe du salon', ['lampe', 'salon']],
    ['tutte le luci della cucina', ['luci', 'cucina']],
    ['las persianas del salón', ['persianas', 'salon']],
    ['de lamp in de keuken', ['lamp', 'keuken']],
    ['światło w kuchni', ['swiatlo', 'kuchni']],
  ])('leaves small words of %s', (text, words) => {
    expect(tellingWords(text)).toEqual(words);
  });

  it('keeps a small word that is part of a phrase', () => {
    expect(tellingWords('salle de bain')).toEqual(['salle', 'de', 'bain']);
  });

  it('finds every word for a place', () => {
    for (const [kind, list] of Object.entries(PLACES)) {
      for (const phrase of phrasesOf(list)) {
        const words: readonly ReadWord[] = readWords(phrase);
        expect(
          words.every(({ places }) => places.includes(kind as PlaceKind)),
          phrase,
        ).toBe(true);
      }
    }
  });

  it('answers for any text, word for word', MANY_RUNS, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const folded = foldWords(text.replaceAll('*', ' '));
        expect(
          readWords(text)
            .map((word) => word.text)
            .join(' '),
        ).toBe(folded);
      }),
      { numRuns: 500 },
    );
  });
});
