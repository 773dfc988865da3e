import type { Finding } from '@gatehouse/admin-ui/wire';
import type { KeyRecord } from '@gatehouse/core';
import { isLoopbackHost } from '@gatehouse/mcp-auth';
import type { AdminParts } from './admin-parts.js';

/** What is looked at. */
type Examined = Pick<
  AdminParts,
  'auth' | 'home' | 'binding' | 'limits' | 'offers' | 'timeZone' | 'keysAreReadOnly' | 'houseToken'
>;

const FIRST: Readonly<Record<Finding['level'], number>> = { problem: 0, warning: 1, good: 2 };

/** Names a few, and counts the rest. */
function someOf(ids: readonly string[]): string {
  const shown = ids.slice(0, 5).join(', ');
  return ids.length > 5 ? `${shown} and ${ids.length - 5} more` : shown;
}

function ofLevel({ auth }: Examined): Finding {
  const { level } = auth.level;
  if (level === 'production') return { level: 'good', text: 'The security level is production.' };
  if (level === 'staging') {
    return {
      level: 'good',
      text: 'The security level is staging: keys are always asked for, writes need the trail.',
    };
  }
  return {
    level: 'problem',
    text: 'The security level is development: callers of this machine need no key.',
    cure: 'Set SECURITY_LEVEL to staging or production.',
  };
}

function ofNetwork({ binding }: Examined): readonly Finding[] {
  if (binding === undefined) return [];
  const { host, tls, trustedProxy } = binding;
  if (tls === true) return [{ level: 'good', text: 'Clients connect over TLS.' }];
  if (isLoopbackHost(host)) {
    return [{ level: 'good', text: 'Only this machine reaches the server.' }];
  }
  if (trustedProxy === true) {
    return [
      {
        level: 'good',
        text: 'Other machines reach the server through a proxy that is trusted to speak TLS.',
      },
    ];
  }
  return [
    {
      level: 'problem',
      text: 'Other machines reach the server over plain HTTP: keys cross the network in the clear.',
      cure: 'Give the server a certificate, or put a reverse proxy with TLS in front.',
    },
  ];
}

function ofAudit({ auth }: Examined): Finding {
  return auth.audit.state() === 'writing'
    ? { level: 'good', text: 'The audit trail is being written.' }
    : {
        level: 'problem',
        text: 'The audit trail cannot be written.',
        cure: 'Look whether the disk is full, or the file belongs to somebody else.',
      };
}

function ofMasterKey({ auth }: Examined): Finding {
  const { masterKey } = auth;
  if (masterKey === undefined) {
    return {
      level: 'warning',
      text: 'Nothing outlives this process: keys, trail and approvals are in memory only.',
      cure: 'Name a place for them with --config-dir or --key-store.',
    };
  }
  if (masterKey.generated) {
    return {
      level: 'warning',
      text: `The master key ${masterKey.id} was made at this start (${masterKey.source}).`,
      cure: 'Keep a copy of it elsewhere: without it, keys and trail cannot be opened any more.',
    };
  }
  return { level: 'good', text: `The master key ${masterKey.id} comes from ${masterKey.source}.` };
}

/** Admin keys open everything, so each should end, and be of use at few places only. */
function ofAdminKeys(active: readonly KeyRecord[]): readonly Finding[] {
  const admins = active.filter(({ role }) => role === 'admin');
  const endless = admins.filter(({ expiresAt }) => expiresAt === undefined).map(({ id }) => id);
  const anywhere = admins.filter(({ ipWhitelist }) => ipWhitelist.length === 0).map(({ id }) => id);
  return [
    ...(admins.length === 0
      ? [
          {
            level: 'warning',
            text: 'There is no admin key: nobody can administer from afar.',
            cure: 'Make one: loxone-mcp keys generate --role admin --name "Main admin"',
          } as const,
        ]
      : []),
    ...(endless.length > 0
      ? [
          {
            level: 'warning',
            text: `Admin keys without end: ${someOf(endless)}.`,
            cure: 'Give each an expiry, and rotate it before.',
          } as const,
        ]
      : []),
    ...(anywhere.length > 0
      ? [
          {
            level: 'warning',
            text: `Admin keys that are good from anywhere: ${someOf(anywhere)}.`,
            cure: 'Name the addresses that they are used from.',
          } as const,
        ]
      : []),
  ];
}

async function ofUsage({ auth }: Examined): Promise<readonly Finding[]> {
  const notices = await auth.keys.notices();
  const idsOf = (kinds: readonly string[]): readonly string[] => [
    ...new Set(notices.filter(({ kind }) => kinds.includes(kind)).map(({ keyId }) => keyId)),
  ];
  const unused = idsOf(['stale', 'never-used']);
  const ending = idsOf(['expiring', 'idle-soon', 'overlap-ending']);
  return [
    ...(unused.length > 0
      ? [
          {
            level: 'warning',
            text: `Keys that nobody has used for long: ${someOf(unused)}.`,
            cure: 'Revoke those that nobody needs.',
          } as const,
        ]
      : []),
    ...(ending.length > 0
      ? [
          {
            level: 'warning',
            text: `Keys that end soon: ${someOf(ending)}.`,
            cure: 'Rotate those that are still needed.',
          } as const,
        ]
      : []),
  ];
}

function ofSettings({ limits = {}, offers, keysAreReadOnly }: Examined): readonly Finding[] {
  const { maxFailedAttempts = 5, maxRequestsPerMinute = 60 } = limits;
  const raw = offers.tools.has('loxone_send_command');
  return [
    ...(maxFailedAttempts > 20
      ? [
          {
            level: 'warning',
            text: `Whoever tries keys may fail ${maxFailedAttempts} times before they are locked out.`,
            cure: 'Set LOXONE_MCP_MAX_FAILED_ATTEMPTS to 20 or less.',
          } as const,
        ]
      : []),
    ...(maxRequestsPerMinute > 6_000
      ? [
          {
            level: 'warning',
            text: `One key may make ${maxRequestsPerMinute} requests a minute.`,
            cure: 'Set LOXONE_MCP_MAX_REQUESTS_PER_MINUTE to what your assistants need.',
          } as const,
        ]
      : []),
    ...(raw
      ? [
          {
            level: 'warning',
            text: 'Raw commands may be sent to the Miniserver, which nothing checks but a pattern.',
            cure: 'Leave send_command out of LOXONE_MCP_TOOLS where nobody needs it.',
          } as const,
        ]
      : []),
    ...(keysAreReadOnly === undefined
      ? []
      : [{ level: 'good', text: `Keys cannot be changed here: ${keysAreReadOnly}` } as const]),
  ];
}

function ofHouse({ home, timeZone }: Examined): readonly Finding[] {
  const { phase, problem } = home.status();
  return [
    phase === 'live'
      ? { level: 'good', text: 'The Miniserver is connected, and its states are pushed.' }
      : {
          level: phase === 'rejected' ? 'problem' : 'warning',
          text: `The Miniserver is not connected: ${problem ?? phase}`,
          ...(phase === 'rejected' && {
            cure: 'Look at LOXONE_USER and LOXONE_PASS; they are not tried again before a restart.',
          }),
        },
    ...(timeZone === undefined
      ? []
      : [{ level: 'good', text: `The time zone of the house is ${timeZone}.` } as const]),
  ];
}

/** Without a token, each start logs in with the password. */
function ofToken({ houseToken }: Examined): readonly Finding[] {
  if (houseToken === undefined) return [];
  return [
    {
      level: 'good',
      text:
        houseToken === 'memory'
          ? 'The token of the Miniserver is in memory only: each start uses the password.'
          : `The token of the Miniserver is kept, sealed, in ${houseToken}.`,
    },
  ];
}

/** What the doctor finds, the worst in front. */
export async function findingsOf(examined: Examined): Promise<readonly Finding[]> {
  const { auth } = examined;
  const records = await auth.keys.list();
  const status = await Promise.all(records.map((record) => auth.keys.status(record)));
  const active = records.filter((_, at) => status[at] === 'active');
  const findings: readonly Finding[] = [
    ofLevel(examined),
    ...ofNetwork(examined),
    ofAudit(examined),
    ofMasterKey(examined),
    ...ofAdminKeys(active),
    ...(await ofUsage(examined)),
    ...ofSettings(examined),
    ...ofHouse(examined),
    ...ofToken(examined),
  ];
  return [...findings].sort((one, other) => FIRST[one.level] - FIRST[other.level]);
}
