import { encodeSegment, isUuid, LoxoneError } from '@gatehouse/loxone-protocol';
import { type HouseLink, isUnknown } from './house-link.js';

/** A picture with what it is. */
export interface Image {
  readonly contentType:
    | 'image/svg+xml'
    | 'image/png'
    | 'image/jpeg'
    | 'image/gif'
    | 'image/webp'
    | 'image/bmp';
  readonly bytes: Uint8Array;
}

const MAX_BYTES = 8 * 1024 * 1024;
/** A drawing may begin with a declaration and comments. */
const SVG_HEAD_BYTES = 4096;

const SIGNATURES: readonly (readonly [Image['contentType'], readonly (number | undefined)[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  [
    'image/webp',
    [0x52, 0x49, 0x46, 0x46, undefined, undefined, undefined, undefined, 0x57, 0x45, 0x42, 0x50],
  ],
  ['image/bmp', [0x42, 0x4d]],
];

/**
 * Fetches the icon of a room, a category or a control. Newer ones are drawings, older ones pixels;
 * the name may lack its ending (protocol reference §7 no. 28).
 *
 * @param icon - As the structure file names it: a uuid, or a path such as `IconsFilled/light.svg`.
 * @throws RangeError for a name that no icon has; LoxoneError `ERR_LOXONE_COMMAND_FAILED` when there
 * is none, `ERR_LOXONE_ANSWER_MALFORMED` when it is no picture, or the connection's error.
 */
export async function fetchIcon(link: HouseLink, icon: string): Promise<Image> {
  if (!isUuid(icon)) return asImage(await link.file(pathOf(icon)));
  try {
    return asImage(await link.file(`${icon}.svg`));
  } catch (error) {
    if (!isUnknown(error)) throw error;
    return asImage(await link.file(`${icon}.png`));
  }
}

/**
 * Fetches a picture that a door station took.
 *
 * @param intercom - `uuidAction` of the control.
 * @param taken - When, as its state `lastBellEvents` tells: `20240229120000`.
 * @throws RangeError when `taken` is no such time; LoxoneError as {@link fetchIcon}.
 */
export async function fetchCameraImage(
  link: HouseLink,
  intercom: string,
  taken: string,
): Promise<Image> {
  if (!/^\d{14}$/.test(taken)) throw new RangeError('taken must be 14 digits, YYYYMMDDHHMMSS');
  return asImage(await link.file(`camimage/${encodeSegment(intercom)}/${taken}`));
}

/** @throws LoxoneError `ERR_LOXONE_ANSWER_MALFORMED` when it is too large or no picture. */
function asImage(bytes: Uint8Array): Image {
  if (bytes.length > MAX_BYTES) throw noImage('it is too large');
  const contentType = sniff(bytes);
  if (contentType === undefined) throw noImage('it is not one');
  return { contentType, bytes };
}

function sniff(bytes: Uint8Array): Image['contentType'] | undefined {
  const pixels = SIGNATURES.find(([, signature]) =>
    signature.every((byte, at) => byte === undefined || bytes[at] === byte),
  );
  if (pixels !== undefined) return pixels[0];
  const head = Buffer.from(bytes.subarray(0, SVG_HEAD_BYTES)).toString('latin1');
  return /^[^<]*(?:<[?!][^>]*>\s*)*<svg[\s>]/i.test(head) ? 'image/svg+xml' : undefined;
}

/** Each part of a path on its own; nothing may lead out of it or to another command. */
function pathOf(icon: string): string {
  const parts = icon.replace(/^\/+/, '').split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw new RangeError('icon must be a uuid or a path without empty parts');
  }
  if (!/\.(?:svg|png|jpe?g|gif)$/i.test(icon)) {
    throw new RangeError('icon must be a uuid or end like a picture');
  }
  return parts.map(encodeSegment).join('/');
}

function noImage(problem: string): LoxoneError {
  const message = `The picture cannot be used: ${problem}.`;
  return new LoxoneError('ERR_LOXONE_ANSWER_MALFORMED', message, { problem });
}
