import {
  type HistoryEntry,
  type HistorySeries,
  type MessageEntry,
  type RecordedSeries,
  type ShownNumber,
  type StatusDevice,
  type Structure,
  type StructureControl,
  showNumber,
  type WeatherAt,
} from '@gatehouse/loxone-client';
import type {
  HouseDevice,
  HouseMessage,
  LogEntry,
  RecordedOutput,
  RecordedValues,
  WeatherMoment,
  WeatherQuantity,
} from '@gatehouse/loxone-tools';

/** Devices say this and more where they run on no battery. */
const NO_BATTERY = 101;

/** Where the tree of devices tells how well one is heard. */
const SIGNALS = ['Signal', 'SignalQuality', 'Quality', 'RSSI'] as const;

/** Branches hold devices and are none. */
const BRANCH = /branch$/i;

/** Finds the controls of a structure file by their id, parts included. */
export function controlsOf(structure: Structure): ReadonlyMap<string, StructureControl> {
  const byId = new Map<string, StructureControl>();
  const add = (control: StructureControl): void => {
    byId.set(control.uuidAction, control);
    for (const part of Object.values(control.subControls)) add(part);
  };
  for (const control of Object.values(structure.controls)) add(control);
  return byId;
}

export function recordedOutput({
  output,
  title,
  format,
  accumulated,
}: RecordedSeries | HistorySeries): RecordedOutput {
  const unit = format === undefined ? '' : showNumber(0, format).unit;
  return { output, title, unit, accumulated };
}

export function recordedValues(series: HistorySeries): RecordedValues {
  return {
    ...recordedOutput(series),
    points: series.points.map(({ time, value }) => [time * 1000, value]),
    truncated: series.truncated,
  };
}

export function weatherMoment(weather: WeatherAt): WeatherMoment {
  return {
    at: weather.time * 1000,
    ...(weather.description !== undefined && { description: weather.description }),
    temperature: quantity(weather.temperature),
    perceivedTemperature: quantity(weather.perceivedTemperature),
    relativeHumidity: quantity(weather.relativeHumidity),
    precipitation: quantity(weather.precipitation),
    windSpeed: quantity(weather.windSpeed),
    windDirection: weather.windDirection,
    barometricPressure: quantity(weather.barometricPressure),
  };
}

function quantity({ value, unit }: ShownNumber): WeatherQuantity {
  return { value, unit };
}

export function houseMessage(entry: MessageEntry): HouseMessage {
  const { severity, description, affectedName, source, timestamps } = entry;
  const last = Math.max(...timestamps);
  return {
    id: entry.id,
    ...(severity !== undefined && { severity }),
    title: entry.title,
    ...(description !== undefined && { description: description.replace(/<br\s*\/?>/gi, ' ') }),
    ...(affectedName !== undefined && { affected: affectedName }),
    about: [...(source === undefined ? [] : [source]), ...entry.affectedUuids],
    ...(Number.isFinite(last) && { at: last * 1000 }),
    past: entry.isHistoric,
  };
}

export function logEntry({ time, what, trigger }: HistoryEntry): LogEntry {
  return { at: time * 1000, what, ...(trigger !== undefined && { by: trigger }) };
}

/** The tree as a list of what is installed: without branches, and without what is only planned. */
export function installedDevices(tree: readonly StatusDevice[]): readonly HouseDevice[] {
  return tree.flatMap((device) => [
    ...(BRANCH.test(device.kind) || device.dummy === true ? [] : [houseDevice(device)]),
    ...installedDevices(device.children),
  ]);
}

function houseDevice(device: StatusDevice): HouseDevice {
  const { name, place, serial, firmware, online, battery, lastReceived, errors } = device;
  const signal = SIGNALS.map((attribute) => device.attributes[attribute]).find(isSaid);
  return {
    kind: device.type ?? device.kind,
    ...(name !== undefined && { name }),
    ...(place !== undefined && { place }),
    ...(serial !== undefined && { serial }),
    ...(firmware !== undefined && { firmware }),
    ...(online !== undefined && { online }),
    ...(battery !== undefined && battery < NO_BATTERY && { battery }),
    batteryWeak: device.batteryWeak === true,
    ...(signal !== undefined && { signal }),
    ...(lastReceived !== undefined && { lastReceived }),
    ...(errors !== undefined && { errors }),
  };
}

function isSaid(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}
