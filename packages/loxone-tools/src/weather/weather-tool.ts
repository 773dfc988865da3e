import { z } from 'zod';
import { defineTool, failure, type ToolCall, type ToolKit } from '../define-tool.js';
import { type HouseClock, houseClock } from '../history/house-clock.js';
import { errorSchema } from '../output-schema.js';
import type { HouseWeather, WeatherMoment } from '../ports/house-data.js';
import { dataError, portMissing } from '../ports/port-error.js';
import { READ_TOOL } from '../read-tool.js';
import type { ToolDefinition, ToolResult } from '../tool.js';
import { daysOf, momentOf } from './weather-record.js';
import { dayText, momentText } from './weather-text.js';

const HOURS = 'must be 1–120';

const inputSchema = z.strictObject({
  detail: z.enum(['now', 'hourly', 'daily']).default('now'),
  hours: z.int().min(1, HOURS).max(120, HOURS).default(24).describe('For hourly'),
});

const outputSchema = z.strictObject({
  now: z.looseObject({}).optional(),
  hourly: z.array(z.unknown()).optional(),
  daily: z.array(z.unknown()).optional(),
  units: z.looseObject({}).optional(),
  updated: z.string().optional(),
  error: errorSchema,
  notice: z.string().optional(),
});

type WeatherArgs = z.output<typeof inputSchema>;

/** `loxone_weather` */
export function weatherTool(kit: ToolKit): ToolDefinition {
  return defineTool(kit, {
    name: 'loxone_weather',
    title: 'Weather',
    description: 'The weather at the house: now, or the forecast by hour or day.',
    ...READ_TOOL,
    inputSchema,
    outputSchema,
    empty: {},
    handle: weather,
  });
}

async function weather(args: WeatherArgs, call: ToolCall): Promise<ToolResult> {
  const { data } = call.ports;
  if (data === undefined) return failure(portMissing('weather'), {});
  const reply = await data.weather();
  if (!reply.ok) return failure(dataError(reply), {});
  const clock = houseClock(data.timeZone());
  const now = call.clock.now();
  const { text, structured } = partOf(args, reply.value, clock, now);
  const some = reply.value.now ?? reply.value.hours[0];
  const { updatedAt } = reply.value;
  return {
    text,
    structured: {
      ...structured,
      ...(some !== undefined && { units: unitsOf(some) }),
      ...(updatedAt !== undefined && { updated: clock.text(updatedAt) }),
    },
  };
}

const HOUR = 3_600_000;

function partOf(
  { detail, hours }: WeatherArgs,
  { now: present, hours: all }: HouseWeather,
  clock: HouseClock,
  now: number,
): Pick<ToolResult, 'text' | 'structured'> {
  const coming = all.filter(({ at }) => at > now - HOUR);
  if (detail === 'now') {
    const moment = present ?? coming[0];
    if (moment === undefined) return { text: NOTHING, structured: {} };
    return { text: momentText(moment), structured: { now: momentOf(moment, clock) } };
  }
  if (detail === 'hourly') {
    const shown = coming.slice(0, hours);
    const lines = shown.map((moment) => `${clock.text(moment.at)}: ${momentText(moment)}`);
    return {
      text: lines.join('\n') || NOTHING,
      structured: { hourly: shown.map((moment) => momentOf(moment, clock)) },
    };
  }
  const days = daysOf(coming, clock);
  return { text: days.map(dayText).join('\n') || NOTHING, structured: { daily: days } };
}

const NOTHING = 'The house has reported no weather yet.';

function unitsOf(moment: WeatherMoment): Record<string, string> {
  return {
    temperature: moment.temperature.unit,
    precipitation: moment.precipitation.unit,
    wind: moment.windSpeed.unit,
    humidity: moment.relativeHumidity.unit,
    pressure: moment.barometricPressure.unit,
  };
}
