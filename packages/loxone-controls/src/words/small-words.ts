/**
 * Words that say nothing about what is meant, in all languages: articles, prepositions, questions,
 * courtesies, and `all`, which the number of hits answers.
 */
export const SMALL_WORDS: string =
  'a, an, the, all, any, every, and, or, of, in, into, on, off, at, to, by, my, our, your, please, which, what, where, is, are, show, me, with, from, for, ' +
  'der, die, das, dem, den, des, ein, eine, einen, einem, im, am, an, auf, aus, vom, von, zu, zum, zur, bei, beim, und, alle, aller, allen, alles, mein, meine, unser, unsere, bitte, welche, welcher, was, wo, ist, sind, zeige, mir, mit, für, ' +
  'v, ve, na, do, u, z, ze, s, se, k, ke, pro, od, všechna, všechny, všechno, vše, všech, prosím, který, která, které, jsou, je, ' +
  'le, la, les, l, un, une, du, de, d, au, aux, dans, sur, et, tous, tout, toute, toutes, mon, ma, mes, quel, quelle, quelles, est, sont, ' +
  'il, lo, i, gli, uno, una, del, dello, della, dei, degli, delle, nel, nello, nella, nei, negli, nelle, al, alla, dal, dalla, sul, sulla, tutti, tutte, mio, mia, per favore, quali, sono, ' +
  'el, los, las, unos, unas, en, con, y, todo, toda, todos, todas, por favor, cuáles, cuál, está, están, ' +
  'het, een, de, van, op, bij, te, naar, met, alle, mijn, ons, onze, alsjeblieft, welke, wat, zijn, ' +
  'w, we, za, przy, dla, ze, wszystkie, wszystkich, cały, proszę, które, który, jest, są';
