import type { JSX } from 'preact';
import { Chart } from './chart.js';
import { areaPath, linePath } from './geometry.js';
import { Legend } from './legend.js';
import type { Layout } from './plot.js';
import type { Moment } from './timeline.js';
import { valueAxis } from './value-axis.js';
import { ValuesTable } from './values-table.js';
import { latenciesText, latencySummary, latencyText } from './words.js';

/** How fast requests were answered over time: the half, and all but the slowest twentieth. */
export function LatencyChart(props: {
  readonly moments: readonly Moment[];
  readonly bucketMs: number;
}): JSX.Element {
  const { moments, bucketMs } = props;
  const most = moments.reduce((highest, { p50, p95 }) => Math.max(highest, p50 ?? 0, p95 ?? 0), 0);
  return (
    <Chart
      title="Latency"
      moments={moments}
      bucketMs={bucketMs}
      axis={valueAxis(most, 4)}
      tickText={latencyText}
      summary={latencySummary(moments, bucketMs)}
      momentText={latenciesText}
      legend={
        <Legend
          entries={[
            { text: 'Half within (p50)', mark: <path class="chart-line" d="M1 6H19" /> },
            {
              text: '95 % within (p95)',
              mark: <path class="chart-line chart-line-dashed" d="M1 6H19" />,
            },
          ]}
        />
      }
      table={<ValuesTable title="Latency" moments={moments} bucketMs={bucketMs} />}
      draw={(layout) => <Lines moments={moments} bucketMs={bucketMs} layout={layout} />}
    />
  );
}

function Lines(props: {
  readonly moments: readonly Moment[];
  readonly bucketMs: number;
  readonly layout: Layout;
}): JSX.Element {
  const { moments, bucketMs, layout } = props;
  const line = (name: 'p50' | 'p95') =>
    moments.map((one) => ({ at: one.at + bucketMs / 2, value: one[name] }));
  const [half, most] = [line('p50'), line('p95')];
  const { x, y } = layout;
  return (
    <>
      <path class="chart-area" d={areaPath(half, x, y)} />
      <path class="chart-line" d={linePath(half, x, y)} />
      <path class="chart-line chart-line-dashed" d={linePath(most, x, y)} />
    </>
  );
}
