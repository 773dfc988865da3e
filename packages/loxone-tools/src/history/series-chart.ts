import type { ChartRequest, RenderChart } from '../ports/charts.js';
import { cleanText } from '../text/clean-text.js';
import type { ExtraContent } from '../tool.js';

/** Most values that a chart draws of one series: it has no more pixels. */
export const MAX_DRAWN = 800;

/** A picture, or a remark why there is none. */
export interface Picture {
  readonly content: readonly ExtraContent[];
  readonly remark?: string;
}

/** Draws what is asked for; the numbers are given even if it cannot be drawn. */
export async function drawChart(
  render: RenderChart | undefined,
  request: ChartRequest,
): Promise<Picture> {
  if (render === undefined) return { content: [], remark: 'This server draws no charts.' };
  try {
    const bytes = await render({ ...request, title: cleanText(request.title) });
    return { content: [{ type: 'image', mimeType: 'image/png', bytes }] };
  } catch {
    return { content: [], remark: 'The chart could not be drawn.' };
  }
}
