import type { ProcessIdentity, ProcessState, ProcessTable } from '../../src/process-table.js';

/** A process as Linux describes it. */
export const SELF: ProcessIdentity = {
  pid: 4711,
  started: '1000',
  boot: 'boot-a',
  numbering: 'pid:[1]',
  host: 'home',
};

/** A table of processes that says what a test wants. */
export function fakeProcesses(
  others: Readonly<Record<number, ProcessState>> = {},
  self: ProcessIdentity = SELF,
): ProcessTable {
  return {
    self: () => self,
    lookUp(pid) {
      const found = others[pid];
      if (found !== undefined) {
        return found;
      }
      const { started } = self;
      return pid === self.pid
        ? { running: true, ...(started === undefined ? {} : { started }) }
        : { running: false };
    },
  };
}
