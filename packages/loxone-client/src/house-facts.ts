import type { Structure, WeatherEvent } from '@gatehouse/loxone-protocol';
import { type OperatingMode, operatingMode } from './data/operating-modes.js';
import { parseUtcOffset } from './data/wall-clock.js';
import { readWeather, type WeatherReport } from './data/weather.js';
import type { HomeMemory, RawState } from './home-memory.js';

/**
 * What is known of the house as a whole, beside its controls. Answers from memory, and nothing before
 * the first connection.
 */
export interface HouseFacts {
  /** The structure file as it was read last; never to be changed. */
  structure(): Structure | undefined;
  /** The mode that the whole house is in. */
  operatingMode(): OperatingMode | undefined;
  /** The weather now, where the house has a weather service; one entry. */
  weather(): WeatherReport | undefined;
  /** The weather to come, an entry for each hour. */
  forecast(): WeatherReport | undefined;
  /** Seconds that the clock of the house is ahead of UTC. */
  utcOffset(): number | undefined;
}

/** Reads the global states (protocol reference §4.3) that a memory holds. */
export function houseFacts(memory: Pick<HomeMemory, 'house' | 'raw'>): HouseFacts {
  const structure = (): Structure | undefined => memory.house?.structure;
  const globalState = (name: string): RawState | undefined =>
    rawOf(structure()?.globalStates[name], memory);
  const weatherState = (name: string): WeatherReport | undefined => {
    const server = structure()?.weatherServer;
    if (server === undefined) return undefined;
    const raw = rawOf(server.states[name], memory);
    return isWeather(raw) ? readWeather(raw, server) : undefined;
  };
  return Object.freeze({
    structure,
    operatingMode() {
      const known = structure();
      const id = globalState('operatingMode');
      return known === undefined || typeof id !== 'number' ? undefined : operatingMode(known, id);
    },
    weather: () => weatherState('actual'),
    forecast: () => weatherState('forecast'),
    utcOffset: () => parseUtcOffset(globalState('miniserverTime')),
  });
}

function rawOf(
  uuid: string | readonly string[] | undefined,
  memory: Pick<HomeMemory, 'raw'>,
): RawState | undefined {
  return typeof uuid === 'string' ? memory.raw(uuid) : undefined;
}

/** Objects come from the tables of this package's own decoder; only the kind is told apart here. */
function isWeather(raw: RawState | undefined): raw is WeatherEvent & RawState {
  return typeof raw === 'object' && 'lastUpdate' in raw && Array.isArray(raw.entries);
}
