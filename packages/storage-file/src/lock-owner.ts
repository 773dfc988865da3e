import type { ProcessIdentity, ProcessTable } from './process-table.js';

/** What a lock file says: who holds the lock. */
export interface LockOwner extends ProcessIdentity {
  /** Random, new for every time the lock is taken. */
  readonly token: string;
  /** RFC 3339, for people. */
  readonly since: string;
}

/** `out-of-sight`: on another machine or in another container, where process numbers differ. */
export type OwnerState = 'running' | 'gone' | 'out-of-sight';

const encoder = new TextEncoder();

/** @returns The content of a lock file: one line of JSON that people can read too. */
export function formatLockOwner(owner: LockOwner): Uint8Array {
  return encoder.encode(`${JSON.stringify(owner)}\n`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** @returns `undefined` when the text is no complete lock file. */
export function parseLockOwner(bytes: Uint8Array): LockOwner | undefined {
  const value = parseJson(new TextDecoder().decode(bytes));
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const { pid, host, token, since, started, boot, numbering }: Record<string, unknown> = {
    ...value,
  };
  if (!Number.isSafeInteger(pid) || !isText(host) || !isText(token) || !isText(since)) {
    return undefined;
  }
  return {
    pid: Number(pid),
    host,
    token,
    since,
    ...(isText(started) ? { started } : {}),
    ...(isText(boot) ? { boot } : {}),
    ...(isText(numbering) ? { numbering } : {}),
  };
}

/** Whether a process number of `owner` means the same to us. */
function placeOf(owner: LockOwner, self: ProcessIdentity): 'here' | 'earlier-boot' | 'elsewhere' {
  if (owner.boot !== undefined && self.boot !== undefined) {
    if (owner.boot === self.boot) {
      return owner.numbering === self.numbering ? 'here' : 'elsewhere';
    }
    return owner.host === self.host ? 'earlier-boot' : 'elsewhere';
  }
  return owner.host === self.host && owner.boot === self.boot ? 'here' : 'elsewhere';
}

/** Whether the process that took a lock still runs, as far as this process can see. */
export function ownerState(owner: LockOwner, processes: ProcessTable): OwnerState {
  switch (placeOf(owner, processes.self())) {
    case 'elsewhere':
      return 'out-of-sight';
    case 'earlier-boot':
      return 'gone';
    case 'here': {
      const { running, started } = processes.lookUp(owner.pid);
      const sameStart =
        started === undefined || owner.started === undefined || started === owner.started;
      return running && sameStart ? 'running' : 'gone';
    }
  }
}
