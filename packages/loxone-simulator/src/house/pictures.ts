import { deflateSync } from 'node:zlib';
import { fraction } from '../physics/noise.js';

const WIDTH = 160;
const HEIGHT = 120;
const RGB = 3;
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const TRUECOLOR = 2;
const BITS = 8;

/** An icon of our own making: a round shape whose colour comes from its name. */
export function iconSvg(name: string): string {
  const hue = Math.floor(360 * fraction(name));
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">' +
    `<circle cx="12" cy="12" r="9" fill="hsl(${hue},60%,50%)"/></svg>`
  );
}

/**
 * What the camera at the door sees: sky over ground, as bright as it is outside.
 *
 * @param light - 0 at night, 1 at noon.
 * @returns A PNG (RFC 2083) of 160 × 120 pixels.
 */
export function cameraPng(light: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header.set([BITS, TRUECOLOR], 8);
  const pixels = deflateSync(scanlines(light));
  return Buffer.concat([
    Buffer.from(SIGNATURE),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Each line begins with its filter, of which there is none. */
function scanlines(light: number): Buffer {
  const bright = 0.15 + 0.85 * Math.min(1, Math.max(0, light));
  const lines = Buffer.alloc(HEIGHT * (1 + WIDTH * RGB));
  for (let y = 0; y < HEIGHT; y += 1) {
    const color = y < HEIGHT / 2 ? [120, 170, 230 - y] : [70, 110 + y / 4, 60];
    for (let x = 0; x < WIDTH; x += 1) {
      const at = y * (1 + WIDTH * RGB) + 1 + x * RGB;
      for (const [index, part] of color.entries()) lines[at + index] = Math.round(part * bright);
    }
  }
  return lines;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** CRC-32 as PNG has it (RFC 2083, annex D). */
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
