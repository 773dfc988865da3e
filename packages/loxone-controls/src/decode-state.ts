import { stateSpec } from './catalog.js';
import type { StateValue } from './home.js';
import { type DecodeContext, unitOf, wordsFor } from './state-text.js';
import type { StateSpec } from './types.js';

/** A state's value as people mean it. */
export interface DecodedState {
  readonly value: StateValue;
  readonly unit?: string;
  readonly text?: string;
}

/**
 * Decodes what a Miniserver pushed. Whatever it pushed, this answers: NaN, a sentinel, broken
 * JSON and nothing at all become `null`. States that the catalog does not know keep their value.
 *
 * @param raw - A number from the value table, text from the text table, or `undefined` while
 *   nothing has come.
 */
export function decodeState(
  type: string,
  stateName: string,
  raw: number | string | undefined,
  context: DecodeContext = {},
): DecodedState {
  const spec = stateSpec(type, stateName);
  if (spec === undefined) return { value: decodeUnknown(raw) };
  const wire = spec.kind === 'number' || spec.kind === 'boolean' ? wireNumber(spec, raw) : raw;
  const value = decodeValue(spec, wire);
  const unit = unitOf(spec, context);
  const text = value === null ? undefined : wordsFor(spec, wire, value, context);
  return { value, ...(unit !== undefined && { unit }), ...(text !== undefined && { text }) };
}

function decodeUnknown(raw: number | string | undefined): StateValue {
  if (typeof raw === 'number') return Number.isFinite(raw) ? raw : null;
  return raw === undefined ? null : cleanText(raw);
}

function decodeValue(spec: StateSpec, wire: number | string | undefined): StateValue {
  if (wire === undefined) return null;
  switch (spec.kind) {
    case 'number':
      return typeof wire === 'number' ? scaled(wire, spec.scale) : null;
    case 'boolean':
      return wire !== 0;
    case 'text':
      return cleanText(String(wire));
    case 'json':
      return parseJson(cleanText(String(wire)));
  }
}

/** The number that came, also as text (`21.5`); a sentinel counts as nothing. */
function wireNumber(spec: StateSpec, raw: number | string | undefined): number | undefined {
  const blank = typeof raw === 'string' && raw.trim() === '';
  const value = raw === undefined || blank ? Number.NaN : Number(raw);
  if (!Number.isFinite(value) || spec.absent?.includes(value) === true) return undefined;
  return value;
}

/** Scaling in binary leaves dust (0.07 × 100); twelve digits are more than any sensor has. */
function scaled(wire: number, scale: number | undefined): number | null {
  if (scale === undefined) return wire;
  const value = Number((wire * scale).toPrecision(12));
  return Number.isFinite(value) ? value : null;
}

/** Some texts come with the padding of the table behind them. */
function cleanText(text: string): string {
  return text.replace(/\0+$/, '');
}

/** Numbers that a double cannot hold; JSON allows them, and they would become infinite. */
const ENDLESS = /\d{300}|\de\+?\d{3}/i;

function parseJson(text: string): StateValue {
  try {
    const parsed: StateValue = ENDLESS.test(text) ? JSON.parse(text, finite) : JSON.parse(text);
    return parsed;
  } catch {
    return null;
  }
}

function finite(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}
