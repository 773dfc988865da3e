/** What tells one thing from another of its kind: where it hangs, which way it looks. */
export type Quality =
  | 'ceiling'
  | 'wall'
  | 'table'
  | 'desk'
  | 'bedside'
  | 'mirror'
  | 'reading'
  | 'left'
  | 'right'
  | 'middle'
  | 'front'
  | 'back'
  | 'north'
  | 'south'
  | 'east'
  | 'west'
  | 'large'
  | 'small';

/** Words for qualities in all languages, separated by commas, also as they stand in a compound. */
export const QUALITIES: Readonly<Record<Quality, string>> = {
  ceiling: 'ceiling, Decke, Decken, strop, stropní, plafond, soffitto, techo, sufit, sufitowa',
  wall: 'wall, Wand, stěna, nástěnné, nástěnná, mur, murale, parete, pared, muur, ściana, ścienna',
  table: 'table, Tisch, Esstisch, stůl, stolní, tavolo, mesa, tafel, stół, stołowa',
  desk: 'desk, Schreibtisch, psací stůl, scrivania, escritorio, bureau, biurko',
  bedside: 'bedside, Bett, Nachttisch, noční, chevet, comodino, mesilla, nachtkastje, nocna',
  mirror: 'mirror, Spiegel, zrcadlo, zrcadla, miroir, specchio, espejo, spiegel, lustro',
  reading: 'reading, Lese, čtení, lecture, lettura, lectura, lees, czytania',
  left: 'left, links, linke, linker, linkes, vlevo, levá, levé, levý, gauche, sinistra, sinistro, izquierda, izquierdo, linker, lewa, lewe, lewy',
  right:
    'right, rechts, rechte, rechter, rechtes, vpravo, pravá, pravé, pravý, droite, droit, destra, destro, derecha, derecho, prawa, prawe, prawy',
  middle:
    'middle, centre, center, Mitte, mitten, uprostřed, střed, milieu, centro, medio, midden, środek',
  front:
    'front, vorne, vorn, vordere, vpředu, přední, avant, davanti, delante, voor, przód, przednia',
  back: 'back, rear, hinten, hintere, vzadu, zadní, arrière, dietro, detrás, achter, tył, tylna',
  north: 'north, Nord, Norden, sever, severní, nord, norte, noord, północ, północna',
  south: 'south, Süd, Süden, jih, jižní, sud, sur, zuid, południe, południowa',
  east: 'east, Ost, Osten, východ, východní, est, este, oost, wschód, wschodnia',
  west: 'west, Westen, západ, západní, ouest, ovest, oeste, zachód, zachodnia',
  large:
    'large, big, groß, große, großes, großer, velká, velké, velký, grand, grande, groot, grote, duża, duże, duży',
  small:
    'small, little, klein, kleine, kleines, kleiner, malá, malé, malý, petit, petite, piccolo, piccola, pequeño, pequeña, mała, małe, mały',
};
