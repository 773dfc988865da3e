import type { HouseData } from '../ports/house-data.js';
import type { Outcome } from '../tool-error.js';
import { houseClock } from './house-clock.js';
import { readSeries, type SeriesQuery } from './read-series.js';
import { readSpan } from './time-span.js';

/** As the address of the resource says it. */
export interface HistoryCsvQuery
  extends Pick<SeriesQuery, 'control' | 'output' | 'bucket' | 'fn' | 'signal'> {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** First characters that a spreadsheet takes for a formula. */
const FORMULA = /^[=+\-@\t]/;

/**
 * Every value of a series: a line for each, with the time of the house and in UTC. Whether the caller
 * may see the control is decided before this.
 *
 * @param now - Epoch milliseconds.
 */
export async function historyCsv(
  data: HouseData,
  query: HistoryCsvQuery,
  now: number,
): Promise<Outcome<string>> {
  const clock = houseClock(data.timeZone());
  const span = readSpan(query.from, query.to, { now, clock });
  if (!span.ok) return span;
  const series = await readSeries(data, { ...query, ...span.value }, clock);
  if (!series.ok) return series;
  const { output, points } = series.value;
  const title = output.unit === '' ? output.title : `${output.title} (${output.unit})`;
  const lines = points.map(
    ([at, value]) => `${clock.text(at)},${new Date(at).toISOString()},${value}`,
  );
  return { ok: true, value: [`time,utc,${cell(title)}`, ...lines, ''].join('\r\n') };
}

/** RFC 4180 §2; a name of the house must not become a formula. */
function cell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** The address of the CSV of a series. */
export function historyCsvUri(query: Omit<HistoryCsvQuery, 'signal'>): string {
  const { control, ...rest } = query;
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) {
    if (value !== undefined) parameters.set(name, value);
  }
  return `loxone://controls/${encodeURIComponent(control)}/history.csv?${parameters}`;
}
