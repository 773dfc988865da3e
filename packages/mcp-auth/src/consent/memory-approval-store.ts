import type {
  Approval,
  ApprovalEnd,
  ApprovalRequest,
  ApprovalStep,
  ApprovalStore,
  ApprovalVerdict,
  Logger,
} from '@gatehouse/core';
import { isApprovalId, McpAuthError, silentLogger } from '@gatehouse/core';

const LOCATION = 'memory';

class MemoryApprovalStore implements ApprovalStore {
  readonly location = LOCATION;
  readonly #approvals = new Map<string, Approval>();
  readonly #listeners = new Set<() => void>();
  readonly #logger: Logger;
  #closed = false;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  async add(request: ApprovalRequest): Promise<'done' | 'taken'> {
    this.#assertOpen();
    if (!isApprovalId(request.id)) throw new RangeError('request.id cannot name a request');
    if (this.#approvals.has(request.id)) return 'taken';
    this.#put({ request: structuredClone(request) });
    return 'done';
  }

  async get(id: string): Promise<Approval | undefined> {
    this.#assertOpen();
    const approval = this.#approvals.get(id);
    return approval && structuredClone(approval);
  }

  async list(): Promise<readonly Approval[]> {
    this.#assertOpen();
    return [...this.#approvals.values()]
      .map((approval) => structuredClone(approval))
      .sort((one, other) => one.request.requestedAt - other.request.requestedAt);
  }

  async decide(id: string, verdict: ApprovalVerdict): Promise<ApprovalStep> {
    this.#assertOpen();
    const approval = this.#approvals.get(id);
    if (approval === undefined) return 'unknown';
    if (approval.verdict !== undefined) return 'taken';
    this.#put({ ...approval, verdict: { ...verdict } });
    return 'done';
  }

  async end(id: string, end: ApprovalEnd): Promise<ApprovalStep> {
    this.#assertOpen();
    const approval = this.#approvals.get(id);
    if (approval?.verdict === undefined) return 'unknown';
    if (approval.end !== undefined) return 'taken';
    this.#put({ ...approval, end: { ...end } });
    return 'done';
  }

  async remove(ids: readonly string[]): Promise<void> {
    this.#assertOpen();
    const removed = ids.filter((id) => this.#approvals.delete(id));
    if (removed.length > 0) this.#tell();
  }

  watch(listener: () => void): () => void {
    this.#assertOpen();
    const own = (): void => listener();
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#listeners.clear();
  }

  #put(approval: Approval): void {
    this.#approvals.set(approval.request.id, approval);
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener();
      } catch {
        this.#logger.error('a listener of the approvals failed');
      }
    }
  }

  #assertOpen(): void {
    if (this.#closed) {
      throw new McpAuthError('ERR_MCPAUTH_STORE_CLOSED', 'The approvals in memory are closed.', {
        location: LOCATION,
      });
    }
  }
}

/** Makes a queue that is forgotten with the process; nobody outside the process can approve in it. */
export function createMemoryApprovalStore(
  options: { readonly logger?: Logger } = {},
): ApprovalStore {
  return new MemoryApprovalStore(options.logger ?? silentLogger);
}
