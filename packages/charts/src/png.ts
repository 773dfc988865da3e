import { readAsset } from './assets.js';
import { initWasm, Resvg } from './resvg.js';

/** The renderer can be set up once in a process. */
let ready: Promise<Uint8Array> | undefined;

/**
 * Turns an SVG into a PNG of its size.
 *
 * @throws Whatever reading the renderer's files throws; the next call tries again.
 */
export async function toPng(svg: string): Promise<Uint8Array> {
  ready ??= setUp();
  const font = await ready.catch((error: unknown) => {
    ready = undefined;
    throw error;
  });
  const renderer = new Resvg(svg, {
    font: { fontBuffers: [font], defaultFontFamily: 'DejaVu Sans' },
  });
  try {
    const image = renderer.render();
    try {
      return image.asPng();
    } finally {
      image.free();
    }
  } finally {
    // The memory of WebAssembly is nobody's to collect.
    renderer.free();
  }
}

/** @returns The font. */
async function setUp(): Promise<Uint8Array> {
  const [font, renderer] = await Promise.all([readAsset('font'), readAsset('renderer')]);
  await initWasm(renderer);
  return font;
}
