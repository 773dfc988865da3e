import {
  encodeStatisticFile,
  encodeStatisticRows,
  formatStatisticXml,
  LOXONE_EPOCH_UNIX,
  type StatisticRow,
  type StatisticUnit,
} from '@gatehouse/loxone-protocol';
import type { Control } from '../house/control.js';
import type { Environment } from '../physics/environment.js';
import { Recorder } from './recorder.js';
import {
  outputNames,
  type Series,
  type StatisticGroup,
  statisticGroups,
  statisticOutputs,
} from './series.js';
import { localMidnight, nextUnit, unitStart } from './units.js';

const MAX_ROWS = 100_000;
const DAY = 86_400;
const OBJECT_TYPE = 71;

/** What to read of the second generation: bounds are unix seconds, both included. */
export interface ArchiveQuery {
  readonly groupId: number;
  readonly output: string | undefined;
  readonly mode: 'raw' | 'diff';
  readonly from: number;
  readonly to: number;
  readonly unit: StatisticUnit;
}

/** All recorded values of a house, as the two generations of commands give them out. */
export class Archive {
  readonly #environment: Environment;
  readonly #recorder: Recorder;
  readonly #now: () => number;
  #catalogueDate = '';

  /** @param now - Time in the house, epoch milliseconds. */
  constructor(controls: readonly Control[], environment: Environment, now: () => number) {
    this.#environment = environment;
    this.#now = now;
    const groups = controls.flatMap((control) => [
      ...statisticGroups(control),
      ...[statisticOutputs(control)].filter((group) => group !== undefined),
    ]);
    const series = groups.flatMap((group) => group.series);
    this.#recorder = new Recorder(series, environment, now());
  }

  tick(): void {
    this.#recorder.tick(this.#now());
  }

  /** Local time of the catalogue that was given out last; empty before the first. */
  get catalogueDate(): string {
    return this.#catalogueDate;
  }

  /** The value of `getStatisticInfo` (protocol reference §6.2). */
  info(control: Control): readonly { readonly id: number; readonly activeSince: number }[] {
    return statisticGroups(control).map(({ id }) => ({ id, activeSince: this.#recorder.since }));
  }

  /** Body of `getStatistic` (§6.2); `undefined` for a group or an output that is not there. */
  rows(control: Control, query: ArchiveQuery): Uint8Array | undefined {
    const group = statisticGroups(control).find(({ id }) => id === query.groupId);
    const series = group?.series.filter(
      ({ output }) => query.output === undefined || output === query.output,
    );
    if (group === undefined || series === undefined || series.length === 0) return undefined;
    const chosen = { ...group, series };
    const rows = query.mode === 'raw' ? this.#raw(chosen, query) : this.#differences(chosen, query);
    return encodeStatisticRows(rows, series.length);
  }

  /** Body of `binstatisticdata` (§6.1), for a month `YYYYMM` or a day `YYYYMMDD`. */
  month(control: Control, period: string): Uint8Array | undefined {
    const rows = this.#wallRows(control, period);
    return rows && encodeStatisticRows(rows, statisticOutputs(control)?.series.length ?? 1);
  }

  /** `statisticdata.xml` (§6.1). */
  xml(control: Control, period: string): string | undefined {
    const rows = this.#wallRows(control, period);
    return rows && formatStatisticXml(rows, { name: control.name, outputs: outputNames(control) });
  }

  /** A month as it lies on the memory card (§6.1). */
  file(control: Control, month: string): Uint8Array | undefined {
    const rows = /^\d{6}$/.test(month) ? this.#wallRows(control, month) : undefined;
    const outputs = statisticOutputs(control)?.series.length ?? 0;
    if (rows === undefined || outputs === 0 || outputs > 10) return undefined;
    const [, second = '0', third = '0'] = control.id.split('-');
    const mark = [Number.parseInt(third, 16), Number.parseInt(second, 16)] as const;
    return encodeStatisticFile(
      { name: control.name, objectType: OBJECT_TYPE, rows },
      outputs,
      mark,
    );
  }

  /** `statistics.json`: which controls have recorded values of which months. */
  catalogue(controls: Iterable<Control>): unknown {
    const recorded = [...controls].filter((control) => statisticOutputs(control) !== undefined);
    const { since } = this.#recorder;
    this.#catalogueDate = this.#environment.localTime(this.#now()).text;
    return recorded.map((control) => ({
      uuid: control.id,
      name: control.name,
      outputs: outputNames(control),
      from: this.#environment.localTime(since * 1000).text,
      to: this.#catalogueDate,
    }));
  }

  /** What is recorded at fixed intervals, and what holds now; or what held at each span's begin. */
  #raw(group: StatisticGroup, query: ArchiveQuery): readonly StatisticRow[] {
    const { unit, from, to } = query;
    if (unit !== 'all') return this.#starts(query).map((at) => this.#row(group, at));
    return this.#recorded(group, from, to);
  }

  #recorded(group: StatisticGroup, from: number, to: number): readonly StatisticRow[] {
    const { interval } = group;
    const now = this.#unixNow();
    const first = Math.ceil(Math.max(from, this.#recorder.since) / interval) * interval;
    const last = Math.min(to, now);
    const count = Math.max(0, Math.min(MAX_ROWS, Math.floor((last - first) / interval) + 1));
    const rows = Array.from({ length: count }, (_, row) =>
      this.#row(group, first + row * interval),
    );
    const isCurrent = from <= now && now <= to && rows.at(-1)?.time !== now;
    return withoutRepeats(isCurrent ? [...rows, this.#row(group, now)] : rows);
  }

  /** Each span's growth; of the last one what there is so far. */
  #differences(group: StatisticGroup, query: ArchiveQuery): readonly StatisticRow[] {
    const { unit, from, to } = query;
    if (unit === 'all') {
      const rows = this.#recorded(group, from, to);
      return rows.slice(0, -1).map(({ time }, index) => {
        return this.#growth(group, time, rows[index + 1]?.time ?? time);
      });
    }
    return this.#starts(query).map((at) =>
      this.#growth(group, at, nextUnit(this.#environment, at, unit)),
    );
  }

  #growth({ series }: StatisticGroup, from: number, until: number): StatisticRow {
    const now = this.#unixNow();
    const at = (one: Series, unix: number): number => this.#recorder.valueAt(one, unix, now);
    const values = series.map((one) => at(one, Math.min(until, now)) - at(one, from));
    return { time: from, values: values.map((value) => Math.round(value * 1e6) / 1e6) };
  }

  /** Begins of the spans within the bounds, by the clock of the house. */
  #starts({ unit, from, to }: ArchiveQuery): readonly number[] {
    if (unit === 'all') return [];
    const first = Math.max(from, this.#recorder.since);
    const last = Math.min(to, this.#unixNow());
    const starts: number[] = [];
    let at = unitStart(this.#environment, first, unit);
    if (at < first) at = nextUnit(this.#environment, first, unit);
    while (at <= last && starts.length < MAX_ROWS) {
      starts.push(at);
      at = nextUnit(this.#environment, at, unit);
    }
    return starts;
  }

  #row({ series }: StatisticGroup, at: number): StatisticRow {
    const now = this.#unixNow();
    return { time: at, values: series.map((one) => this.#recorder.valueAt(one, at, now)) };
  }

  /** A month or a day of the first generation: times by the clock of the house. */
  #wallRows(control: Control, period: string): readonly StatisticRow[] | undefined {
    const group = statisticOutputs(control);
    const span = this.#span(period);
    if (group === undefined || span === undefined) return undefined;
    return this.#recorded(group, span.from, span.until - 1).map(({ time, values }) => ({
      time: this.#wallSeconds(time),
      values,
    }));
  }

  #wallSeconds(unix: number): number {
    const offset = this.#environment.utcOffsetMinutes(unix * 1000) * 60;
    return Math.max(0, unix + offset - LOXONE_EPOCH_UNIX);
  }

  #span(period: string): { readonly from: number; readonly until: number } | undefined {
    const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)?$/.exec(period)?.map(Number) ?? [];
    if (year === undefined || month === undefined || month < 1 || month > 12) return undefined;
    const isDay = period.length === 'YYYYMMDD'.length;
    const from = localMidnight(this.#environment, { year, month, day: isDay ? (day ?? 1) : 1 });
    const unit = isDay ? 'day' : 'month';
    return { from, until: nextUnit(this.#environment, from + DAY / 2, unit) };
  }

  #unixNow(): number {
    return Math.floor(this.#now() / 1000);
  }
}

/** A row like the one before is not recorded; the first and the last always are. */
function withoutRepeats(rows: readonly StatisticRow[]): readonly StatisticRow[] {
  return rows.filter((row, index) => {
    const before = rows[index - 1];
    if (before === undefined || index === rows.length - 1) return true;
    return row.values.some((value, column) => value !== before.values[column]);
  });
}
