import { foldLoosely } from '../text/fold.js';

/** A way of working that several types of control know. */
export type ModeWord =
  | 'auto'
  | 'heating'
  | 'cooling'
  | 'off'
  | 'manual'
  | 'comfort'
  | 'eco'
  | 'building_protection'
  | 'boost'
  | 'drying'
  | 'fan';

/** In English, German, French, Italian, Spanish, Dutch, Czech and Polish. */
const WORDS: Readonly<Record<ModeWord, string>> = {
  auto: 'auto|automatic|automatik|automatisch|automatique|automatico|automaticky|automatyczny',
  heating:
    'heating|heat|heizen|heizung|chauffage|riscaldamento|calefacción|verwarmen|topení|ogrzewanie',
  cooling:
    'cooling|cool|kühlen|kühlung|refroidissement|raffreddamento|refrigeración|koelen|chlazení|chłodzenie',
  off: 'off|aus|arrêt|spento|apagado|uit|vypnuto|wyłączone',
  manual: 'manual|manuell|hand|manuel|manuale|handmatig|ručně|ręczny',
  comfort: 'comfort|komfort|confort|komfortní|warm',
  eco: 'eco|economy|öko|spar|sparbetrieb|éco|úsporný|oszczędny',
  building_protection:
    'building protection|gebäudeschutz|frostschutz|frost protection|protection du bâtiment|ochrana budovy|ochrona budynku|empty house|holiday|away',
  boost: 'boost|turbo|party|increased|emergency|stoßlüften',
  drying: 'drying|dry|dehumidify|entfeuchten|trocknen|osuszanie|odvlhčování',
  fan: 'fan|fan only|lüften|ventilator|ventilation',
};

const MODE_BY_WORD: ReadonlyMap<string, ModeWord> = new Map(
  (Object.keys(WORDS) as ModeWord[]).flatMap((mode) =>
    [mode, ...WORDS[mode].split('|')].map((word) => [foldLoosely(word), mode] as const),
  ),
);

/** @returns `undefined` for the name or number of a mode that only one control has. */
export function modeWord(mode: string | number): ModeWord | undefined {
  return typeof mode === 'string' ? MODE_BY_WORD.get(foldLoosely(mode)) : undefined;
}
