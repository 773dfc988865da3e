import { decodeSegment } from '@gatehouse/loxone-protocol';
import type { WireCommand } from './physics.js';

/** Takes a command's tail apart: `manualPosition/40` → word and arguments. */
export function parseWireCommand(tail: string): WireCommand {
  const segments = tail.split('/').map(decodeSegment);
  return {
    raw: tail,
    word: (segments[0] ?? '').toLowerCase(),
    args: segments.slice(1),
    text: decodeSegment(tail),
  };
}

/** A finite decimal number with `.`; anything else, the empty text included, is none. */
export function parseNumber(text: string | undefined): number | undefined {
  if (text === undefined || !/^[+-]?\d+(\.\d+)?$/.test(text)) return undefined;
  return Number(text);
}

/** The argument as a number within a range, or none. */
export function numberArgument(
  command: WireCommand,
  index: number,
  low: number = Number.NEGATIVE_INFINITY,
  high: number = Number.POSITIVE_INFINITY,
): number | undefined {
  const value = parseNumber(command.args[index]);
  return value === undefined || value < low || value > high ? undefined : value;
}

/** The whole command as a number: sliders, dimmers and radios take `{uuid}/{n}`. */
export function bareNumber(command: WireCommand): number | undefined {
  return command.args.length === 0 ? parseNumber(command.word) : undefined;
}

/** A number from the control's details, or the fallback. */
export function detailNumber(
  details: Readonly<Record<string, unknown>>,
  name: string,
  fallback: number,
): number {
  const value = details[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
}
