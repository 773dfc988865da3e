import type { ControlId, LoxoneHome } from '@gatehouse/loxone-controls';

/** A house that notes what is read of it. */
export interface WatchedHome {
  readonly home: LoxoneHome;
  /** Controls whose states were read. */
  readonly controls: ReadonlySet<ControlId>;
  /** When the newest of the states that were read was received; ISO 8601. */
  newest(): string | undefined;
}

const ORIGINALS = new WeakMap<LoxoneHome, LoxoneHome>();

/**
 * Puts a notebook before a house. What was read decides what an answer depends on: no list beside
 * the code says so, and none can be wrong.
 */
export function watchReads(home: LoxoneHome): WatchedHome {
  const controls = new Set<ControlId>();
  let newest = 0;
  const watching: LoxoneHome = {
    ...(home.commandsSecured !== undefined && { commandsSecured: home.commandsSecured }),
    status: () => home.status(),
    info: () => home.info(),
    rooms: () => home.rooms(),
    categories: () => home.categories(),
    controls: () => home.controls(),
    control: (id) => home.control(id),
    states(id) {
      controls.add(id);
      const states = home.states(id);
      for (const { receivedAt = 0 } of states) newest = Math.max(newest, receivedAt);
      return states;
    },
    execute: (request, options) => home.execute(request, options),
    onChange: (listener) => home.onChange(listener),
  };
  ORIGINALS.set(watching, originalOf(home));
  return {
    home: watching,
    controls,
    newest: () => (newest === 0 ? undefined : new Date(newest).toISOString()),
  };
}

/** The house itself behind any number of notebooks: what is cached for it is cached once. */
export function originalOf(home: LoxoneHome): LoxoneHome {
  return ORIGINALS.get(home) ?? home;
}
