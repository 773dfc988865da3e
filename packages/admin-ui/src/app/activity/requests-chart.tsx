import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { count } from '../format.js';
import { Chart } from './chart.js';
import { stackedBars } from './geometry.js';
import { Legend } from './legend.js';
import type { Layout } from './plot.js';
import type { Moment } from './timeline.js';
import { valueAxis } from './value-axis.js';
import { ValuesTable } from './values-table.js';
import { requestsSummary, requestsText } from './words.js';

/** From the bottom of a bar up. */
const LAYERS = ['answered', 'denied', 'failed'] as const;

const LAYER_WORDS: Readonly<Record<(typeof LAYERS)[number], string>> = {
  answered: 'Answered',
  denied: 'Denied',
  failed: 'Failed',
};

/** Requests over time: answered, denied and failed on each other. */
export function RequestsChart(props: {
  readonly moments: readonly Moment[];
  readonly bucketMs: number;
}): JSX.Element {
  const { moments, bucketMs } = props;
  const id = useId();
  const most = moments.reduce(
    (highest, one) => Math.max(highest, one.answered + one.denied + one.failed),
    0,
  );
  return (
    <Chart
      title="Requests"
      moments={moments}
      bucketMs={bucketMs}
      axis={valueAxis(most, 4, 1)}
      tickText={count}
      summary={requestsSummary(moments, bucketMs)}
      momentText={requestsText}
      legend={
        <Legend
          entries={LAYERS.map((layer) => ({
            text: LAYER_WORDS[layer],
            mark: <Part layer={layer} patternId={id} x={0} y={0} width={20} height={12} />,
          }))}
        />
      }
      table={<ValuesTable title="Requests" moments={moments} bucketMs={bucketMs} />}
      draw={(layout) => (
        <>
          <Patterns id={id} />
          <Bars moments={moments} bucketMs={bucketMs} layout={layout} patternId={id} />
        </>
      )}
    />
  );
}

function Bars(props: {
  readonly moments: readonly Moment[];
  readonly bucketMs: number;
  readonly layout: Layout;
  readonly patternId: string;
}): JSX.Element {
  const { moments, bucketMs, layout, patternId } = props;
  const bars = stackedBars(
    moments.map((one) => ({ at: one.at, values: LAYERS.map((layer) => one[layer]) })),
    bucketMs,
    layout.x,
    layout.y,
  );
  return (
    <>
      {bars.flat().map((part) => (
        <Part
          key={`${part.x} ${part.layer}`}
          layer={LAYERS[part.layer] ?? 'answered'}
          patternId={patternId}
          x={part.x}
          y={part.y}
          width={part.width}
          height={part.height}
        />
      ))}
    </>
  );
}

/** A part of a bar: its colour, and over it the stripes or dots that tell it apart without colour. */
function Part(props: {
  readonly layer: (typeof LAYERS)[number];
  readonly patternId: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}): JSX.Element {
  const { layer, patternId, ...box } = props;
  return (
    <>
      <rect class={`chart-bar chart-bar-${layer}`} {...box} />
      {layer === 'answered' ? null : <rect fill={`url(#${patternId}-${layer})`} {...box} />}
    </>
  );
}

function Patterns({ id }: { readonly id: string }): JSX.Element {
  return (
    <defs>
      <pattern
        id={`${id}-denied`}
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect class="chart-stripe" width="2.5" height="6" />
      </pattern>
      <pattern id={`${id}-failed`} width="5" height="5" patternUnits="userSpaceOnUse">
        <circle class="chart-stripe" cx="2.5" cy="2.5" r="1.2" />
      </pattern>
    </defs>
  );
}
