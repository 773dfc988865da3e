import { foldWords } from './fold.js';

/** A storey: 0 is at ground level, 1 above it, -1 below it; `attic` is under the roof. */
export type Floor = number | 'attic';

/** Words and abbreviations that name a storey by themselves, in all languages. */
const NAMED: readonly (readonly [Floor, string])[] = [
  [
    0,
    'ground floor, ground level, downstairs, Erdgeschoss, Erdgeschoß, EG, Parterre, přízemí, rez de chaussée, RDC, piano terra, pianterreno, planta baja, begane grond, benedenverdieping, parter, parterze',
  ],
  [
    -1,
    'basement, cellar, lower ground floor, Untergeschoss, Untergeschoß, UG, Kellergeschoss, Kellergeschoß, KG, Keller, suterén, suterénu, sklep, sklepě, sous sol, seminterrato, interrato, cantina, sótano, kelder, souterrain, piwnica, piwnicy, suterena, suterenie',
  ],
  [
    1,
    'upstairs, upper floor, Obergeschoss, Obergeschoß, OG, horní patro, horním patře, planta alta, bovenverdieping',
  ],
  [
    'attic',
    'attic, loft, top floor, Dachgeschoss, Dachgeschoß, DG, Dachboden, podkroví, půda, půdě, combles, grenier, mansarda, soffitta, ático, buhardilla, zolder, poddasze, poddaszu, strych, strychu',
  ],
];

/** What stands beside a number: `2. Stock`, `piano 1`. */
const STOREY =
  'floor, storey, level, Stock, Stockwerk, Etage, OG, Obergeschoss, Obergeschoß, Geschoss, patro, patře, patra, poschodí, étage, piano, planta, piso, verdieping, piętro, piętrze, piętra';

/** Basements are counted too: `2. UG`. */
const BELOW = 'UG, Untergeschoss, Untergeschoß, sous sol, podzemí';

/** Ordinals as words; digits are read as they are. */
const ORDINALS: readonly (readonly [number, string])[] = [
  [
    1,
    'first, 1st, erster, erste, ersten, erstes, první, prvním, prvního, premier, première, 1er, 1ère, primo, prima, primer, primera, eerste, 1e, pierwsze, pierwszym, pierwszego',
  ],
  [
    2,
    'second, 2nd, zweiter, zweite, zweiten, zweites, druhé, druhém, druhého, deuxième, 2ème, 2e, secondo, segundo, segunda, tweede, drugie, drugim, drugiego',
  ],
  [
    3,
    'third, 3rd, dritter, dritte, dritten, drittes, třetí, třetím, troisième, 3ème, 3e, terzo, tercero, tercera, derde, trzecie, trzecim',
  ],
];

/** Higher houses name their storeys otherwise. */
const HIGHEST = 9;

function folded(list: string): readonly string[] {
  return list.split(', ').map(foldWords);
}

/** All ways to name a storey, folded; built once. */
export function floorPhrases(): ReadonlyMap<string, Floor> {
  const phrases = new Map<string, Floor>();
  for (const [floor, list] of NAMED) {
    for (const phrase of folded(list)) phrases.set(phrase, floor);
  }
  for (let number = 1; number <= HIGHEST; number += 1) {
    for (const word of [String(number), `${number}o`, `${number}a`, ...ordinals(number)]) {
      addCounted(phrases, word, number);
    }
  }
  return phrases;
}

function ordinals(number: number): readonly string[] {
  return ORDINALS.flatMap(([value, list]) => (value === number ? folded(list) : []));
}

function addCounted(phrases: Map<string, Floor>, word: string, number: number): void {
  const pairs = (storey: string): readonly string[] => [`${word} ${storey}`, `${storey} ${word}`];
  for (const storey of folded(STOREY)) for (const pair of pairs(storey)) phrases.set(pair, number);
  for (const storey of folded(BELOW)) for (const pair of pairs(storey)) phrases.set(pair, -number);
  // The Czech "nadzemní podlaží" counts from the ground: 1. NP is the ground floor.
  phrases.set(`${word} np`, number - 1);
  phrases.set(`og${word}`, number);
  phrases.set(`${word}og`, number);
  phrases.set(`ug${word}`, -number);
}
