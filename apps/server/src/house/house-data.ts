import {
  fetchControlHistory,
  fetchDevices,
  fetchForecast,
  fetchMessages,
  fetchSystemInfo,
  type LoxoneClient,
  messageCenterOf,
  operatingMode,
  readHistory,
  recordedGroups,
  type Structure,
  type StructureControl,
  type SystemInfo,
  type WeatherReport,
  zoneClock,
} from '@gatehouse/loxone-client';
import type {
  DataReply,
  HistoryQuery,
  HouseData,
  HouseWeather,
  SystemReport,
} from '@gatehouse/loxone-tools';
import { no, replyOf } from './data-reply.js';
import {
  controlsOf,
  houseMessage,
  installedDevices,
  logEntry,
  recordedOutput,
  recordedValues,
  weatherMoment,
} from './house-records.js';
import { houseTimeZone } from './house-time-zone.js';

/** What the data of a house is read with. */
export interface HouseDataOptions {
  /** IANA name of the house's time zone. Default: found out from what the house and machine say. */
  readonly timeZone?: string;
  /** Epoch milliseconds. Default: the machine's clock. */
  readonly now?: () => number;
}

/**
 * What tools may know of a house beside its live states, over a client.
 *
 * @throws RangeError when the platform does not know the time zone.
 */
export function createHouseData(
  client: Pick<LoxoneClient, 'facts' | 'link'>,
  options: HouseDataOptions = {},
): HouseData {
  const { facts, link } = client;
  const zone = houseTimeZone({
    configured: options.timeZone,
    machine: Intl.DateTimeFormat().resolvedOptions().timeZone,
    offset: () => facts.utcOffset(),
    now: options.now ?? Date.now,
  });
  const indexes = new WeakMap<Structure, ReadonlyMap<string, StructureControl>>();
  const controlOf = (id: string): StructureControl | undefined => {
    const structure = facts.structure();
    if (structure === undefined) return undefined;
    const index = indexes.get(structure) ?? controlsOf(structure);
    indexes.set(structure, index);
    return index.get(id);
  };
  return {
    modes() {
      const structure = facts.structure();
      const current = facts.operatingMode();
      const ids = Object.keys(structure?.operatingModes ?? {}).map(Number);
      return {
        ...(current !== undefined && { current }),
        all: structure === undefined ? [] : ids.map((id) => operatingMode(structure, id)),
      };
    },
    timeZone: () => zone.name(),
    currency: () => facts.structure()?.msInfo.currency,
    recorded(id) {
      const control = controlOf(id);
      const groups = control === undefined ? undefined : recordedGroups(control);
      return (groups?.groups ?? []).flatMap(({ series }) => series.map(recordedOutput));
    },
    hasLog: (id) => hasLog(controlOf(id)),
    async history(query) {
      const control = controlOf(query.control);
      if (control === undefined || recordedGroups(control) === undefined) {
        return no('unsupported', 'Nothing is recorded of it.');
      }
      const series = (): Promise<Awaited<ReturnType<typeof readHistory>>> =>
        readHistory(link, control, spanOf(query), {
          clock: zoneClock(zone.name()),
          ...(query.signal !== undefined && { signal: query.signal }),
        });
      const reply = await replyOf(series, query.signal);
      return reply.ok ? { ok: true, value: reply.value.map(recordedValues) } : reply;
    },
    weather: () => weatherOf(client),
    async messages() {
      const structure = facts.structure();
      const center = structure === undefined ? undefined : messageCenterOf(structure);
      if (center === undefined) return no('unsupported', 'This house has no message centre.');
      return replyOf(async () => (await fetchMessages(link, center)).entries.map(houseMessage));
    },
    devices: () => replyOf(async () => installedDevices((await fetchDevices(link)).status.devices)),
    system: () => replyOf(async () => systemReport(await fetchSystemInfo(link))),
    async controlLog(id) {
      if (!hasLog(controlOf(id))) return no('unsupported', 'It keeps no log.');
      return replyOf(async () => {
        const entries = (await fetchControlHistory(link, id)).map(logEntry);
        return [...entries].sort((a, b) => b.at - a.at);
      });
    },
  };
}

function spanOf({ output, from, to, resolution }: HistoryQuery): Parameters<typeof readHistory>[2] {
  return {
    ...(output !== undefined && { output }),
    from: from / 1000,
    to: to / 1000,
    resolution: resolution === 'raw' ? 'all' : resolution,
  };
}

function hasLog(control: StructureControl | undefined): boolean {
  const told = control?.details.hasHistory ?? control?.other.hasHistory;
  return told !== undefined && told !== false && told !== 0;
}

/** The house pushes its weather; only what has not come, or was never subscribed to, is asked for. */
async function weatherOf({
  facts,
  link,
}: Pick<LoxoneClient, 'facts' | 'link'>): Promise<DataReply<HouseWeather>> {
  const server = facts.structure()?.weatherServer;
  if (server === undefined) return no('unsupported', 'This house has no weather service.');
  const told = [facts.weather(), facts.forecast()] as const;
  const hours = told[1]?.entries ?? [];
  if (hours.length > 0) return { ok: true, value: weather(told, hours.map(weatherMoment)) };
  const reply = await replyOf(() => fetchForecast(link, server));
  return reply.ok ? { ok: true, value: weather(told, reply.value.map(weatherMoment)) } : reply;
}

function weather(
  [actual, forecast]: readonly [WeatherReport | undefined, WeatherReport | undefined],
  hours: HouseWeather['hours'],
): HouseWeather {
  const now = actual?.entries[0];
  const updatedAt = (actual ?? forecast)?.updatedAt;
  return {
    ...(now !== undefined && { now: weatherMoment(now) }),
    ...(updatedAt !== undefined && { updatedAt: updatedAt * 1000 }),
    hours,
  };
}

function systemReport({ heap, date, time, ...info }: SystemInfo): SystemReport {
  const { firmware, state, cpu, tasks, cyclesPerSecond } = info;
  const localTime = [date, time].filter((part) => part !== undefined).join(' ');
  return {
    ...(firmware !== undefined && { firmware }),
    ...(state !== undefined && { state }),
    ...(cpu !== undefined && { cpu }),
    ...(heap !== undefined && { memoryUsedKb: heap.usedKb, memoryTotalKb: heap.totalKb }),
    ...(tasks !== undefined && { tasks }),
    ...(cyclesPerSecond !== undefined && { cyclesPerSecond }),
    ...(localTime !== '' && { localTime }),
  };
}
