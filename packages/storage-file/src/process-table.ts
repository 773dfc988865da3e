import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** What tells one process from every other, as far as the system says. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the system's own count; tells it from a later one of the same number. */
  readonly started?: string;
  /** Which run of the machine: process numbers mean nothing across a restart. */
  readonly boot?: string;
  /** Which set of process numbers: two containers both have a process 1. */
  readonly numbering?: string;
  readonly host: string;
}

/** What is known of a process number right now. */
export interface ProcessState {
  readonly running: boolean;
  readonly started?: string;
}

/** How the package asks about processes, so that a test can answer. */
export interface ProcessTable {
  self(): ProcessIdentity;
  lookUp(pid: number): ProcessState;
}

function tryRead(read: () => string): string | undefined {
  try {
    return read().trim();
  } catch {
    return undefined;
  }
}

/**
 * State and start time of a process, from `/proc/<pid>/stat` (proc(5)): fields 3 and 22. The second
 * field is the program's name in parentheses, which may hold anything, so counting starts behind it.
 */
function readStat(pid: number): { state: string; started: string } | undefined {
  const stat = tryRead(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields?.[0];
  const started = fields?.[19];
  return state === undefined || started === undefined ? undefined : { state, started };
}

function signalReaches(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, under another user.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

function lookUp(pid: number): ProcessState {
  if (!signalReaches(pid)) {
    return { running: false };
  }
  const stat = readStat(pid);
  if (stat === undefined) {
    return { running: true };
  }
  // A zombie has ended; only its parent has not looked yet.
  return { running: stat.state !== 'Z' && stat.state !== 'X', started: stat.started };
}

function describeSelf(): ProcessIdentity {
  const started = readStat(process.pid)?.started;
  const boot = tryRead(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1'));
  const numbering = tryRead(() => readlinkSync('/proc/self/ns/pid'));
  return {
    pid: process.pid,
    host: hostname(),
    ...(started === undefined ? {} : { started }),
    ...(boot === undefined ? {} : { boot }),
    ...(numbering === undefined ? {} : { numbering }),
  };
}

/** The machine's processes. Start time, boot and numbering are known on Linux only. */
export const systemProcesses: ProcessTable = { self: describeSelf, lookUp };
