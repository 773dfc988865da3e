import type { Plot, Scale } from './geometry.js';
import { scalesOf } from './geometry.js';
import { type TimeTick, timeTicks } from './time-axis.js';
import type { Moment } from './timeline.js';
import type { ValueAxis } from './value-axis.js';

/** Everything that a chart needs in order to be drawn, in pixels. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly plot: Plot;
  readonly x: Scale;
  readonly y: Scale;
  readonly times: readonly PlacedTick[];
}

/** A mark of time, where it is and how its words lie to it, so that none is cut off at an edge. */
export interface PlacedTick extends TimeTick {
  readonly x: number;
  readonly anchor: 'start' | 'middle' | 'end';
}

const TOP = 10;
const BOTTOM = 26;
const RIGHT = 8;
/** Width of a character of a label, at most; space between label and axis. */
const CHARACTER = 7.5;
const BESIDE = 8;
/** Room for the words under a mark of time. */
const PER_TICK = 64;
const HALF_LABEL = 22;

/** Lays a chart out. @param labels - The words on the axis of values. */
export function layoutOf(
  size: { readonly width: number; readonly height: number },
  moments: readonly Moment[],
  bucketMs: number,
  axis: ValueAxis,
  labels: readonly string[],
): Layout {
  const { width, height } = size;
  const left = Math.max(...labels.map(({ length }) => length), 1) * CHARACTER + BESIDE;
  const plot: Plot = {
    left,
    top: TOP,
    width: Math.max(1, width - left - RIGHT),
    height: Math.max(1, height - TOP - BOTTOM),
  };
  const from = moments[0]?.at ?? 0;
  const to = (moments.at(-1)?.at ?? 0) + bucketMs;
  const { x, y } = scalesOf(plot, { from, to }, axis.max);
  const times = timeTicks(from, to, plot.width / PER_TICK).map((tick) => {
    const place = x(tick.at);
    return { ...tick, x: place, anchor: anchorAt(place, width) };
  });
  return { width, height, plot, x, y, times };
}

function anchorAt(place: number, width: number): PlacedTick['anchor'] {
  if (place + HALF_LABEL > width) return 'end';
  return place < HALF_LABEL ? 'start' : 'middle';
}

/** Where the reader goes from one moment by a key; `undefined`: the key is not for this. */
export function movedBy(key: string, from: number | undefined, count: number): number | undefined {
  const last = count - 1;
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowDown: -1,
    ArrowRight: 1,
    ArrowUp: 1,
    PageDown: -10,
    PageUp: 10,
  };
  if (last < 0) return undefined;
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  if (step === undefined) return undefined;
  return Math.min(last, Math.max(0, (from ?? last) + step));
}
