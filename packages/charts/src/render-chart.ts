import { type ChartRequest, checkRequest } from './chart-request.js';
import { drawChart } from './draw-chart.js';

/**
 * Draws a chart. The same request always gives the same bytes, whatever fonts the machine has.
 *
 * The renderer (2.4 MB of WebAssembly) is loaded with the first chart.
 *
 * @returns The bytes of a PNG.
 * @throws TypeError or RangeError that names what of the request cannot be right.
 */
export async function renderChart(request: ChartRequest): Promise<Uint8Array> {
  const svg = drawChart(checkRequest(request));
  const { toPng } = await import('./png.js');
  return toPng(svg);
}
