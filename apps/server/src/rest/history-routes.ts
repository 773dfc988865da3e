import { z } from 'zod';
import { defineRoute, type Route } from '../http/route.js';
import { findDevice } from './find-device.js';
import type { HouseCalls } from './house-calls.js';
import { REST, type RestParts } from './rest-parts.js';
import { nameSchema, noticeSchema } from './rest-schemas.js';

const momentSchema = z
  .string()
  .max(40)
  .optional()
  .describe('ISO 8601, -24h, -3mo, yesterday, last month');

const querySchema = z.strictObject({
  from: momentSchema,
  to: momentSchema,
  aggregation: z
    .enum(['raw', 'hour', 'day', 'month'], { error: 'must be raw, hour, day or month' })
    .optional(),
  fn: z
    .enum(['avg', 'min', 'max', 'sum', 'last'], { error: 'must be avg, min, max, sum or last' })
    .optional(),
  output: z.string().max(100).optional().describe('Which of its quantities'),
  format: z.enum(['json', 'csv'], { error: 'must be json or csv' }).optional(),
});

/** Looking back. */
export function historyRoutes({ home }: RestParts, calls: HouseCalls): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/history/:device',
      access: { to: 'key', action: REST.history },
      summary: 'Reads recorded values of a device',
      description:
        'The last 24 hours unless it says otherwise. A long series is thinned in JSON and whole as CSV (Accept: text/csv, or format=csv).',
      params: z.strictObject({ device: nameSchema }),
      query: querySchema,
      answers: {
        200: {
          description: 'Points with their times by the clock of the house, and a summary',
          alsoAs: 'text/csv',
          schema: z.object({
            device: z.record(z.string(), z.unknown()),
            points: z.array(z.unknown()),
            summary: z.record(z.string(), z.unknown()).optional(),
            remarks: z.array(z.string()).optional(),
            notice: noticeSchema,
          }),
        },
      },
      async handle(call) {
        const { aggregation, format, ...asked } = call.query;
        const way = { action: REST.history, call, place: 'query' } as const;
        const place = { ...way, place: 'params' } as const;
        const { control } = await findDevice(call.params.device, { calls, home }, place);
        const query = { ...asked, bucket: aggregation };
        const wanted = Object.entries(query).filter(([, value]) => value !== undefined);
        if (format === 'csv' || (format === undefined && prefersCsv(call.arrival.accept))) {
          const search = new URLSearchParams(wanted as [string, string][]);
          const uri = `loxone://controls/${encodeURIComponent(control.id)}/history.csv?${search}`;
          return { status: 200, headers: CSV, text: await calls.read(uri, way) };
        }
        const args = { target: control.id, ...Object.fromEntries(wanted) };
        return { status: 200, body: await calls.look('loxone_history', args, way) };
      },
    }),
  ];
}

const CSV = {
  'content-type': 'text/csv; charset=utf-8; header=present',
  // The name of a device is a text of the house and has no place in a header.
  'content-disposition': 'attachment; filename="history.csv"',
} as const;

/** Whether a client would rather have CSV (RFC 9110 §12.5.1). */
export function prefersCsv(accept: string | undefined): boolean {
  const csv = weightOf(accept ?? '', ['text/csv', 'text/*']);
  return csv > 0 && csv > weightOf(accept ?? '', ['application/json', 'application/*']);
}

/** The first of these ranges that is listed counts, as the most exact one. */
function weightOf(accept: string, ranges: readonly string[]): number {
  const listed = accept
    .slice(0, 1000)
    .split(',')
    .map((item) => {
      const [range = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return { range, weight: quality === undefined ? 1 : Number(quality) || 0 };
    });
  for (const range of ranges) {
    const found = listed.find((item) => item.range === range);
    if (found !== undefined) return found.weight;
  }
  return 0;
}
