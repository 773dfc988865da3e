export type { ChartRequest, ChartSeries } from './chart-request.js';
export { renderChart } from './render-chart.js';
