import type { Approval, ApprovalStep, ApprovalStore } from '@gatehouse/core';
import { isApprovalId, McpAuthError } from '@gatehouse/core';

/** Bugs that an author of a store may make. */
export type ApprovalFlaw =
  | 'found-on-prototype'
  | 'drops-why'
  | 'overwrites-request'
  | 'takes-any-id'
  | 'order-of-insertion'
  | 'keeps-verdict-of-forgotten'
  | 'keeps-objects'
  | 'last-verdict-wins'
  | 'ends-undecided'
  | 'read-then-write'
  | 'tells-of-new-requests-only'
  | 'one-listener-stops-all'
  | 'own-copy'
  | 'own-copy-of-verdicts'
  | 'tells-own-changes-only'
  | 'open-after-close'
  | 'close-twice-throws';

/** What several handles share. */
export interface ApprovalBacking {
  readonly approvals: Map<string, Approval>;
  readonly listeners: Map<object, Set<() => void>>;
}

export function createApprovalBacking(): ApprovalBacking {
  return { approvals: new Map(), listeners: new Map() };
}

/** A store in memory that has the flaws it is told to have. */
export function createReferenceApprovalStore(
  shared: ApprovalBacking,
  ...flaws: readonly ApprovalFlaw[]
): ApprovalStore {
  const has = (flaw: ApprovalFlaw): boolean => flaws.includes(flaw);
  const backing = has('own-copy') ? createApprovalBacking() : shared;
  const { approvals } = backing;
  const own = {};
  const decided = has('own-copy-of-verdicts') ? new Map<string, Approval>() : approvals;
  let closed = false;
  backing.listeners.set(own, new Set());

  function assertOpen(): void {
    if (closed && !has('open-after-close')) {
      throw new McpAuthError('ERR_MCPAUTH_STORE_CLOSED', 'closed', { location: 'reference' });
    }
  }

  function tell(isNew = false): void {
    if (has('tells-of-new-requests-only') && !isNew) return;
    for (const [owner, listeners] of backing.listeners) {
      if (has('tells-own-changes-only') && owner !== own) continue;
      for (const listener of [...listeners]) {
        try {
          listener();
        } catch {
          if (has('one-listener-stops-all')) return;
        }
      }
    }
  }

  function find(id: string): Approval | undefined {
    if (has('found-on-prototype') && id === 'constructor') {
      return Object.prototype.constructor as unknown as Approval;
    }
    return decided.get(id) ?? approvals.get(id);
  }

  function copy<Value>(value: Value): Value {
    return has('keeps-objects') ? value : structuredClone(value);
  }

  async function step(id: string, part: 'verdict' | 'end', value: object): Promise<ApprovalStep> {
    assertOpen();
    const found = find(id);
    if (found === undefined) return 'unknown';
    if (part === 'end' && found.verdict === undefined && !has('ends-undecided')) return 'unknown';
    if (found[part] !== undefined && !(part === 'verdict' && has('last-verdict-wins'))) {
      return 'taken';
    }
    if (has('read-then-write')) await Promise.resolve();
    const { why: _, ...shorter } = { why: '', ...value };
    const kept = copy(has('drops-why') ? shorter : value);
    const target = part === 'verdict' ? decided : approvals;
    target.set(id, { ...found, [part]: kept });
    if (part === 'end') decided.set(id, { ...found, [part]: kept } as Approval);
    tell();
    return 'done';
  }

  return {
    location: 'reference',
    async add(request) {
      assertOpen();
      if (!isApprovalId(request.id) && !has('takes-any-id')) {
        throw new RangeError('request.id cannot name a request');
      }
      if (approvals.has(request.id) && !has('overwrites-request')) return 'taken';
      const before = has('keeps-verdict-of-forgotten') ? approvals.get(request.id) : undefined;
      approvals.set(request.id, { ...before, request: copy(request) });
      tell(true);
      return 'done';
    },
    async get(id) {
      assertOpen();
      return copy(find(id));
    },
    async list() {
      assertOpen();
      const all = [...approvals.keys()].flatMap((id) => copy(find(id)) ?? []);
      return has('order-of-insertion')
        ? all
        : all.sort((one, other) => one.request.requestedAt - other.request.requestedAt);
    },
    decide: (id, verdict) => step(id, 'verdict', verdict),
    end: (id, end) => step(id, 'end', end),
    async remove(ids) {
      assertOpen();
      let removed = false;
      for (const id of ids) {
        if (has('keeps-verdict-of-forgotten') && find(id)?.verdict !== undefined) continue;
        removed = approvals.delete(id) || removed;
        decided.delete(id);
      }
      if (removed) tell();
    },
    watch(listener) {
      assertOpen();
      const entry = (): void => listener();
      backing.listeners.get(own)?.add(entry);
      return () => void backing.listeners.get(own)?.delete(entry);
    },
    async close() {
      if (closed && has('close-twice-throws')) throw new RangeError('closed already');
      closed = true;
      backing.listeners.get(own)?.clear();
    },
  };
}
