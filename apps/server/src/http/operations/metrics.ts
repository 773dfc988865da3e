import type { LoxoneHome } from '@gatehouse/loxone-controls';
import type { McpAuth } from '@gatehouse/mcp-auth';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ConnectionBook } from '../connections.js';
import type { ObserveRequest } from '../request-log.js';
import { defineRoute, type Route } from '../route.js';

/** What is measured beside requests. */
export interface MetricsParts {
  readonly auth: Pick<McpAuth, 'audit'>;
  readonly home: Pick<LoxoneHome, 'status'>;
  readonly connections: Pick<ConnectionBook, 'list'>;
  readonly version: string;
}

/** Numbers for Prometheus. */
export interface Metrics {
  readonly route: Route;
  readonly observe: ObserveRequest;
}

/** Upper ends of the classes, seconds: a lamp answers within the first ones, a chart within the last. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const METHODS: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
]);

const PHASES = ['connecting', 'live', 'reconnecting', 'rejected', 'stopped'] as const;
const KINDS = ['mcp', 'admin', 'events'] as const;

/** What clients make up never becomes a label: each value would be a series that stays. */
function methodLabel(method: string): string {
  return METHODS.has(method) ? method : 'other';
}

function measureRequests(registry: Registry): ObserveRequest {
  const requests = new Counter({
    name: 'loxone_mcp_http_requests_total',
    help: 'Requests that were answered, by pattern of the path.',
    labelNames: ['route', 'method', 'status'],
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'loxone_mcp_http_request_duration_seconds',
    help: 'How long answers took; streams of events are not counted.',
    labelNames: ['route', 'method'],
    buckets: SECONDS,
    registers: [registry],
  });
  return ({ route, method, status, durationMs }) => {
    const labels = { route, method: methodLabel(method) };
    requests.inc({ ...labels, status: String(status) });
    duration.observe(labels, durationMs / 1000);
  };
}

function measureState(
  registry: Registry,
  { auth, home, connections, version }: MetricsParts,
): void {
  new Gauge({
    name: 'loxone_mcp_connections',
    help: 'What is open: sessions of assistants, of browsers, streams of events.',
    labelNames: ['kind'],
    registers: [registry],
    collect() {
      const open = connections.list();
      for (const kind of KINDS) {
        this.set({ kind }, open.filter((connection) => connection.kind === kind).length);
      }
    },
  });
  new Gauge({
    name: 'loxone_mcp_miniserver_phase',
    help: '1 for how the connection to the Miniserver stands, 0 for the other phases.',
    labelNames: ['phase'],
    registers: [registry],
    collect() {
      const current = home.status().phase;
      for (const phase of PHASES) this.set({ phase }, phase === current ? 1 : 0);
    },
  });
  new Gauge({
    name: 'loxone_mcp_audit_writing',
    help: '1 while the audit trail is written, 0 while it cannot be.',
    registers: [registry],
    collect() {
      this.set(auth.audit.state() === 'writing' ? 1 : 0);
    },
  });
  new Gauge({
    name: 'loxone_mcp_info',
    help: 'Always 1; the label says the version.',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version }, 1);
}

/**
 * Makes the metrics and their route.
 *
 * `GET /metrics` needs a key that may `admin:metrics`, wherever the server listens: behind a reverse
 * proxy a loopback address is open to the world, and the numbers tell who uses the house and when.
 */
export function createMetrics(parts: MetricsParts): Metrics {
  const registry = new Registry();
  const observe = measureRequests(registry);
  measureState(registry, parts);
  // Memory, processor time and the lag of the event loop, under the names that dashboards know.
  collectDefaultMetrics({ register: registry });
  const route = defineRoute({
    method: 'GET',
    path: '/metrics',
    access: { to: 'key', action: { kind: 'admin', name: 'metrics', risk: 'read' } },
    summary: 'Numbers for Prometheus; needs a key that may `admin:metrics`',
    answers: { 200: { description: 'Text format 0.0.4', mediaType: 'text/plain' } },
    handle: async () => ({
      status: 200,
      headers: { 'Content-Type': registry.contentType },
      text: await registry.metrics(),
    }),
  });
  return { route, observe };
}
