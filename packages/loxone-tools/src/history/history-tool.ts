import { z } from 'zod';
import { defineTool, failure, type ToolCall, type ToolKit } from '../define-tool.js';
import type { HouseEntry } from '../house/house-entry.js';
import { errorSchema } from '../output-schema.js';
import { portMissing } from '../ports/port-error.js';
import { READ_TOOL } from '../read-tool.js';
import { shortText } from '../short-text.js';
import { oneTargetSchema, resolveOneTarget } from '../targets/one-target.js';
import { cleanText } from '../text/clean-text.js';
import type { ExtraContent, ToolDefinition, ToolResult } from '../tool.js';
import {
  BUCKET_FUNCTIONS,
  BUCKETS,
  MAX_INLINE,
  type Point,
  type Summary,
  summarize,
  type Thinned,
  thin,
} from './buckets.js';
import { historyCsvUri } from './history-csv.js';
import { type HouseClock, houseClock } from './house-clock.js';
import { readSeries, type Series } from './read-series.js';
import { drawChart, MAX_DRAWN } from './series-chart.js';
import { readSpan, type TimeSpan } from './time-span.js';

const inputSchema = z.strictObject({
  target: oneTargetSchema,
  output: shortText(100).optional().describe('Which of its quantities'),
  from: shortText(40).optional().describe('ISO, -24h, -3mo, yesterday, last month'),
  to: shortText(40).optional(),
  bucket: z.enum(BUCKETS).optional(),
  fn: z.enum(BUCKET_FUNCTIONS).optional(),
  chart: z.boolean().optional(),
});

const outputSchema = z.strictObject({
  device: z.looseObject({}).optional(),
  points: z.array(z.unknown()),
  summary: z.looseObject({}).optional(),
  remarks: z.array(z.string()).optional(),
  error: errorSchema,
  notice: z.string().optional(),
});

type HistoryArgs = z.output<typeof inputSchema>;

const NO_HISTORY = { points: [] };

/** `loxone_history` */
export function historyTool(kit: ToolKit): ToolDefinition {
  return defineTool(kit, {
    name: 'loxone_history',
    title: 'Recorded values',
    description:
      'Recorded values of one device over time, with summary; default the last 24 hours.',
    ...READ_TOOL,
    inputSchema,
    outputSchema,
    empty: NO_HISTORY,
    handle: history,
  });
}

async function history(args: HistoryArgs, call: ToolCall): Promise<ToolResult> {
  const { data, charts } = call.ports;
  const target = resolveOneTarget(args.target, call);
  if (!target.ok) return failure(target.error, NO_HISTORY);
  if (data === undefined) return failure(portMissing('history'), NO_HISTORY);
  const clock = houseClock(data.timeZone());
  const span = readSpan(args.from, args.to, { now: call.clock.now(), clock });
  if (!span.ok) return failure(span.error, NO_HISTORY);
  const { output, bucket, fn } = args;
  const control = target.value.control.id;
  const query = { control, output, bucket, fn, ...span.value, signal: call.signal };
  const series = await readSeries(data, query, clock);
  if (!series.ok) return failure(series.error, NO_HISTORY);
  const shown = thin(series.value.points, series.value.fn, MAX_INLINE);
  const picture =
    args.chart === true
      ? await drawChart(charts, chartOf(target.value, series.value, data.timeZone()))
      : { content: [] };
  const answer: Answer = {
    entry: target.value,
    series: series.value,
    span: span.value,
    shown,
    clock,
    timeZone: data.timeZone(),
    remarks: [
      ...series.value.remarks,
      ...thinningRemark(shown, series.value),
      ...(picture.remark === undefined ? [] : [picture.remark]),
    ],
  };
  const links = shown.factor > 1 ? [csvLink(answer)] : [];
  return { ...resultOf(answer), ...withContent([...picture.content, ...links]) };
}

/** Everything that a result is made of. */
interface Answer {
  readonly entry: HouseEntry;
  readonly series: Series;
  readonly span: TimeSpan;
  readonly shown: Thinned;
  readonly clock: HouseClock;
  readonly timeZone: string;
  readonly remarks: readonly string[];
}

function resultOf(answer: Answer): ToolResult {
  const { entry, series, shown, clock, timeZone, span, remarks } = answer;
  const { output, bucket, fn, points, counts } = series;
  const summary = summarize(points, counts);
  const unit = cleanText(output.unit);
  const title = cleanText(output.title);
  const text = [
    `${entry.label}, ${title}, ${clock.text(span.from)} to ${clock.text(span.to)} (${timeZone}):`,
    summary === undefined ? 'nothing was recorded.' : summaryText(summary, unit, bucket),
    ...remarks,
  ];
  return {
    text: text.join('\n'),
    structured: {
      device: {
        id: entry.control.id,
        label: entry.label,
        output: title,
        ...(unit !== '' && { unit }),
        bucket,
        ...(bucket !== 'raw' && { fn }),
        time_zone: timeZone,
      },
      points: shown.points.map(([at, value]) => [timeText(at, bucket, clock), rounded(value)]),
      ...(summary !== undefined && { summary: roundedAll(summary) }),
      ...(remarks.length > 0 && { remarks }),
    },
  };
}

function summaryText(summary: Summary, unit: string, bucket: string): string {
  const show = (value: number): string => `${rounded(value)}${unit === '' ? '' : ` ${unit}`}`;
  const { min, max, mean, last, sum, count } = summary;
  const kind = bucket === 'raw' ? 'recorded values' : `${bucket}s`;
  const total = sum === undefined ? '' : `${show(sum)} in all; `;
  return `${total}least ${show(min)}, most ${show(max)}, mean ${show(mean)}, last ${show(last)}; ${count} ${kind}.`;
}

function thinningRemark(
  { factor, points }: Thinned,
  { fn, points: all }: Series,
): readonly string[] {
  if (factor === 1) return [];
  return [
    `${all.length} values shown as ${points.length}: each is the ${fn} of ${factor} neighbours. The summary is of all; the linked CSV has every one.`,
  ];
}

function csvLink({ entry, series, span }: Answer): ExtraContent {
  const { output, bucket, fn } = series;
  const uri = historyCsvUri({
    control: entry.control.id,
    from: new Date(span.from).toISOString(),
    to: new Date(span.to).toISOString(),
    bucket,
    output: output.output,
    fn,
  });
  return { type: 'resource_link', uri, name: `${entry.label}.csv`, mimeType: 'text/csv' };
}

/** Buckets that follow each other are joined; a missing one is a gap. */
function chartOf(
  entry: HouseEntry,
  { points, output, counts, bucket, fn }: Series,
  timeZone: string,
): Parameters<typeof drawChart>[1] {
  const drawn = thin(points, fn, MAX_DRAWN);
  const length = GAPS[bucket];
  return {
    title: `${entry.label}: ${output.title}`,
    kind: counts ? 'bar' : 'line',
    series: [
      { label: cleanText(output.title), unit: cleanText(output.unit), points: drawn.points },
    ],
    timeZone,
    ...(length !== undefined && { gapMs: length * drawn.factor }),
  };
}

const HOUR = 3_600_000;
const GAPS: Readonly<Record<string, number>> = {
  hour: 2.5 * HOUR,
  day: 2.5 * 24 * HOUR,
  month: 2.5 * 31 * 24 * HOUR,
};

function timeText(at: number, bucket: Series['bucket'], clock: HouseClock): string {
  const text = clock.text(at);
  if (bucket === 'month') return text.slice(0, 7);
  return bucket === 'day' ? text.slice(0, 10) : text;
}

function roundedAll(summary: Summary): Record<string, number> {
  return Object.fromEntries(Object.entries(summary).map(([key, value]) => [key, rounded(value)]));
}

function rounded(value: Point[1]): number {
  return Number(value.toFixed(3));
}

function withContent(content: readonly ExtraContent[]): Pick<ToolResult, 'content'> {
  return content.length > 0 ? { content } : {};
}
