import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Family, Language, Verb } from '../src/index.js';
import {
  CONTROL_TYPES,
  commandsForVerb,
  foldWords,
  LANGUAGE_CODES,
  languageOfHouse,
  matchFamily,
  matchVerb,
} from '../src/index.js';
import { LANGUAGES } from '../src/words/languages.js';
import { phrasesOf } from '../src/words/phrases.js';
import { MANY_RUNS } from './support/many-runs.js';

const FAMILIES = [...new Set(CONTROL_TYPES.map(({ family }) => family))].sort();

const VERBS: readonly Verb[] = [
  ...(
    'on off toggle open close raise lower stop dim brighten set lock unlock arm disarm' as const
  ).split(' '),
  ...'start pause play next previous acknowledge'.split(' '),
] as Verb[];

/** Folded words that stand in several lists of one kind. */
function shared(lists: Readonly<Record<string, string>>): readonly string[] {
  const places = new Map<string, Set<string>>();
  for (const [meaning, list] of Object.entries(lists)) {
    for (const word of phrasesOf(list)) {
      places.set(word, (places.get(word) ?? new Set()).add(meaning));
    }
  }
  return [...places].filter(([, meanings]) => meanings.size > 1).map(([word]) => word);
}

describe('the languages', () => {
  it('are eight', () => {
    expect(LANGUAGE_CODES).toEqual(['en', 'de', 'cs', 'fr', 'it', 'es', 'nl', 'pl']);
  });

  it.each(LANGUAGES.map((words) => [words.language, words] as const))(
    '%s has words for every family and verb',
    (_, words) => {
      expect(Object.keys(words.families).sort()).toEqual(FAMILIES);
      expect(Object.keys(words.verbs).sort()).toEqual([...VERBS].sort());
      for (const list of Object.values(words.families)) {
        expect(phrasesOf(list).length).toBeGreaterThanOrEqual(4);
      }
      for (const [verb, list] of Object.entries(words.verbs)) {
        const least = words.language === 'en' ? 1 : 2;
        expect(phrasesOf(list).length, verb).toBeGreaterThanOrEqual(least);
      }
    },
  );

  it.each(LANGUAGES.map((words) => [words.language, words] as const))(
    '%s has no word for two families or two verbs but those listed',
    (_, words) => {
      const twice = [...shared(words.families), ...shared(words.verbs)].sort();
      expect(twice).toEqual([...new Set(phrasesOf(words.ambiguous))].sort());
    },
  );

  it.each(LANGUAGES.map((words) => [words.language, words] as const))(
    '%s has no word twice in one list, and none that is half a phrase',
    (_, words) => {
      for (const list of [...Object.values(words.families), ...Object.values(words.verbs)]) {
        const phrases = phrasesOf(list);
        expect(phrases.filter((word, at) => phrases.indexOf(word) !== at)).toEqual([]);
        expect(phrases.filter((word) => /^\*|\*$|\*\s*\*/.test(word))).toEqual([]);
      }
    },
  );

  it('have no verb that is a family too: “dim the light” must not switch it on', () => {
    const both = LANGUAGES.flatMap(({ language, families, verbs }) => {
      const nouns = new Set(Object.values(families).flatMap(phrasesOf));
      return Object.values(verbs)
        .flatMap(phrasesOf)
        .filter((word) => nouns.has(word))
        .map((word) => `${language} ${word}`);
    });
    expect(both).toEqual(['en lock']);
  });

  it.each([
    ['DEU', 'de'],
    ['deu', 'de'],
    ['ENG', 'en'],
    ['ENU', 'en'],
    ['CSY', 'cs'],
    ['XXX', undefined],
    ['', undefined],
  ])('a house in %j speaks %s', (code, language) => {
    expect(languageOfHouse(code)).toBe(language);
  });
});

describe('foldWords', () => {
  it.each([
    [['Türen', 'Tueren', 'TUREN', ' türen! '], 'turen'],
    [['Straße', 'strasse', 'STRASSE'], 'strasse'],
    [['žaluzie', 'ZALUZIE', 'Žaluzie'], 'zaluzie'],
    [['światło', 'swiatlo', 'ŚWIATŁO'], 'swiatlo'],
    [['éclairage', 'Eclairage'], 'eclairage'],
    [['Brise-soleil', 'brise  soleil'], 'brise soleil'],
    [['œuvre', 'oeuvre'], 'ouvre'],
    [['', ' ', '…', '\u0301'], ''],
  ])('makes %j the same', (spellings, folded) => {
    expect(spellings.map(foldWords)).toEqual(spellings.map(() => folded));
  });

  it('changes nothing that is folded', MANY_RUNS, () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(text, (words) => {
        const folded = foldWords(words);
        expect(foldWords(folded)).toBe(folded);
      }),
      { numRuns: 5000 },
    );
  });

  it('does not care for case, marks and spaces', () => {
    const all = LANGUAGES.flatMap(({ families }) =>
      Object.values(families).flatMap((list) => list.split(', ')),
    );
    fc.assert(
      fc.property(fc.constantFrom(...all), (word) => {
        const folded = foldWords(word);
        expect(foldWords(word.toUpperCase())).toBe(folded);
        expect(foldWords(word.normalize('NFD'))).toBe(folded);
        expect(foldWords(`  ${word}. `)).toBe(folded);
      }),
    );
  });
});

const FAMILY_CASES: readonly (readonly [string, Language, Family])[] = [
  ['light', 'en', 'lights'],
  ['blinds', 'en', 'covers'],
  ['alarm clock', 'en', 'appliances'],
  ['Rollo', 'de', 'covers'],
  ['Raffstores', 'de', 'covers'],
  ['Kueche Licht', 'de', 'lights'],
  ['Wohnzimmerlampe', 'de', 'lights'],
  ['Fussbodenheizung', 'de', 'climate'],
  ['Tuer', 'de', 'access'],
  ['žaluzie', 'cs', 'covers'],
  ['svetla v kuchyni', 'cs', 'lights'],
  ['topení', 'cs', 'climate'],
  ['volets', 'fr', 'covers'],
  ['lumiere', 'fr', 'lights'],
  ['tapparelle', 'it', 'covers'],
  ['luci', 'it', 'lights'],
  ['persianas', 'es', 'covers'],
  ['luz del salón', 'es', 'lights'],
  ['rolluiken', 'nl', 'covers'],
  ['keukenlamp', 'nl', 'lights'],
  ['rolety', 'pl', 'covers'],
  ['swiatlo', 'pl', 'lights'],
  ['fotowoltaika', 'pl', 'energy'],
];

const VERB_CASES: readonly (readonly [string, Language, Verb])[] = [
  ['turn on', 'en', 'on'],
  ['turn the kitchen lights off', 'en', 'off'],
  ['switch the lamp on', 'en', 'on'],
  ['dim', 'en', 'dim'],
  ['dim the light in the hall', 'en', 'dim'],
  ['open the lock', 'en', 'open'],
  ['dimme das Licht auf 50 Prozent', 'de', 'dim'],
  ['disarm the alarm', 'en', 'disarm'],
  ['schalte das Licht ein', 'de', 'on'],
  ['mach die Rollos zu', 'de', 'close'],
  ['oeffne das Tor', 'de', 'open'],
  ['schalte die Anlage unscharf', 'de', 'disarm'],
  ['rozsviť', 'cs', 'on'],
  ['zavri zaluzie', 'cs', 'close'],
  ['odemkni', 'cs', 'unlock'],
  ['allume la lumière', 'fr', 'on'],
  ['deverrouille', 'fr', 'unlock'],
  ['accendi', 'it', 'on'],
  ['metti in pausa', 'it', 'pause'],
  ['enciende la luz', 'es', 'on'],
  ['cierra con llave', 'es', 'lock'],
  ['zet de lamp aan', 'nl', 'on'],
  ['doe de deur op slot', 'nl', 'lock'],
  ['wlacz swiatlo', 'pl', 'on'],
  ['zamknij na klucz', 'pl', 'lock'],
  ['rozbrój alarm', 'pl', 'disarm'],
];

describe('matchFamily', () => {
  it.each(FAMILY_CASES)('%s (%s) is of %s', (text, language, family) => {
    expect(matchFamily(text, language)[0]?.meaning).toBe(family);
    expect(matchFamily(text).map(({ meaning }) => meaning)).toContain(family);
  });

  it('says how well a word fits', () => {
    expect(matchFamily('Licht', 'de')[0]).toEqual({
      meaning: 'lights',
      language: 'de',
      word: 'licht',
      score: 1,
    });
    expect(matchFamily('das Licht', 'de')[0]?.score).toBe(0.9);
    expect(matchFamily('Küchenlicht', 'de')[0]).toMatchObject({ word: 'licht', score: 0.6 });
  });

  it('takes the end of a word only where words grow together', () => {
    expect(matchFamily('moonlight', 'en')).toEqual([]);
    expect(matchFamily('skutecnosvetlo', 'cs')).toEqual([]);
  });

  it('puts the longer phrase first', () => {
    const found = matchFamily('the alarm clock rings', 'en');
    expect(found.map(({ meaning }) => meaning)).toEqual(['appliances', 'security']);
  });

  it('names both families of a word that is ambiguous on purpose', () => {
    expect(
      matchFamily('Fenster', 'de')
        .map(({ meaning }) => meaning)
        .sort(),
    ).toEqual(['access', 'sensors']);
  });

  it('keeps to the language that is asked for', () => {
    expect(matchFamily('volet', 'en')).toEqual([]);
    expect(matchFamily('volet')[0]).toMatchObject({ meaning: 'covers', language: 'fr' });
  });

  it.each(['', ' ', '*', 'xyzzy', '…', 'constructor'])('knows nothing of %j', (text) => {
    expect(matchFamily(text)).toEqual([]);
    expect(matchVerb(text)).toEqual([]);
  });
});

describe('matchVerb', () => {
  it.each(VERB_CASES)('%s (%s) is %s', (text, language, verb) => {
    expect(matchVerb(text, language)[0]?.meaning).toBe(verb);
    expect(matchVerb(text).map(({ meaning }) => meaning)).toContain(verb);
  });

  it('needs the words of a phrase in their order', () => {
    expect(matchVerb('on turn', 'en')[0]?.word).toBe('on');
    expect(matchVerb('ein schalte', 'de')).toEqual([]);
  });
});

describe('both', () => {
  it('find every word of theirs, in every language', MANY_RUNS, () => {
    for (const { language, families, verbs } of LANGUAGES) {
      for (const [family, list] of Object.entries(families)) {
        for (const word of list.split(', ')) {
          const found = matchFamily(word, language).filter(({ score }) => score >= 0.9);
          expect(
            found.map(({ meaning }) => meaning),
            `${language} ${word}`,
          ).toContain(family);
        }
      }
      for (const [verb, list] of Object.entries(verbs)) {
        for (const word of list.split(', ')) {
          const found = matchVerb(word.replace('*', 'x'), language).map(({ meaning }) => meaning);
          expect(found, `${language} ${word}`).toContain(verb);
        }
      }
    }
  });

  it('answer whatever the text, best first and each meaning once', MANY_RUNS, () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom(undefined, ...LANGUAGE_CODES),
        (text, language) => {
          for (const found of [matchFamily(text, language), matchVerb(text, language)]) {
            const scores = found.map(({ score }) => score);
            expect(scores).toEqual(scores.toSorted((a, b) => b - a));
            expect(new Set(found.map(({ meaning }) => meaning)).size).toBe(found.length);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('commandsForVerb', () => {
  it.each([
    ['Switch', 'on', ['on']],
    ['Jalousie', 'raise', ['open']],
    ['Jalousie', 'lower', ['close']],
    ['Jalousie', 'close', ['close']],
    ['Jalousie', 'set', ['set-position']],
    ['Dimmer', 'dim', ['set-brightness']],
    ['LightControllerV2', 'off', ['off']],
    ['LightControllerV2', 'next', ['next-mood']],
    ['Alarm', 'arm', ['arm']],
    ['Alarm', 'disarm', ['disarm']],
    ['AudioZoneV2', 'raise', ['volume-up']],
    ['Wallbox2', 'on', ['allow']],
    ['Gate', 'unlock', ['open']],
    ['InfoOnlyAnalog', 'on', []],
    ['FutureThing', 'on', []],
  ] as const)('%s, %s: %j', (type, verb, commands) => {
    expect(commandsForVerb(type, verb).map(({ name }) => name)).toEqual(commands);
  });

  it('finds something for every verb in some type', () => {
    const idle = VERBS.filter((verb) =>
      CONTROL_TYPES.every(({ type }) => commandsForVerb(type, verb).length === 0),
    );
    expect(idle).toEqual([]);
  });
});
