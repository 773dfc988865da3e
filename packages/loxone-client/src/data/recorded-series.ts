import type { StructureControl } from '@gatehouse/loxone-protocol';

/** One quantity that a control records. */
export interface RecordedSeries {
  /** What to ask for it by: the name of its state, or its number in the first generation. */
  readonly output: string;
  readonly title: string;
  /** As the structure file says: `%.1f°`. */
  readonly format?: string;
  /** Counts up and up: what matters are its differences. */
  readonly accumulated: boolean;
  /** Other names by which the first generation knows it. */
  readonly aliases: readonly string[];
}

/** Series that are recorded, and read, together. */
export interface RecordedGroup {
  /** 0 in the first generation. */
  readonly id: number;
  readonly series: readonly RecordedSeries[];
}

/** What a control records, of the newer generation where there are both. */
export interface RecordedGroups {
  readonly generation: 1 | 2;
  readonly groups: readonly RecordedGroup[];
}

type Json = Readonly<Record<string, unknown>>;

/** @returns `undefined` when the control records nothing. */
export function recordedGroups(control: StructureControl): RecordedGroups | undefined {
  const groups = objects(control.statisticV2?.groups).flatMap(readGroup);
  if (groups.length > 0) return { generation: 2, groups };
  const series = objects(control.statistic?.outputs).map(readOutput);
  return series.length > 0 ? { generation: 1, groups: [{ id: 0, series }] } : undefined;
}

function readGroup(group: Json): readonly RecordedGroup[] {
  const id = Number(textOf(group.id));
  const series = objects(group.dataPoints).map((point) => ({
    ...named(point.output, point.title, point.format),
    accumulated: group.accumulated === true,
    aliases: [],
  }));
  return textOf(group.id) !== '' && Number.isInteger(id) && series.length > 0
    ? [{ id, series }]
    : [];
}

function readOutput({ id, name, format, uuid }: Json): RecordedSeries {
  const aliases = [name, uuid].filter((alias) => typeof alias === 'string');
  return { ...named(id, name, format), accumulated: false, aliases };
}

function named(
  output: unknown,
  title: unknown,
  format: unknown,
): Pick<RecordedSeries, 'output' | 'title' | 'format'> {
  const key = textOf(output);
  return {
    output: key,
    title: typeof title === 'string' ? title : key,
    ...(typeof format === 'string' && { format }),
  };
}

/** Numbers and texts stand for the same thing in different houses. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function objects(value: unknown): readonly Json[] {
  return Array.isArray(value)
    ? value.filter((entry): entry is Json => typeof entry === 'object' && entry !== null)
    : [];
}
