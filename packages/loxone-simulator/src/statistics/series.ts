import type { Control } from '../house/control.js';

/** One column of recorded values. */
export interface Series {
  readonly control: Control;
  /** What the structure file calls it: `actual`, or the id of an output. */
  readonly output: string;
  /** State that it records; none where the control has no such state. */
  readonly state: string | undefined;
  /** Counts up and up: charts show its differences. */
  readonly accumulated: boolean;
  /** On or off. */
  readonly digital: boolean;
}

/** Series that are recorded together. */
export interface StatisticGroup {
  readonly id: number;
  /** Seconds between two rows; what changes in between is not recorded. */
  readonly interval: number;
  readonly series: readonly Series[];
}

/** `mode` of a group, `frequency` of the first generation → seconds (protocol reference §6.1). */
const INTERVALS: Readonly<Record<number, number>> = {
  2: 60,
  3: 300,
  4: 600,
  5: 1800,
  6: 3600,
  8: 300,
  9: 600,
  10: 1800,
  11: 3600,
  12: 900,
};
/** Every change: as often as anything here is recorded. */
export const EVERY_CHANGE_SECONDS = 300;
const DIGITAL = 1;

/** The groups of `statisticV2` (§6.2); entries that cannot be right are left out. */
export function statisticGroups(control: Control): readonly StatisticGroup[] {
  return objects(control.description.statisticV2?.groups)
    .filter((group) => group.mode !== 0)
    .map((group) => ({
      id: Number(group.id) || 0,
      interval: intervalOf(group.mode),
      series: objects(group.dataPoints).map(({ output }) => {
        const name = String(output ?? '');
        const state = control.has(name) ? name : undefined;
        return {
          control,
          output: name,
          state,
          accumulated: group.accumulated === true,
          digital: false,
        };
      }),
    }));
}

/** The columns of `statistic`, the first generation (§6.1); none when nothing is recorded. */
export function statisticOutputs(control: Control): StatisticGroup | undefined {
  const { statistic } = control.description;
  const outputs = objects(statistic?.outputs);
  if (outputs.length === 0 || statistic?.frequency === 0) return undefined;
  return {
    id: 0,
    interval: intervalOf(statistic?.frequency),
    series: outputs.map(({ id, uuid, visuType }) => ({
      control,
      output: String(id ?? ''),
      state: recordedState(control, uuid),
      accumulated: false,
      digital: visuType === DIGITAL,
    })),
  };
}

/** The names of the outputs, in their order. */
export function outputNames(control: Control): readonly string[] {
  return objects(control.description.statistic?.outputs).map(({ name }) => String(name ?? ''));
}

/** The state with the output's uuid; some files name the control's own. */
function recordedState(control: Control, uuid: unknown): string | undefined {
  const names = Object.keys(control.description.states);
  const named = names.find((name) => control.uuids(name).some((state) => state === uuid));
  return named ?? ['value', 'active', 'actual'].find((name) => control.has(name)) ?? names[0];
}

function intervalOf(mode: unknown): number {
  return (typeof mode === 'number' ? INTERVALS[mode] : undefined) ?? EVERY_CHANGE_SECONDS;
}

function objects(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
