/** A series of numbers, oldest first. */
export interface ChartSeries {
  /** Shown in the legend; may come from anybody. */
  readonly label: string;
  readonly unit?: string;
  /** `[epoch milliseconds, value]`; a value that is no number is a gap. */
  readonly points: readonly (readonly [number, number])[];
}

/** What a chart shows. */
export interface ChartRequest {
  /** May come from anybody. */
  readonly title: string;
  readonly kind: 'line' | 'bar';
  /** 1–8 of them; they share one axis. */
  readonly series: readonly ChartSeries[];
  /** IANA name of the time zone that the axis is labelled in. Default `UTC`. */
  readonly timeZone?: string;
  /** A line is broken where two points are further apart, in milliseconds. Default: never. */
  readonly gapMs?: number;
  /** Pixels, 200–2,000. Default 800. */
  readonly width?: number;
  /** Pixels, 150–2,000. Default 400. */
  readonly height?: number;
}

/** A request that was checked, with its defaults. */
export type CheckedRequest = Required<ChartRequest>;

/** Most series of a chart: more colours nobody tells apart. */
const MAX_SERIES = 8;
/** Most points in all; more than a chart has pixels for are only slow. */
const MAX_POINTS = 20_000;

/**
 * @throws TypeError for something of another kind, RangeError for a size that is out of range or an
 *   unknown time zone; both name the argument.
 */
export function checkRequest(request: ChartRequest): CheckedRequest {
  const { title, kind, series, timeZone = 'UTC', gapMs = Number.POSITIVE_INFINITY } = request;
  const { width = 800, height = 400 } = request;
  if (typeof title !== 'string') throw new TypeError('title must be text');
  if (kind !== 'line' && kind !== 'bar') throw new TypeError('kind must be line or bar');
  if (!Array.isArray(series)) throw new TypeError('series must be a list');
  assertWithin('series', series.length, 1, MAX_SERIES);
  const points = series.reduce((sum, one) => sum + one.points.length, 0);
  assertWithin('points', points, 0, MAX_POINTS);
  assertWithin('width', width, 200, 2000);
  assertWithin('height', height, 150, 2000);
  if (!(gapMs > 0)) throw new RangeError('gapMs must be above 0');
  assertTimeZone(timeZone);
  return { title, kind, series: series.map(inOrder), timeZone, gapMs, width, height };
}

function inOrder(series: ChartSeries): ChartSeries {
  const points = series.points.filter(([at]) => Number.isFinite(at));
  return { ...series, points: [...points].sort(([one], [other]) => one - other) };
}

function assertWithin(name: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new RangeError(`${name}: must be a whole number, ${min}–${max}`);
}

function assertTimeZone(timeZone: string): void {
  try {
    Intl.DateTimeFormat('en', { timeZone });
  } catch {
    throw new RangeError('timeZone must be an IANA name that the platform knows');
  }
}
