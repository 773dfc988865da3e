import { pick } from './noise.js';

/** One entry of a light controller's `moodList` (protocol reference §5.2). */
export interface Mood {
  readonly id: number;
  readonly name: string;
  readonly shortName?: string;
  /** Cannot be changed or deleted. */
  readonly static: boolean;
  /** Bits: 1 movement, 2 T5, 4 alarm clock, 8 presence. */
  readonly used: number;
  readonly t5: boolean;
}

/** All lamps at full. */
export const BRIGHT_MOOD = 777;
/** All lamps off. */
export const OFF_MOOD = 778;
const FIRST_T5_LIMIT = 8;

/** The moods of one light controller: which exist, in which order, and which are favourites. */
export class MoodBook {
  #moods: Mood[];
  #favorites: number[];
  #additional: number[];

  /** @param seed - Decides the names, so that rooms differ and every run agrees. */
  constructor(seed: string) {
    this.#moods = [
      mood(1, 'Evening', 0),
      mood(2, pick(seed, ['Work', 'Reading', 'Cooking']), 0),
      mood(3, pick(`${seed}/3`, ['Relax', 'Movie', 'Dinner', 'Night']), 1),
      { id: BRIGHT_MOOD, name: 'Bright', static: true, used: 0, t5: false },
      { id: OFF_MOOD, name: 'Off', static: true, used: 0, t5: false },
    ];
    this.#favorites = [1, 2, BRIGHT_MOOD, OFF_MOOD];
    this.#additional = [3];
  }

  get list(): readonly Mood[] {
    return this.#moods;
  }

  get favorites(): readonly number[] {
    return this.#favorites;
  }

  get additional(): readonly number[] {
    return this.#additional;
  }

  has(id: number): boolean {
    return this.#moods.some((entry) => entry.id === id);
  }

  /** Adds a mood or renames it. @returns False for a mood that cannot be changed. */
  learn(id: number, name: string): boolean {
    if (name === '' || !Number.isInteger(id) || id < 1 || this.#isStatic(id)) return false;
    if (this.has(id)) return this.change(id, { name });
    this.#moods.push(mood(id, name, 0));
    this.#favorites.push(id);
    return true;
  }

  change(id: number, change: Partial<Pick<Mood, 'id' | 'name' | 'shortName'>>): boolean {
    const at = this.#moods.findIndex((entry) => entry.id === id);
    const old = this.#moods[at];
    const taken = change.id !== undefined && change.id !== id && this.has(change.id);
    if (old === undefined || old.static || taken) return false;
    this.#moods[at] = { ...old, ...change };
    const renumber = (other: number): number => (other === id ? (change.id ?? id) : other);
    this.#favorites = this.#favorites.map(renumber);
    this.#additional = this.#additional.map(renumber);
    return true;
  }

  delete(id: number): boolean {
    if (!this.has(id) || this.#isStatic(id)) return false;
    this.#moods = this.#moods.filter((entry) => entry.id !== id);
    this.setFavorite(id, false);
    this.#additional = this.#additional.filter((other) => other !== id);
    return true;
  }

  setFavorite(id: number, favorite: boolean): boolean {
    if (favorite && !this.has(id)) return false;
    this.#favorites = this.#favorites.filter((other) => other !== id);
    this.#additional = this.#additional.filter((other) => other !== id);
    (favorite ? this.#favorites : this.#additional).push(id);
    return true;
  }

  /** Moves a mood to another place of the whole list, the favourites or the others. */
  move(list: 'all' | 'favorites' | 'additional', id: number, index: number): boolean {
    const order = list === 'all' ? this.#moods.map((entry) => entry.id) : this.#orderOf(list);
    if (!order.includes(id) || !Number.isInteger(index) || index < 0) return false;
    const moved = order.filter((other) => other !== id);
    moved.splice(index, 0, id);
    if (list === 'favorites') this.#favorites = moved;
    else if (list === 'additional') this.#additional = moved;
    else this.#moods.sort((a, b) => moved.indexOf(a.id) - moved.indexOf(b.id));
    return true;
  }

  #orderOf(list: 'favorites' | 'additional'): readonly number[] {
    return list === 'favorites' ? this.#favorites : this.#additional;
  }

  #isStatic(id: number): boolean {
    return this.#moods.some((entry) => entry.id === id && entry.static);
  }
}

function mood(id: number, name: string, used: number): Mood {
  return { id, name, shortName: name.slice(0, 10), static: false, used, t5: id < FIRST_T5_LIMIT };
}
