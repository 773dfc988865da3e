/** The value of a metric without labels in Prometheus' text format. @throws TypeError when absent. */
export function metricOf(text: string, name: string): number {
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  if (line === undefined) throw new TypeError(`there is no metric ${name}`);
  return Number(line.slice(name.length + 1));
}

/** A number that was read at a moment, milliseconds since the beginning. */
export interface Reading {
  readonly at: number;
  readonly value: number;
}

/** Readings in windows of a length, without the last one, which may have begun just now. */
export function windowsOf(readings: readonly Reading[], windowMs: number): readonly number[][] {
  const windows: number[][] = [];
  for (const { at, value } of readings) {
    const index = Math.floor(at / windowMs);
    while (windows.length <= index) windows.push([]);
    windows[index]?.push(value);
  }
  return windows.slice(0, -1).filter((window) => window.length > 0);
}

/** The value below which a share of the others lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
