import type {
  DataReply,
  HistoryQuery,
  HouseData,
  RecordedOutput,
  RecordedValues,
} from '../ports/house-data.js';
import { dataError } from '../ports/port-error.js';
import { cleanText } from '../text/clean-text.js';
import { foldLoosely } from '../text/fold.js';
import { type Outcome, toolError } from '../tool-error.js';
import { type Bucket, type BucketFunction, gather, type Point } from './buckets.js';
import type { HouseClock } from './house-clock.js';
import type { TimeSpan } from './time-span.js';

/** What to read of one control. */
export interface SeriesQuery extends TimeSpan {
  readonly control: string;
  /** Name or title of what it records. Default: a counter for a sum, else the first. */
  readonly output?: string | undefined;
  /** Default: hours up to eight days, days up to a year, months beyond. */
  readonly bucket?: Bucket | undefined;
  /** Default: the sum for counters, else the mean. */
  readonly fn?: BucketFunction | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What was recorded, in buckets. */
export interface Series {
  readonly output: RecordedOutput;
  readonly bucket: Bucket;
  readonly fn: BucketFunction;
  readonly points: readonly Point[];
  /** The values are what was counted in each bucket. */
  readonly counts: boolean;
  /** Remarks that whoever reads the numbers must know. */
  readonly remarks: readonly string[];
}

const DAY = 86_400_000;
/** Longer spans are read hour by hour: the Miniserver would send megabytes. */
const MAX_RAW_SPAN = 62 * DAY;

/** Reads one series, with one question to the Miniserver. */
export async function readSeries(
  data: HouseData,
  query: SeriesQuery,
  clock: HouseClock,
): Promise<Outcome<Series>> {
  const found = chooseOutput(data.recorded(query.control), query);
  if (!found.ok) return found;
  const output = found.value;
  const bucket = query.bucket ?? defaultBucket(query);
  const fn = query.fn ?? (output.accumulated ? 'sum' : 'avg');
  const counts = output.accumulated && bucket !== 'raw' && fn === 'sum';
  const resolution = counts ? bucket : readingOf(query, bucket);
  const reply = await data.history(askFor(query, output, resolution));
  if (!reply.ok) return { ok: false, error: dataError(reply) };
  const values = valuesOf(reply, output);
  const remarks = [
    ...(values?.truncated === true ? ['Only the newest recorded values are here.'] : []),
    ...(resolution === 'hour' && !counts && bucket !== 'hour'
      ? ['Reckoned from one value for each hour.']
      : []),
  ];
  const recorded = values?.points ?? [];
  // What was counted comes in buckets already; gathering it once more would change nothing.
  const points = gather(recorded, bucket, fn, clock);
  return { ok: true, value: { output, bucket, fn, points, counts, remarks } };
}

function chooseOutput(
  recorded: readonly RecordedOutput[],
  { output, fn }: SeriesQuery,
): Outcome<RecordedOutput> {
  if (recorded.length === 0) {
    const hint = 'loxone_events knows what changed since the server runs.';
    return { ok: false, error: toolError('not_supported', 'It records nothing.', hint) };
  }
  const wanted = output === undefined ? undefined : foldLoosely(output);
  const named = recorded.find(
    (one) =>
      wanted !== undefined && [one.output, one.title].some((name) => foldLoosely(name) === wanted),
  );
  const counter = fn === 'sum' ? recorded.find(({ accumulated }) => accumulated) : undefined;
  const chosen = wanted === undefined ? (counter ?? recorded[0]) : named;
  if (chosen !== undefined) return { ok: true, value: chosen };
  const titles = recorded.map(({ title }) => cleanText(title)).join(', ');
  const hint = `It records: ${titles}.`;
  return { ok: false, error: toolError('invalid_argument', 'It has no such output.', hint) };
}

function defaultBucket({ from, to }: TimeSpan): Bucket {
  if (to - from <= 8 * DAY) return 'hour';
  return to - from <= 366 * DAY ? 'day' : 'month';
}

function readingOf({ from, to }: TimeSpan, bucket: Bucket): HistoryQuery['resolution'] {
  return bucket !== 'raw' && to - from > MAX_RAW_SPAN ? 'hour' : 'raw';
}

function askFor(
  { control, from, to, signal }: SeriesQuery,
  { output }: RecordedOutput,
  resolution: HistoryQuery['resolution'],
): HistoryQuery {
  return { control, output, from, to, resolution, ...(signal !== undefined && { signal }) };
}

function valuesOf(
  reply: Extract<DataReply<readonly RecordedValues[]>, { readonly ok: true }>,
  { output }: RecordedOutput,
): RecordedValues | undefined {
  return reply.value.find((values) => values.output === output) ?? reply.value[0];
}
