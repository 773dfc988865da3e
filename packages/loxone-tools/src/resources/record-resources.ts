import { BUCKET_FUNCTIONS, BUCKETS, type Bucket, type BucketFunction } from '../history/buckets.js';
import { historyCsv } from '../history/history-csv.js';
import { portMissing } from '../ports/port-error.js';
import { toolError } from '../tool-error.js';
import { findControl } from './control-resources.js';
import type { BodyOrNot, ResourceCall, ResourceSpec } from './define-resource.js';
import { fromTool } from './from-tool.js';

/** What was, and what is not in a state: each is the answer of the tool for it. */
export const RECORD_RESOURCES: readonly ResourceSpec[] = [
  {
    path: 'controls/{uuid}/history',
    query: ['from', 'to', 'bucket', 'fn', 'output'],
    name: 'control-history',
    title: 'History of a device',
    description: 'Recorded values of one device: raw, or by hour, day or month.',
    changes: 'live',
    follows: 'nothing',
    priority: 0.5,
    body: fromTool('loxone_history', ({ uuid, from, to, bucket, fn, output }) => ({
      target: uuid,
      ...given({ from, to, bucket, fn, output }),
    })),
  },
  {
    path: 'controls/{uuid}/history.csv',
    query: ['from', 'to', 'bucket', 'fn', 'output'],
    name: 'control-history-csv',
    title: 'History of a device as a table',
    description: 'All recorded values of one device as CSV, for series that are long.',
    mimeType: 'text/csv',
    audience: ['user', 'assistant'],
    changes: 'live',
    follows: 'nothing',
    priority: 0.2,
    body: csvOf,
  },
  {
    path: 'events',
    query: ['since'],
    name: 'events',
    title: 'What happened',
    description: 'Changes that the house reported since the server runs, newest first.',
    changes: 'live',
    follows: 'everything',
    priority: 0.5,
    body: fromTool('loxone_events', ({ since, limit, cursor }) => ({
      ...given({ since, cursor }),
      ...(limit !== undefined && { limit: Number(limit) }),
    })),
  },
  {
    path: 'energy/now',
    name: 'energy-now',
    title: 'Energy now',
    description: 'Grid, solar, battery and charging right now.',
    changes: 'live',
    priority: 0.7,
    body: fromTool('loxone_energy'),
  },
  {
    path: 'energy/history',
    query: ['period'],
    name: 'energy-history',
    title: 'Energy of a period',
    description: 'Energy by meter of a day, week, month or year.',
    changes: 'live',
    follows: 'nothing',
    priority: 0.5,
    body: fromTool('loxone_energy', ({ period = 'day' }) => ({ period })),
  },
  {
    path: 'weather/current',
    name: 'weather-current',
    title: 'Weather now',
    description: 'The weather at the house right now.',
    changes: 'live',
    follows: 'nothing',
    priority: 0.6,
    body: fromTool('loxone_weather'),
  },
  {
    path: 'weather/daily',
    name: 'weather-daily',
    title: 'Weather by day',
    description: 'The forecast for the next days.',
    changes: 'live',
    follows: 'nothing',
    priority: 0.4,
    body: fromTool('loxone_weather', () => ({ detail: 'daily' })),
  },
  {
    path: 'weather/hourly',
    name: 'weather-hourly',
    title: 'Weather by hour',
    description: 'The forecast for the next hours.',
    changes: 'live',
    follows: 'nothing',
    priority: 0.4,
    body: fromTool('loxone_weather', () => ({ detail: 'hourly' })),
  },
];

async function csvOf(call: ResourceCall): Promise<BodyOrNot> {
  const { values, context, kit } = call;
  const { uuid = '', from, to, bucket, fn, output } = values;
  const entry = findControl(uuid, call);
  if (entry === undefined) return undefined;
  if (context.data === undefined) return { ok: false, error: portMissing('history') };
  if (!isOneOf(BUCKETS, bucket) || !isOneOf(BUCKET_FUNCTIONS, fn)) return WRONG_BUCKET;
  const { signal } = context;
  const query = {
    control: entry.control.id,
    ...given<string>({ from, to, output }),
    ...given<Bucket>({ bucket }),
    ...given<BucketFunction>({ fn }),
    ...(signal !== undefined && { signal }),
  };
  const csv = await historyCsv(context.data, query, kit.clock.now());
  return csv.ok ? { kind: 'text', text: csv.value } : csv;
}

const WRONG_BUCKET: BodyOrNot = {
  ok: false,
  error: toolError(
    'invalid_argument',
    `bucket must be ${BUCKETS.join(', ')}, and fn ${BUCKET_FUNCTIONS.join(', ')}.`,
    'Correct it and read again.',
  ),
};

function isOneOf<Word extends string>(
  words: readonly Word[],
  value: string | undefined,
): value is Word | undefined {
  return value === undefined || words.some((word) => word === value);
}

/** Without what was left out. */
function given<Value>(
  values: Readonly<Record<string, Value | undefined>>,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
