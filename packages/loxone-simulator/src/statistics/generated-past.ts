import { powerFlow } from '../physics/energy-model.js';
import type { Environment } from '../physics/environment.js';
import { energyPerDay, measuredBy } from '../physics/meters.js';
import { fraction, round, wave } from '../physics/noise.js';
import { measure } from '../physics/quantities.js';
import type { Series } from './series.js';

/** Where the generated past ends: from here on the house has lived. */
export interface Anchor {
  /** Unix seconds. */
  readonly at: number;
  readonly value: number;
}

const DAY = 86_400;
const YEAR_DAYS = 365.25;
const SEASON = 0.55;
const DAY_TO_DAY = 0.35;
/** A sensor that shows something else than its model says tends back to the model in this time. */
const JOIN_SECONDS = 6 * 3600;
const SUMMER_SOLSTICE_DAY = 172;

/** How long before the house was started recording began, in seconds: three years. */
export const PAST_SECONDS: number = 3 * 365 * DAY;

/** What a series was at a moment, unix seconds; from the anchor on what the house began with. */
export type Past = (at: number) => number;

/**
 * What a series was before the house was started. Nothing is kept: each value is told from the
 * moment and the series alone, so that any month of any year costs the same, and it ends exactly
 * in what the house began with.
 */
export function createPast(series: Series, environment: Environment, anchor: Anchor): Past {
  const past = pastOf(series, environment, anchor);
  return (at) => (at >= anchor.at ? anchor.value : past(at));
}

function pastOf(series: Series, environment: Environment, anchor: Anchor): Past {
  if (series.accumulated) return counted(series, environment, anchor);
  if (series.digital) return (at) => (isOn(series, at) ? 1 : 0);
  const model = modelOf(series, environment, anchor);
  const apart = anchor.value - model(anchor.at);
  return (at) => round(model(at) + apart * Math.exp((at - anchor.at) / JOIN_SECONDS), 2);
}

/** A meter: never falls, counts more in one season than in the other, and never below zero. */
function counted(series: Series, environment: Environment, anchor: Anchor): Past {
  const total = cumulated(series, environment);
  const end = total(anchor.at);
  const whole = end - total(anchor.at - PAST_SECONDS);
  const scale = whole > anchor.value ? (0.95 * Math.max(0, anchor.value)) / whole : 1;
  return (at) => round(anchor.value - scale * (end - total(at)), 3);
}

/**
 * kWh since the beginning of time. A closed form: the season is integrated, and each day has a
 * share of its own that the next day makes good.
 */
function cumulated({ control, output }: Series, environment: Environment): Past {
  const perDay = energyPerDay(control.id) * (/neg/i.test(output) ? 0.6 : 1);
  const solar = measuredBy(control) === 'production';
  const share = solar ? sunShare : evenShare;
  // Standard time all year: a day that clocks make longer must not count backwards.
  const offset = environment.utcOffsetMinutes(Date.UTC(2025, 0, 1)) * 60;
  const upTo = (days: number): number => {
    const phase = (2 * Math.PI * (days - SUMMER_SOLSTICE_DAY)) / YEAR_DAYS;
    const season = ((solar ? 1 : -1) * SEASON * Math.sin(phase) * YEAR_DAYS) / (2 * Math.PI);
    return perDay * (days + season + DAY_TO_DAY * fraction(`${control.id}/${days}`));
  };
  return (unix) => {
    const day = Math.floor((unix + offset) / DAY);
    const part = share((unix + offset - day * DAY) / DAY);
    const start = upTo(day);
    return start + part * (upTo(day + 1) - start);
  };
}

/** How much of a day's sun has shone by then: nothing before six, all of it after eighteen. */
function sunShare(part: number): number {
  const light = Math.min(1, Math.max(0, (part - 0.25) / 0.5));
  return (1 - Math.cos(Math.PI * light)) / 2;
}

/** A house at night uses less. */
function evenShare(part: number): number {
  return part - (0.7 * Math.sin(2 * Math.PI * part)) / (2 * Math.PI);
}

function isOn(series: Series, at: number): boolean {
  return wave(at * 1000, 9000, `${series.control.id}/${series.output}`) > 0.2;
}

/** What the series is like at any moment. */
function modelOf(
  series: Series,
  environment: Environment,
  anchor: Anchor,
): (unix: number) => number {
  const { control, output } = series;
  const flowAt = (unix: number) => powerFlow(environment, unix * 1000);
  if (control.type === 'Meter' && output === 'actual') {
    const measured = measuredBy(control);
    if (measured !== 'load' && measured !== 'flow') return (unix) => flowAt(unix)[measured];
    return (unix) => Math.max(0, 0.3 + 0.3 * wave(unix * 1000, 2400, control.id));
  }
  if (/storage|soc/i.test(output)) return (unix) => flowAt(unix).charge;
  if (control.type === 'InfoOnlyAnalog') {
    return (unix) =>
      measure(control, {
        environment,
        now: () => unix * 1000,
        energy: { flow: () => flowAt(unix) },
      });
  }
  const size = Math.max(0.5, Math.abs(anchor.value) * 0.1);
  const middle = anchor.value;
  return (unix) => middle + size * wave(unix * 1000, DAY, `${control.id}/${output}`);
}
