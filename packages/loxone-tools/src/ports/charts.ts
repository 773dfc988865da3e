/** A series as a chart draws it, oldest first. */
export interface ChartSeries {
  readonly label: string;
  readonly unit?: string;
  /** `[epoch milliseconds, value]`. */
  readonly points: readonly (readonly [number, number])[];
}

/** What a chart shows. */
export interface ChartRequest {
  readonly title: string;
  readonly kind: 'line' | 'bar';
  readonly series: readonly ChartSeries[];
  /** IANA name of the time zone that the axis is labelled in. Default: UTC. */
  readonly timeZone?: string;
  /** A line is broken where two points are further apart, in milliseconds. Default: never. */
  readonly gapMs?: number;
}

/** Draws a chart. @returns The bytes of a PNG. */
export type RenderChart = (request: ChartRequest) => Promise<Uint8Array>;
