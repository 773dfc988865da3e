import {
  type AuditPage,
  type AuditQuery,
  type AuditVerification,
  auditExportQuery,
  auditQuery,
} from '@gatehouse/admin-ui/wire';
import { AUDIT_EVENT_TYPES, type AuditEventType, type AuditRecord } from '@gatehouse/core';
import type { AuditQuery as TrailQuery } from '@gatehouse/mcp-auth';
import { defineRoute, type Route } from '../http/route.js';
import { RouteProblem } from '../http/route-problem.js';
import type { AdminParts } from './admin-parts.js';
import { looking, reading } from './may-administer.js';

const PATH = '/admin/api/audit';

const MEDIA_TYPES = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson; charset=utf-8',
} as const;

type Conditions = Omit<AuditQuery, 'limit' | 'before'>;

function typeOf(type: string | undefined): readonly AuditEventType[] | undefined {
  if (type === undefined || type === '') return undefined;
  const known = AUDIT_EVENT_TYPES.find((one) => one === type);
  if (known !== undefined) return [known];
  throw new RouteProblem(400, 'invalid-request', 'There are no events of this type: see types.', {
    fields: [{ field: 'query.type', problem: 'must be the type of an event' }],
  });
}

/** An empty field of a form asks for nothing. */
function trailQuery({ text, type, actor, outcome, from, to }: Conditions): TrailQuery {
  const types = typeOf(type);
  return {
    ...(text === undefined || text === '' ? {} : { text }),
    ...(types === undefined ? {} : { types }),
    ...(actor === undefined || actor === '' ? {} : { actor }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

/** One page, and whether there is another one behind it. */
async function pageOf(
  { audit }: AdminParts['auth'],
  { before = Number.POSITIVE_INFINITY, limit, ...conditions }: AuditQuery,
  signal: AbortSignal,
): Promise<AuditPage> {
  const records: AuditRecord[] = [];
  let next: number | undefined;
  for await (const record of audit.query({ ...trailQuery(conditions), newestFirst: true })) {
    if (signal.aborted) break;
    if (record.sequence >= before) continue;
    if (records.length === limit) {
      next = records.at(-1)?.sequence;
      break;
    }
    records.push(record);
  }
  return { records, types: AUDIT_EVENT_TYPES, ...(next === undefined ? {} : { next }) };
}

/** The trail: searched, carried off, checked. */
export function auditRoutes({ auth, clock }: AdminParts): readonly Route[] {
  const access = { to: 'owner', action: looking('audit') } as const;
  return [
    defineRoute({
      method: 'GET',
      path: PATH,
      access,
      summary: 'Records of the audit trail, the newest first.',
      query: auditQuery,
      answers: { 200: { description: 'A page of the trail.' } },
      handle: async ({ query, signal }) => ({
        status: 200,
        body: await pageOf(auth, query, signal),
      }),
    }),
    defineRoute({
      method: 'GET',
      path: `${PATH}/export`,
      access: { to: 'owner', action: reading('audit') },
      summary: 'The audit trail as a file, the oldest record first.',
      query: auditExportQuery,
      answers: {
        200: { description: 'The records, as they come.', mediaType: 'text/csv' },
      },
      handle({ query }) {
        const { format, ...conditions } = query;
        const day = new Date(clock.now()).toISOString().slice(0, 10);
        return {
          status: 200,
          headers: {
            'Content-Type': MEDIA_TYPES[format],
            'Content-Disposition': `attachment; filename="audit-${day}.${format}"`,
          },
          stream: auth.audit.export(format, trailQuery(conditions)),
        };
      },
    }),
    defineRoute({
      method: 'POST',
      path: `${PATH}/verify`,
      access,
      summary: 'Check that nobody has altered the trail.',
      answers: { 200: { description: 'What was found.' } },
      async handle() {
        const { ok, count, from, to, problem } = await auth.audit.verify();
        const body: AuditVerification = {
          ok,
          count,
          from,
          to,
          ...(problem === undefined ? {} : { problem: problem.message }),
        };
        return { status: 200, body };
      },
    }),
  ];
}
