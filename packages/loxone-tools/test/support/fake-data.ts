import type {
  DataReply,
  HistoryQuery,
  HouseData,
  HouseDevice,
  HouseMessage,
  HouseWeather,
  LogEntry,
  RecordedOutput,
  SystemReport,
} from '../../src/ports/house-data.js';

type Point = readonly [number, number];

/** What a test says of a house; the rest is not supported. */
export interface FakeDataOptions {
  readonly timeZone?: string;
  readonly currency?: string;
  /** By control: what it records, each with its values. */
  readonly records?: Readonly<
    Record<string, readonly (RecordedOutput & { points: readonly Point[] })[]>
  >;
  readonly weather?: HouseWeather;
  readonly messages?: readonly HouseMessage[];
  readonly devices?: readonly HouseDevice[];
  readonly system?: SystemReport;
  readonly logs?: Readonly<Record<string, readonly LogEntry[]>>;
  /** Every question is answered with this instead. */
  readonly failure?: Extract<DataReply<never>, { ok: false }>;
}

/** Data of a house that counts what it is asked. */
export interface FakeData extends HouseData {
  readonly asked: string[];
  readonly queries: HistoryQuery[];
}

/** Gives each control its values within the span, as a Miniserver would. */
export function fakeData(options: FakeDataOptions = {}): FakeData {
  const asked: string[] = [];
  const queries: HistoryQuery[] = [];
  const reply = async <Value>(
    what: string,
    value: Value | undefined,
  ): Promise<DataReply<Value>> => {
    asked.push(what);
    if (options.failure !== undefined) return options.failure;
    return value === undefined
      ? { ok: false, code: 'unsupported', message: `There is no ${what} here.` }
      : { ok: true, value };
  };
  return {
    asked,
    queries,
    modes: () => ({ all: [] }),
    timeZone: () => options.timeZone ?? 'UTC',
    currency: () => options.currency,
    recorded: (control) =>
      (options.records?.[control] ?? []).map(({ points: _, ...output }) => output),
    hasLog: (control) => options.logs?.[control] !== undefined,
    history(query) {
      queries.push(query);
      const found = (options.records?.[query.control] ?? []).filter(
        ({ output }) => query.output === undefined || output === query.output,
      );
      const within = found.map((one) => ({
        ...one,
        points: one.points.filter(([at]) => at >= query.from && at <= query.to),
        truncated: false,
      }));
      return reply(`history ${query.control}`, within);
    },
    weather: () => reply('weather', options.weather),
    messages: () => reply('messages', options.messages),
    devices: () => reply('devices', options.devices),
    system: () => reply('system', options.system),
    controlLog: (control) => reply(`log ${control}`, options.logs?.[control]),
  };
}
