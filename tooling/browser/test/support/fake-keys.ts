import type {
  KeyChangeRequest,
  KeyList,
  KeyNotice,
  KeyStatus,
  KeyView,
  NewKey,
  NewKeyRequest,
} from '@gatehouse/admin-ui/wire';
import { HOSTILE, HOSTILE_TEXTS } from './hostile.js';

const DAY = 86_400_000;
/** A key as it is shown once; no real one. */
const FAKE_SECRET_END = 'x'.repeat(43);

const ROLES: KeyList['roles'] = [
  { name: 'admin', meaning: 'Everything, including keys and settings.' },
  { name: 'operator', meaning: 'Reads everything and controls the house.' },
  { name: 'monitor', meaning: 'Reads everything and changes nothing.' },
  { name: 'device', meaning: 'Sees and controls the listed devices and rooms only.' },
  { name: 'custom', meaning: 'Exactly what its permissions grant.' },
];

/** What the server would answer, for those keys that do not stand as usual. */
class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: readonly { readonly field: string; readonly problem: string }[];

  constructor(
    status: number,
    code: string,
    detail: string,
    fields: readonly { readonly field: string; readonly problem: string }[] = [],
  ) {
    super(detail);
    this.status = status;
    this.code = code;
    this.fields = fields;
  }
}

export { Refused };

/** Keys in memory, with the rules that the page has to cope with. */
export class FakeKeys {
  readonly #keys = new Map<string, KeyView>();
  readonly #onChange: () => void;
  notices: readonly KeyNotice[] = [];
  maxDays: number | undefined;
  readOnly: string | undefined;
  #last = 0;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    const now = Date.now();
    this.add({ name: 'Owner', role: 'admin' }, { isOwn: true });
    this.add(
      { name: 'Claude on Anna’s laptop', role: 'operator', expiresAt: now + 80 * DAY },
      { usage: used(1284, now - 120_000, '192.168.1.23') },
    );
    this.add(
      { name: 'Kitchen tablet', role: 'device', rooms: ['Kitchen', 'Living room'] },
      { usage: used(90_412, now - 4000, '192.168.1.40') },
    );
    this.add({ name: 'Energy dashboard', role: 'monitor', expiresAt: now + 5 * DAY });
    this.add({ name: 'Old phone', role: 'operator' }, { status: 'disabled' });
    this.add(
      { name: 'Lost tablet', role: 'device', rooms: ['Hall'] },
      { status: 'revoked', revoked: { at: now - 9 * DAY, by: 'lmcp_admin_001', reason: 'Lost' } },
    );
    this.add({ name: 'Night watch', role: 'custom', permissions: ['risk:read', 'admin:audit'] });
    this.notices = [
      { keyId: 'lmcp_monitor_004', kind: 'expiring', at: now + 5 * DAY },
      { keyId: 'lmcp_custom_007', kind: 'never-used', at: now - 40 * DAY },
    ];
  }

  /** Makes them all hostile: names, rooms, devices, addresses, reasons. */
  addHostile(): void {
    for (const text of HOSTILE_TEXTS) {
      this.add({ name: text, role: 'custom', rooms: [text], devices: [text], permissions: [text] });
    }
    this.add(
      { name: HOSTILE.image, role: 'operator' },
      { status: 'revoked', revoked: { at: Date.now(), by: HOSTILE.svg, reason: HOSTILE.script } },
    );
  }

  addMany(count: number): void {
    for (let index = 0; index < count; index += 1) {
      this.add({ name: `Key number ${index}`, role: index % 2 === 0 ? 'operator' : 'monitor' });
    }
  }

  add(request: NewKeyRequest, more: Partial<KeyView> = {}): KeyView {
    this.#last += 1;
    const { test, ...given } = request;
    const prefix = test === true ? 'lmcp_test' : 'lmcp';
    const id = `${prefix}_${request.role}_${String(this.#last).padStart(3, '0')}`;
    const key = {
      addresses: [],
      devices: [],
      rooms: [],
      permissions: [],
      ...given,
      id,
      status: 'active' as KeyStatus,
      createdAt: Date.now() - 40 * DAY,
      createdBy: 'lmcp_admin_001',
      usage: { uses: 0, failures: 0 },
      revision: '1',
      isOwn: false,
      ...more,
    } as KeyView;
    this.#keys.set(id, key);
    this.#onChange();
    return key;
  }

  list(): KeyList {
    return {
      keys: [...this.#keys.values()].reverse(),
      notices: this.notices,
      roles: ROLES,
      ...(this.readOnly === undefined ? {} : { readOnly: this.readOnly }),
      ...(this.maxDays === undefined ? {} : { maxDays: this.maxDays }),
    };
  }

  get(id: string): KeyView {
    const key = this.#keys.get(id);
    if (key === undefined) throw new Refused(404, 'unknown-key', 'There is no key of this id.');
    return key;
  }

  #put(key: KeyView): KeyView {
    const next = { ...key, revision: String(Number(key.revision) + 1) };
    this.#keys.set(key.id, next);
    this.#onChange();
    return next;
  }

  create(request: NewKeyRequest): NewKey {
    if (request.name === 'taken') {
      throw new Refused(400, 'invalid-request', 'Parts of the request are not as they must be.', [
        { field: 'body.name', problem: 'must be another one' },
      ]);
    }
    return shown(this.add(request, { createdAt: Date.now() }));
  }

  change(id: string, { revision, ...change }: KeyChangeRequest): KeyView {
    const key = this.get(id);
    if (key.revision !== revision) {
      throw new Refused(409, 'changed-meanwhile', 'Somebody else has changed this key meanwhile.');
    }
    const next: Record<string, unknown> = { ...key };
    for (const [name, value] of Object.entries(change)) {
      if (value !== null) next[name] = value;
      else if (Array.isArray(next[name])) next[name] = [];
      else delete next[name];
    }
    return this.#put(next as unknown as KeyView);
  }

  act(id: string, act: string, reason: string | undefined): KeyView {
    const key = this.get(id);
    if (act === 'enable') return this.#put({ ...key, status: 'active' });
    if (act === 'disable') return this.#put({ ...key, status: 'disabled' });
    const revoked = {
      at: Date.now(),
      by: 'lmcp_admin_001',
      ...(reason === undefined ? {} : { reason }),
    };
    return this.#put({ ...key, status: 'revoked', revoked });
  }

  rotate(id: string): NewKey {
    const { name, role } = this.get(id);
    const next = this.add({ name, role }, { replaces: id });
    this.#put({ ...this.get(id), replacedBy: next.id });
    return shown(next);
  }

  delete(id: string): void {
    const key = this.get(id);
    if (key.isOwn) {
      throw new Refused(409, 'last-admin', 'The last admin key that works cannot be removed.');
    }
    this.#keys.delete(id);
    this.#onChange();
  }
}

function used(uses: number, lastUsedAt: number, lastAddress: string): KeyView['usage'] {
  return { uses, failures: 3, firstUsedAt: lastUsedAt - 30 * DAY, lastUsedAt, lastAddress };
}

function shown(key: KeyView): NewKey {
  const url = 'https://gatehouse.example/mcp';
  return {
    key,
    secret: `${key.id}_${FAKE_SECRET_END}`,
    configurations: [
      {
        client: 'Claude Code',
        place: 'terminal',
        text: `claude mcp add --transport http loxone ${url} --header "Authorization: Bearer $LOXONE_MCP_KEY"`,
      },
      {
        client: 'Cursor',
        place: '~/.cursor/mcp.json',
        text: JSON.stringify({ mcpServers: { loxone: { url } } }, null, 2),
      },
      {
        client: 'VS Code',
        place: '.vscode/mcp.json',
        text: JSON.stringify({ servers: {} }, null, 2),
      },
    ],
  };
}
