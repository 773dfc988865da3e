import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LockOwner } from '../src/lock-owner.js';
import { formatLockOwner, ownerState, parseLockOwner } from '../src/lock-owner.js';
import { systemProcesses } from '../src/process-table.js';
import { fakeProcesses, SELF } from './support/processes.js';

const OWNER: LockOwner = { ...SELF, token: 'abc', since: '2026-01-01T00:00:00.000Z' };

function read(text: string): LockOwner | undefined {
  return parseLockOwner(new TextEncoder().encode(text));
}

describe('the content of a lock file', () => {
  it('is one line that comes back as it was', () => {
    const bytes = formatLockOwner(OWNER);
    expect(new TextDecoder().decode(bytes)).toMatch(/^\{[^\n]+\}\n$/);
    expect(parseLockOwner(bytes)).toEqual(OWNER);
  });

  it('may lack what the system does not say', () => {
    const { started: _s, boot: _b, numbering: _n, ...bare } = OWNER;
    expect(parseLockOwner(formatLockOwner(bare))).toEqual(bare);
  });

  it('is nothing when it is cut anywhere', () => {
    const text = new TextDecoder().decode(formatLockOwner(OWNER)).trimEnd();
    for (let length = 0; length < text.length; length += 1) {
      expect(read(text.slice(0, length))).toBeUndefined();
    }
  });

  it.each([
    '',
    'null',
    '[]',
    '12',
    '{}',
    '{"pid":"1","host":"h","token":"t","since":"s"}',
    '{"pid":1.5,"host":"h","token":"t","since":"s"}',
    '{"pid":1,"token":"t","since":"s"}',
    '{"pid":1,"host":"h","since":"s"}',
    '\u0000\u0000\u0000',
  ])('is nothing when it is %j', (text) => {
    expect(read(text)).toBeUndefined();
  });
});

describe('ownerState', () => {
  it('knows a process that runs', () => {
    const processes = fakeProcesses({ 99: { running: true, started: '7' } });
    expect(ownerState(OWNER, processes)).toBe('running');
    expect(ownerState({ ...OWNER, pid: 99, started: '7' }, processes)).toBe('running');
  });

  it('knows a process that is gone, also when its number is in use again', () => {
    const processes = fakeProcesses({ 99: { running: true, started: '8' } });
    expect(ownerState({ ...OWNER, pid: 98 }, processes)).toBe('gone');
    expect(ownerState({ ...OWNER, pid: 99, started: '7' }, processes)).toBe('gone');
  });

  it('takes every process of an earlier run of the machine for gone', () => {
    const owner = { ...OWNER, boot: 'boot-before' };
    expect(ownerState(owner, fakeProcesses())).toBe('gone');
  });

  it.each([
    ['another container', { numbering: 'pid:[2]', host: 'other' }],
    ['another container of the same name', { numbering: 'pid:[2]' }],
    ['another machine', { boot: 'boot-b', host: 'other' }],
    ['another system', { host: 'other', boot: undefined, numbering: undefined }],
  ])('does not judge %s by process numbers', (_, changes) => {
    const owner = parseLockOwner(formatLockOwner({ ...OWNER, ...changes } as LockOwner));
    expect(owner && ownerState(owner, fakeProcesses())).toBe('out-of-sight');
  });

  it('goes by host and number alone where the system says no more', () => {
    const { started: _s, boot: _b, numbering: _n, ...self } = SELF;
    const { started: _s2, boot: _b2, numbering: _n2, ...owner } = OWNER;
    const processes = fakeProcesses({ 99: { running: true } }, self);
    expect(ownerState(owner, processes)).toBe('running');
    expect(ownerState({ ...owner, pid: 99 }, processes)).toBe('running');
    expect(ownerState({ ...owner, pid: 98 }, processes)).toBe('gone');
    expect(ownerState({ ...owner, host: 'other' }, processes)).toBe('out-of-sight');
  });
});

describe('systemProcesses', () => {
  it('describes this process so that it finds itself', () => {
    const self = systemProcesses.self();
    expect(self.pid).toBe(process.pid);
    expect(self.host).not.toBe('');
    const state = systemProcesses.lookUp(process.pid);
    expect(state).toEqual({
      running: true,
      ...(self.started === undefined ? {} : { started: self.started }),
    });
    const owner = { ...self, token: 't', since: '' };
    expect(ownerState(owner, systemProcesses)).toBe('running');
  });

  it.skipIf(!existsSync('/proc/self/stat'))(
    'knows start, boot and numbering (skipped: this system has no /proc)',
    () => {
      const self = systemProcesses.self();
      expect(self.started).toMatch(/^\d+$/);
      expect(self.boot).toMatch(/^[0-9a-f-]{36}$/);
      expect(self.numbering).toMatch(/^pid:\[\d+\]$/);
    },
  );

  it('sees a process end', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
    const pid = child.pid ?? 0;
    expect(systemProcesses.lookUp(pid).running).toBe(true);
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    expect(systemProcesses.lookUp(pid)).toEqual({ running: false });
  });

  it('sees a stopped process as one that runs', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
    const pid = child.pid ?? 0;
    child.kill('SIGSTOP');
    expect(systemProcesses.lookUp(pid).running).toBe(true);
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  });

  it.skipIf(!existsSync('/proc/self/stat'))(
    'sees that a process has ended whose parent has not looked (skipped: no /proc)',
    async () => {
      // A shell that starts a child and then becomes a program that never asks about it.
      const shell = spawn('sh', ['-c', 'sleep 60 & echo $!; exec cat'], {
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      const [output] = await once(shell.stdout, 'data');
      const child = Number(String(output).trim());
      await expect.poll(() => readFileSync(`/proc/${shell.pid}/comm`, 'utf8')).toBe('cat\n');
      expect(systemProcesses.lookUp(child).running).toBe(true);
      process.kill(child, 'SIGKILL');
      await expect.poll(() => systemProcesses.lookUp(child).running).toBe(false);
      // It is still there: only asking for more than its number tells.
      expect(process.kill(child, 0)).toBe(true);
      const ended = once(shell, 'exit');
      shell.kill('SIGKILL');
      await ended;
    },
  );
});
