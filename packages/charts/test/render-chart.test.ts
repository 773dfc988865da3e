import { describe, expect, it } from 'vitest';
import { type ChartRequest, renderChart } from '../src/index.js';

const T = Date.UTC(2026, 0, 15);
const REQUEST: ChartRequest = {
  title: 'Temperature [Küche]',
  kind: 'line',
  series: [{ label: 'Küche', unit: '°C', points: [0, 1, 2].map((at) => [T + at * 3_600_000, at]) }],
  timeZone: 'Europe/Vienna',
};

/** Width and height stand at the beginning of every PNG, big-endian (RFC 2083 §11.2.1). */
function sizeOf(png: Uint8Array): readonly [number, number] {
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}

/** Drawing takes its time on a busy machine. */
const SLOW = { timeout: 60_000 };

describe('renderChart', SLOW, () => {
  it('makes a PNG of the size that was asked for', async () => {
    const png = await renderChart({ ...REQUEST, width: 400, height: 200 });
    expect([...png.slice(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    expect(sizeOf(png)).toEqual([400, 200]);
    expect(sizeOf(await renderChart(REQUEST))).toEqual([800, 400]);
  });

  it('gives the same bytes each time, also for calls at once', async () => {
    const all = await Promise.all([renderChart(REQUEST), renderChart(REQUEST)]);
    expect(all[0]).toEqual(all[1]);
  });

  it('writes text: the same chart without it is another picture', async () => {
    const untitled = await renderChart({ ...REQUEST, title: '' });
    expect(untitled).not.toEqual(await renderChart(REQUEST));
    expect((await renderChart(REQUEST)).length).toBeGreaterThan(untitled.length);
  });

  it('draws hostile labels as text', async () => {
    const hostile = '</text><image href="file:///etc/passwd"/><text>\u0000\ud800';
    const png = await renderChart({
      ...REQUEST,
      title: hostile,
      series: [{ label: hostile, unit: hostile, points: [] }],
    });
    expect(sizeOf(png)).toEqual([800, 400]);
  });

  it('rejects what cannot be drawn', async () => {
    await expect(renderChart({ ...REQUEST, width: 5 })).rejects.toThrow(RangeError);
  });
});
