import { namesOf } from './details.js';
import type { HomeControl, HomeInfo, StateValue } from './home.js';
import { formatNumber, unitOfFormat } from './printf.js';
import type { StateSpec } from './types.js';

/** What of a control and its house makes a decoded state more exact. */
export interface DecodeContext {
  /** The control's details: they hold formats and names. */
  readonly details?: HomeControl['details'];
  /** Unit of all temperatures of the house; °C without it. */
  readonly temperatureUnit?: HomeInfo['temperatureUnit'];
}

/** Seconds from 1970 to the Loxone epoch, 2009-01-01 (protocol reference §0). */
const LOXONE_EPOCH = 1_230_768_000;

/** The unit of a decoded state, from the catalog or from the control's own format. */
export function unitOf(spec: StateSpec, context: DecodeContext): string | undefined {
  const unit = spec.unit ?? unitOfFormat(formatOf(spec, context));
  return unit === '°C' || unit === '°' ? (context.temperatureUnit ?? unit) : unit;
}

/**
 * A state in words: `40 % closed`, `on`, `21.5 °C`.
 *
 * @param wire - The value before scaling: names and meanings are keyed by it.
 * @param value - The value after it.
 */
export function wordsFor(
  spec: StateSpec,
  wire: number | string | undefined,
  value: StateValue,
  context: DecodeContext,
): string | undefined {
  const key = String(wire);
  const meant = nameOf(spec, key, context) ?? meaningOf(spec, key);
  if (meant !== undefined || typeof value !== 'number') return meant;
  if (spec.instant !== undefined) return instantText(spec.instant, value);
  const format = formatOf(spec, context);
  if (format !== undefined) return formatNumber(format, value);
  const shown = String(Number(value.toFixed(1)));
  if (spec.words !== undefined) return spec.words.replace('{value}', shown);
  const unit = unitOf(spec, context);
  return unit === undefined ? undefined : `${Number(value.toFixed(3))} ${unit}`;
}

function nameOf(spec: StateSpec, key: string, context: DecodeContext): string | undefined {
  const sources = spec.wordsFromDetails ?? [];
  const names = sources.map((source) => namesOf(context.details ?? {}, source).get(key));
  return names.find((name) => name !== undefined && name !== '');
}

/** A flag counts every wire value but 0 as 1. */
function meaningOf(spec: StateSpec, key: string): string | undefined {
  const wanted = spec.kind === 'boolean' && key !== '0' ? '1' : key;
  const values = spec.values ?? {};
  return Object.hasOwn(values, wanted) ? values[wanted] : undefined;
}

function formatOf(spec: StateSpec, context: DecodeContext): string | undefined {
  if (spec.formatFromDetails === undefined) return undefined;
  const format = context.details?.[spec.formatFromDetails];
  return typeof format === 'string' && format !== '' ? format : undefined;
}

/** Loxone seconds follow the Miniserver's own clock, so no zone is claimed for them. */
function instantText(since: NonNullable<StateSpec['instant']>, value: number): string {
  if (value <= 0) return 'none';
  const unixMs =
    since === 'unix-ms' ? value : (value + (since === 'loxone' ? LOXONE_EPOCH : 0)) * 1000;
  const date = new Date(unixMs);
  if (Number.isNaN(date.getTime())) return 'none';
  const iso = date.toISOString().slice(0, 19);
  return since === 'loxone' ? iso.replace('T', ' ') : `${iso}Z`;
}
