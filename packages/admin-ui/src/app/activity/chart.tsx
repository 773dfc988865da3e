import type { ComponentChildren, JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { nearestIndex } from './geometry.js';
import { type Layout, layoutOf, movedBy } from './plot.js';
import type { Moment } from './timeline.js';
import { useWidth } from './use-width.js';
import type { ValueAxis } from './value-axis.js';
import { spanText } from './words.js';

const HEIGHT = 220;

/** A chart over time. */
export interface ChartProps {
  readonly title: string;
  readonly moments: readonly Moment[];
  readonly bucketMs: number;
  readonly axis: ValueAxis;
  readonly tickText: (value: number) => string;
  /** The whole in a sentence. */
  readonly summary: string;
  /** One moment in words. */
  readonly momentText: (moment: Moment) => string;
  readonly legend: ComponentChildren;
  /** The same values as a table. */
  readonly table: ComponentChildren;
  readonly draw: (layout: Layout) => ComponentChildren;
}

/**
 * The picture, and the way through it: a pointer or the arrow keys go from moment to moment, and the
 * line above says what was then. For those who hear it, it is a slider that speaks.
 */
export function Chart(props: ChartProps): JSX.Element {
  const { title, moments, bucketMs, summary, momentText } = props;
  const [frame, width] = useWidth<HTMLDivElement>();
  const [chosen, setChosen] = useState<number>();
  const titleId = useId();
  const labels = props.axis.ticks.map(props.tickText);
  const layout = layoutOf({ width, height: HEIGHT }, moments, bucketMs, props.axis, labels);
  const moment = chosen === undefined ? undefined : moments[chosen];
  const words =
    moment === undefined ? summary : `${spanText(moment.at, bucketMs)}: ${momentText(moment)}`;
  const middles = moments.map(({ at }) => at + bucketMs / 2);

  function point(event: JSX.TargetedPointerEvent<HTMLDivElement>): void {
    const { left } = event.currentTarget.getBoundingClientRect();
    setChosen(nearestIndex(middles, layout.x, event.clientX - left));
  }

  return (
    <figure class="chart" aria-labelledby={titleId}>
      <figcaption class="chart-head">
        <h2 class="chart-title" id={titleId}>
          {title}
        </h2>
        {props.legend}
        <p class="chart-words">{words}</p>
      </figcaption>
      <div
        ref={frame}
        class="chart-frame"
        role="slider"
        tabIndex={0}
        aria-labelledby={titleId}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, moments.length - 1)}
        aria-valuenow={chosen ?? Math.max(0, moments.length - 1)}
        aria-valuetext={words}
        onKeyDown={(event) => {
          const next = movedBy(event.key, chosen, moments.length);
          if (next === undefined) return;
          event.preventDefault();
          setChosen(next);
        }}
        onBlur={() => setChosen(undefined)}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => setChosen(undefined)}
      >
        {width === 0 ? null : (
          <svg class="chart-picture" width={width} height={HEIGHT} aria-hidden="true">
            <Axes layout={layout} axis={props.axis} labels={labels} />
            {moment === undefined ? null : (
              <rect
                class="chart-cursor"
                x={layout.x(moment.at)}
                y={layout.plot.top}
                width={Math.max(2, layout.x(moment.at + bucketMs) - layout.x(moment.at))}
                height={layout.plot.height}
              />
            )}
            {props.draw(layout)}
          </svg>
        )}
      </div>
      {props.table}
    </figure>
  );
}

function Axes(props: {
  readonly layout: Layout;
  readonly axis: ValueAxis;
  readonly labels: readonly string[];
}): JSX.Element {
  const { layout, axis, labels } = props;
  const { plot, times, y } = layout;
  const bottom = plot.top + plot.height;
  return (
    <g>
      {axis.ticks.map((value, index) => (
        <g key={value}>
          <line
            class={value === 0 ? 'chart-base' : 'chart-grid'}
            x1={plot.left}
            x2={plot.left + plot.width}
            y1={Math.round(y(value)) + 0.5}
            y2={Math.round(y(value)) + 0.5}
          />
          <text class="chart-label" x={plot.left - 8} y={y(value) + 4} text-anchor="end">
            {labels[index]}
          </text>
        </g>
      ))}
      {times.map(({ at, label, x, anchor }) => (
        <g key={at}>
          <line
            class="chart-base"
            x1={Math.round(x) + 0.5}
            x2={Math.round(x) + 0.5}
            y1={bottom}
            y2={bottom + 5}
          />
          <text class="chart-label" x={x} y={bottom + 20} text-anchor={anchor}>
            {label}
          </text>
        </g>
      ))}
    </g>
  );
}
