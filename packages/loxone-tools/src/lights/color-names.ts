import { foldLoosely } from '../text/fold.js';

/** Hue in degrees and saturation in percent. */
export interface NamedHue {
  readonly hue: number;
  readonly saturation: number;
}

/** Colours by their names in English, German, French, Italian, Spanish, Dutch, Czech and Polish. */
const HUES: readonly (readonly [hue: number, saturation: number, names: string])[] = [
  [0, 100, 'red|rot|rouge|rosso|rojo|rood|červená|červeně|czerwony|czerwone'],
  [30, 100, 'orange|arancione|naranja|oranje|oranžová|pomarańczowy|pomarańczowe'],
  [45, 100, 'amber|gold|bernstein|or|oro|goud|zlatá|złoty|bursztynowy'],
  [60, 100, 'yellow|gelb|jaune|giallo|amarillo|geel|žlutá|żółty|żółte'],
  [90, 100, 'lime|limette|citron vert|limetková|limonkowy'],
  [120, 100, 'green|grün|vert|verde|groen|zelená|zeleně|zielony|zielone'],
  [180, 100, 'cyan|aqua|ciano|cian|cyaan|azurová|cyjan'],
  [174, 85, 'turquoise|türkis|turchese|turquesa|turkoois|tyrkysová|turkusowy'],
  [210, 80, 'sky blue|himmelblau|hellblau|light blue|azur|azzurro|celeste|lichtblauw|błękitny'],
  [240, 100, 'blue|blau|bleu|blu|azul|blauw|modrá|modře|niebieski|niebieskie'],
  [270, 100, 'purple|violet|lila|violett|viola|morado|paars|fialová|fioletowy|fioletowe'],
  [300, 100, 'magenta|fuchsia|purpurová|purpurowy'],
  [330, 60, 'pink|rosa|rose|roze|růžová|różowy|różowe'],
];

/** Whites by name, in kelvin; a lamp that does not reach one takes its nearest. */
const WHITES: readonly (readonly [kelvin: number, names: string])[] = [
  [
    2700,
    'warm white|warm|warmweiß|warmweiss|blanc chaud|bianco caldo|blanco cálido|warm wit|teplá bílá|teple bila|ciepły biały|ciepła biel',
  ],
  [
    4000,
    'white|neutral white|weiß|neutralweiß|blanc|bianco|blanco|wit|bílá|bíle|biały|białe|neutrální bílá',
  ],
  [
    6500,
    'cool white|cold white|cold|cool|daylight white|kaltweiß|tageslichtweiß|blanc froid|bianco freddo|blanco frío|koud wit|studená bílá|zimny biały|zimna biel',
  ],
];

const HUE_BY_NAME: ReadonlyMap<string, NamedHue> = new Map(
  HUES.flatMap(([hue, saturation, names]) =>
    names.split('|').map((name) => [foldLoosely(name), { hue, saturation }] as const),
  ),
);

const KELVIN_BY_NAME: ReadonlyMap<string, number> = new Map(
  WHITES.flatMap(([kelvin, names]) =>
    names.split('|').map((name) => [foldLoosely(name), kelvin] as const),
  ),
);

/** @param name - In any of the languages; case, diacritics and umlauts as one likes. */
export function hueOfName(name: string): NamedHue | undefined {
  return HUE_BY_NAME.get(foldLoosely(name));
}

/** The colour temperature that a name of a white stands for. */
export function kelvinOfName(name: string): number | undefined {
  return KELVIN_BY_NAME.get(foldLoosely(name));
}
