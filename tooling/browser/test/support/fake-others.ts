import type {
  Activity,
  ApprovalEntry,
  AuditEntry,
  AuditPage,
  Connection,
  Health,
  HouseView,
  Limits,
  Settings,
} from '@gatehouse/admin-ui/wire';
import { HOSTILE } from './hostile.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Who is connected. */
export function connections(): Connection[] {
  const now = Date.now();
  return [
    {
      id: 'c1',
      kind: 'mcp',
      principal: { id: 'lmcp_operator_002', name: 'Claude on Anna’s laptop', role: 'operator' },
      openedAt: now - 3 * HOUR,
      lastSeenAt: now - MINUTE,
      address: '192.168.1.23',
      client: 'claude-code 2.1.0',
      isOwn: false,
    },
    {
      id: 'c2',
      kind: 'admin',
      principal: { id: 'lmcp_admin_001', name: 'Owner', role: 'admin' },
      openedAt: now - 20 * MINUTE,
      address: '192.168.1.10',
      isOwn: true,
    },
    {
      id: 'c3',
      kind: 'events',
      principal: { id: 'lmcp_monitor_004', name: HOSTILE.image, role: 'monitor' },
      openedAt: now - 2 * HOUR,
      client: HOSTILE.script,
      isOwn: false,
    },
  ];
}

/** Who is locked out. */
export function limits(): Limits {
  return {
    locks: [
      { bucket: 'address 203.0.113.7', failures: 5, retryAfterSeconds: 1260 },
      { bucket: HOSTILE.svg, failures: 12, retryAfterSeconds: 61 },
    ],
    maxRequestsPerMinute: 60,
    maxFailedAttempts: 5,
    lockoutMinutes: 30,
  };
}

/** How the server is. */
export function health(): Health {
  return {
    version: '0.1.0',
    node: 'v20.20.0',
    startedAt: Date.now() - 27 * HOUR,
    memoryBytes: 91_234_567,
    securityLevel: 'production',
    audit: 'writing',
    keyStore: '/var/lib/loxone-mcp/keys.toml',
    masterKey: { id: 'mk_7c1f0a92', source: '/etc/loxone-mcp/master.key' },
    miniserver: {
      phase: 'live',
      host: '192.168.1.77',
      serial: '504F94A0B1C2',
      firmware: '15.2.10.14',
      name: HOSTILE.entity,
      since: Date.now() - 26 * HOUR,
      controls: 214,
      rooms: 17,
    },
  };
}

/** Settings and what the doctor found. */
export function settings(): Settings {
  return {
    settings: [
      { name: 'port', meaning: 'Port to listen on.', value: '3001', origin: 'flag --port' },
      {
        name: 'pass',
        meaning: 'Password of the Miniserver.',
        value: '(set)',
        origin: 'environment variable LOXONE_PASS',
      },
      { name: 'host', meaning: HOSTILE.script, value: HOSTILE.image, origin: 'default' },
      { name: 'tls-cert', meaning: 'Certificate for TLS.', origin: 'default' },
    ],
    findings: [
      { level: 'good', text: 'The audit trail is being written.' },
      {
        level: 'problem',
        text: 'Other machines reach the server over plain HTTP.',
        cure: 'Give the server a certificate.',
      },
      { level: 'warning', text: `1 key was never used: ${HOSTILE.rtl}`, cure: 'Revoke it.' },
    ],
  };
}

const TYPES = ['key.created', 'key.revoked', 'tool.call', 'auth.failed', 'session.opened'];

/** A trail of this length, newest first. */
export function trail(length: number): AuditEntry[] {
  const texts = [HOSTILE.script, HOSTILE.image, HOSTILE.rtl, 'Kitchen light'];
  return Array.from({ length }, (_, index) => ({
    sequence: length - index,
    at: Date.now() - index * MINUTE,
    type: TYPES[index % TYPES.length] ?? 'tool.call',
    actor: {
      id: index % 3 === 0 ? 'lmcp_operator_002' : 'lmcp_admin_001',
      kind: 'key',
      role: 'admin',
    },
    outcome: (['success', 'denied', 'failed'] as const)[index % 3] ?? 'success',
    target: texts[index % texts.length] ?? '',
    address: '192.168.1.23',
    requestId: `req-${index}`,
    userAgent: HOSTILE.attribute,
    ...(index % 3 === 0 ? {} : { reason: HOSTILE.template }),
    details: {
      tool: 'loxone_device',
      text: HOSTILE.svg,
      rooms: ['Kitchen', HOSTILE.link],
      times: 2,
    },
  }));
}

/** A page of a trail. */
export function trailPage(all: readonly AuditEntry[], query: URLSearchParams): AuditPage {
  const limit = Number(query.get('limit') ?? 100);
  const before = Number(query.get('before') ?? Number.POSITIVE_INFINITY);
  const text = query.get('text') ?? '';
  const found = all.filter(
    (one) =>
      one.sequence < before &&
      JSON.stringify(one).includes(text) &&
      [one.type, null, ''].includes(query.get('type')) &&
      [one.outcome, null, ''].includes(query.get('outcome')),
  );
  const records = found.slice(0, limit);
  const last = records.at(-1)?.sequence;
  return {
    records,
    types: TYPES,
    ...(found.length > limit && last !== undefined ? { next: last } : {}),
  };
}

/** Approvals: one waits, one was refused. */
export function approvals(): ApprovalEntry[] {
  const now = Date.now();
  const requester = { id: 'lmcp_operator_002', name: HOSTILE.image, role: 'operator' };
  return [
    {
      id: 'a1',
      state: 'pending',
      requester,
      tool: 'loxone_access',
      risk: 'access',
      effects: ['Opens “Front door [Hall]”', HOSTILE.script],
      requestedAt: now - MINUTE,
      expiresAt: now + 4 * MINUTE,
    },
    {
      id: 'a2',
      state: 'refused',
      requester,
      tool: 'loxone_access',
      risk: 'access',
      effects: ['Opens “Garage [Yard]”'],
      requestedAt: now - HOUR,
      expiresAt: now - 55 * MINUTE,
      decided: { by: 'lmcp_admin_001', at: now - 58 * MINUTE, why: HOSTILE.svg },
    },
  ];
}

/** A house of a few rooms, one of them hostile. */
export function house(as: string | null): HouseView {
  const controls = (room: string): HouseView['rooms'][number]['controls'] => [
    {
      id: `${room}-light`,
      name: `${room} light`,
      type: 'LightControllerV2',
      family: 'light',
      state: 'off',
      commands: [
        { name: 'on', label: 'On', risk: 'control' },
        { name: 'off', label: 'Off', risk: 'control' },
      ],
    },
    {
      id: `${room}-shade`,
      name: `${room} shade`,
      type: 'Jalousie',
      family: 'shading',
      state: 'shading 40 %',
      commands: [
        {
          name: 'position',
          label: 'Position',
          risk: 'control',
          argument: { name: 'percent', min: 0, max: 100, step: 1, unit: '%' },
        },
      ],
    },
  ];
  return {
    principal: { id: as ?? 'lmcp_admin_001', name: as ?? 'Owner', role: 'admin' },
    phase: 'live',
    rooms: ['Kitchen', 'Hall', 'Bedroom', HOSTILE.image].map((name) => ({
      id: `room-${name}`,
      name,
      controls: controls(name),
    })),
  };
}

/** A day of activity. */
export function activity(query: URLSearchParams): Activity {
  const to = Number(query.get('to') ?? Date.now());
  const from = Number(query.get('from') ?? to - 24 * HOUR);
  const bucketMs = Math.max(MINUTE, Math.ceil((to - from) / 48));
  const names =
    query.get('by') === 'tool'
      ? ['loxone_device', 'loxone_house']
      : ['lmcp_operator_002', 'lmcp_device_003'];
  const series = names.map((name, which) => ({
    name,
    label: which === 0 ? 'Claude on Anna’s laptop' : HOSTILE.script,
    points: Array.from({ length: 48 }, (_, index) => ({
      at: from + index * bucketMs,
      requests: 20 + Math.round(18 * Math.sin(index / 5 + which)),
      denied: index % 7 === 0 ? 2 : 0,
      failed: index % 11 === 0 ? 1 : 0,
      p50: 12,
      p95: 48,
    })),
  }));
  return {
    from,
    to,
    bucketMs,
    all: series[0]?.points ?? [],
    series,
    total: { requests: 1920, denied: 28, failed: 10, p50: 12, p95: 48 },
  };
}
