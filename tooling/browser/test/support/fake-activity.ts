import type { Activity, ActivityPoint } from '@gatehouse/admin-ui/wire';
import { HOSTILE } from './hostile.js';

const HOUR = 3_600_000;
const KEYS = [
  { name: 'lmcp_operator_004', label: 'Kitchen tablet', share: 0.6 },
  { name: 'lmcp_admin_001', label: 'Owner', share: 0.25 },
  { name: 'lmcp_monitor_007', label: HOSTILE.svg, share: 0.15 },
];
const TOOLS = [
  { name: 'tool:loxone_device', label: 'loxone_device', share: 0.5 },
  { name: 'tool:loxone_find', label: 'loxone_find', share: 0.35 },
  { name: 'tool:loxone_access', label: 'loxone_access', share: 0.15 },
];

/** A busy house: little by night, peaks morning and evening, denials now and then, a hole. */
export function fakeActivity(query: URLSearchParams): Activity {
  const to = Number(query.get('to'));
  const from = Number(query.get('from'));
  const bucketMs =
    to - from > 8 * 24 * HOUR ? 6 * HOUR : to - from > 2 * 24 * HOUR ? HOUR : HOUR / 4;
  const all = pointsOf(from, to, bucketMs, 1);
  const parts = query.get('by') === 'tool' ? TOOLS : KEYS;
  const only = query.get('key') ?? query.get('tool');
  return {
    from,
    to,
    bucketMs,
    all,
    series: parts
      .filter(({ name }) => only === null || query.get('by') === 'tool' || name === only)
      .map(({ share, ...names }) => ({ ...names, points: pointsOf(from, to, bucketMs, share) })),
    total: {
      requests: sum(all, 'requests'),
      denied: sum(all, 'denied'),
      failed: sum(all, 'failed'),
      p50: 12,
      p95: 180,
    },
  };
}

/** A server that nobody has asked anything. */
export function quietActivity(query: URLSearchParams): Activity {
  const to = Number(query.get('to'));
  const from = Number(query.get('from'));
  return {
    from,
    to,
    bucketMs: HOUR,
    series: [],
    all: [],
    total: { requests: 0, denied: 0, failed: 0 },
  };
}

function pointsOf(
  from: number,
  to: number,
  bucketMs: number,
  share: number,
): readonly ActivityPoint[] {
  const points: ActivityPoint[] = [];
  for (let at = Math.floor(from / bucketMs) * bucketMs; at < to; at += bucketMs) {
    const step = Math.floor(at / bucketMs);
    const hour = (at / HOUR) % 24;
    const busy = 20 + 80 * (Math.exp(-((hour - 7) ** 2) / 4) + Math.exp(-((hour - 19) ** 2) / 8));
    const requests = Math.round(busy * share * (bucketMs / HOUR) * (1 + ((step * 7) % 5) / 10) * 4);
    if (step % 29 < 2 || requests === 0) continue;
    const p50 = 8 + ((step * 13) % 9);
    points.push({
      at,
      requests,
      denied: step % 5 === 0 ? Math.ceil(requests / 12) : 0,
      failed: step % 11 === 0 ? Math.ceil(requests / 20) : 0,
      p50,
      p95: p50 * (step % 17 === 0 ? 22 : 6 + (step % 4)),
    });
  }
  return points;
}

function sum(points: readonly ActivityPoint[], field: 'requests' | 'denied' | 'failed'): number {
  return points.reduce((total, point) => total + point[field], 0);
}
