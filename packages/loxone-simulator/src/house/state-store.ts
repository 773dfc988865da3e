import {
  type DaytimerEvent,
  type Uuid,
  type WeatherEvent,
  ZERO_UUID,
} from '@gatehouse/loxone-protocol';

/** What a state holds; each kind has a table of its own on the wire (protocol reference §3). */
export type StateContent =
  | { readonly kind: 'value'; readonly value: number }
  | { readonly kind: 'text'; readonly text: string; readonly icon: Uuid }
  | { readonly kind: 'daytimers'; readonly schedule: Omit<DaytimerEvent, 'uuid'> }
  | { readonly kind: 'weather'; readonly report: Omit<WeatherEvent, 'uuid'> };

/** Every state of the house by uuid, and which of them changed since somebody last looked. */
export class StateStore {
  readonly #contents = new Map<Uuid, StateContent>();
  readonly #changed = new Set<Uuid>();
  readonly #onChange: () => void;

  /** @param onChange - Called when the first state changes after {@link takeChanged}. */
  constructor(onChange: () => void = () => undefined) {
    this.#onChange = onChange;
  }

  get size(): number {
    return this.#contents.size;
  }

  has(uuid: Uuid): boolean {
    return this.#contents.has(uuid);
  }

  get(uuid: Uuid): StateContent | undefined {
    return this.#contents.get(uuid);
  }

  /** All states, in the order in which they came to be. */
  entries(): IterableIterator<[Uuid, StateContent]> {
    return this.#contents.entries();
  }

  /** Sets a state; an equal one is no change. */
  put(uuid: Uuid, content: StateContent): void {
    const before = this.#contents.get(uuid);
    if (before !== undefined && isSame(before, content)) return;
    this.#contents.set(uuid, content);
    const first = this.#changed.size === 0;
    this.#changed.add(uuid);
    if (first) this.#onChange();
  }

  /** The states that changed since the last call, with what they hold now. */
  takeChanged(): readonly (readonly [Uuid, StateContent])[] {
    const changed = Array.from(this.#changed, (uuid) => [uuid, this.#contents.get(uuid)] as const);
    this.#changed.clear();
    return changed.filter(
      (entry): entry is readonly [Uuid, StateContent] => entry[1] !== undefined,
    );
  }
}

/** A number for the value table. */
export function valueContent(value: number): StateContent {
  return { kind: 'value', value };
}

/** A text for the text table; only a `TextState` brings an icon. */
export function textContent(text: string, icon: Uuid = ZERO_UUID): StateContent {
  return { kind: 'text', text, icon };
}

function isSame(a: StateContent, b: StateContent): boolean {
  if (a.kind === 'value' && b.kind === 'value') return Object.is(a.value, b.value);
  if (a.kind === 'text' && b.kind === 'text') return a.text === b.text && a.icon === b.icon;
  return false;
}
