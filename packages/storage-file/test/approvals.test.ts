import {
  chmod,
  mkdir,
  readdir,
  readFile,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import type { ApprovalRequest, ApprovalStore } from '@gatehouse/core';
import { createFakeClock, createRecordingLogger } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import { createFileApprovalStore } from '../src/index.js';
import { newDirectory } from './support/directory.js';
import { errorOf } from './support/errors.js';
import { crashingAt, failingAt, faultyFileSystem } from './support/faulty-file-system.js';

const ID = 'request1';
const APPROVED = { verdict: 'approved', by: 'cli:anna', at: 5 } as const;

function request(id = ID, changes: Partial<ApprovalRequest> = {}): ApprovalRequest {
  return {
    id,
    requester: { id: 'lmcp_operator_001', kind: 'key', name: 'k', role: 'operator', revision: '1' },
    tool: 'door',
    risk: 'access',
    binding: 'b',
    effects: ['open the door'],
    requestedAt: 1,
    expiresAt: 2,
    ...changes,
  };
}

async function newPath(): Promise<string> {
  return join(await newDirectory(), 'config', 'approvals');
}

async function old(path: string): Promise<void> {
  await utimes(path, new Date(0), new Date(0));
}

describe('the directory of approvals', () => {
  it('is made by the first request, for its owner alone', async () => {
    const path = await newPath();
    const store = await createFileApprovalStore({ path });
    expect(await store.list()).toEqual([]);
    await expect(stat(path)).rejects.toThrow(/ENOENT/);
    await store.add(request());
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    expect((await stat(join(path, 'request1.request.json'))).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(join(path, 'request1.request.json'), 'utf8'))).toEqual(
      request(),
    );
  });

  it('is not made by looking, removing or watching', async () => {
    const path = await newPath();
    const store = await createFileApprovalStore({ path });
    const end = store.watch(() => undefined);
    await store.remove([ID]);
    expect(await store.get(ID)).toBeUndefined();
    expect(await store.decide(ID, APPROVED)).toBe('unknown');
    end();
    await store.close();
    await expect(stat(path)).rejects.toThrow(/ENOENT/);
  });

  it.each<[string, (path: string) => Promise<void>, RegExp]>([
    [
      'a symbolic link',
      async (path) => {
        await mkdir(`${path}-real`, { mode: 0o700, recursive: true });
        await symlink(`${path}-real`, path);
      },
      /is not a directory of its own/,
    ],
    [
      'a file',
      async (path) => {
        await mkdir(join(path, '..'), { recursive: true });
        await writeFile(path, '', { mode: 0o600 });
      },
      /is not a directory of its own/,
    ],
    [
      'open to others',
      async (path) => {
        await mkdir(path, { recursive: true });
        await chmod(path, 0o755);
      },
      /can be used by other users.*chmod 700/,
    ],
  ])('that is %s is refused, at once and later', async (_, make, problem) => {
    const path = await newPath();
    const early = await createFileApprovalStore({ path });
    await make(path);
    const opening = createFileApprovalStore({ path });
    expect((await errorOf(opening, 'ERR_MCPAUTH_FILE_UNSAFE')).message).toMatch(problem);
    for (const call of [
      (store: ApprovalStore) => store.add(request()),
      (store: ApprovalStore) => store.get(ID),
      (store: ApprovalStore) => store.list(),
      (store: ApprovalStore) => store.decide(ID, APPROVED),
      (store: ApprovalStore) => store.remove([ID]),
    ]) {
      await expect(call(early)).rejects.toMatchObject({
        code: expect.stringMatching(/^ERR_MCPAUTH_(FILE_UNSAFE|STORE_UNAVAILABLE)$/),
      });
    }
  });

  it.each([0, 9, Number.NaN, 1.5])('is not watched every %d ms', async (watchIntervalMs) => {
    await expect(
      createFileApprovalStore({ path: await newPath(), watchIntervalMs }),
    ).rejects.toThrow(RangeError);
  });
});

describe('a file in the way', () => {
  it.each(['request', 'verdict', 'end'])(
    'that is a symbolic link in place of the %s counts for nothing, and is not written through',
    async (part) => {
      const path = await newPath();
      const logger = createRecordingLogger();
      const store = await createFileApprovalStore({ path, logger });
      await store.add(request('request2'));
      await store.add(request());
      if (part === 'end') await store.decide(ID, APPROVED);
      const target = join(path, '..', 'elsewhere.json');
      await writeFile(target, JSON.stringify({ ...APPROVED, outcome: 'used' }), { mode: 0o600 });
      if (part === 'request') await store.remove([ID]);
      await symlink(target, join(path, `request1.${part}.json`));
      await errorOf(store.get(ID), 'ERR_MCPAUTH_FILE_UNSAFE');
      const before = await readFile(target, 'utf8');
      const acting =
        part === 'request'
          ? store.add(request())
          : part === 'verdict'
            ? store.decide(ID, APPROVED)
            : store.end(ID, { outcome: 'used', at: 1 });
      expect(await acting).toBe('taken');
      expect(await readFile(target, 'utf8')).toBe(before);
      // The others are still to be seen.
      expect((await store.list()).map((one) => one.request.id)).toEqual(['request2']);
      await store.list();
      expect(logger.messages('warn')).toEqual(['a request for approval cannot be used']);
    },
  );

  it.each([
    ['nothing', ''],
    ['half of it', '{"verdict":"appro'],
    ['another word', '{"verdict":"yes","by":"x","at":1}'],
    ['nobody', '{"verdict":"approved","at":1}'],
    ['no moment', '{"verdict":"approved","by":"x","at":"now"}'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a number for a reason', '{"verdict":"approved","by":"x","at":1,"why":5}'],
  ])('that says %s is no verdict', async (_, text) => {
    const path = await newPath();
    const store = await createFileApprovalStore({ path });
    await store.add(request());
    await writeFile(join(path, 'request1.verdict.json'), text, { mode: 0o600 });
    const error = await errorOf(store.get(ID), 'ERR_MCPAUTH_STORE_DAMAGED');
    expect(error.message).toContain('request1.verdict.json is damaged');
    expect(await store.list()).toEqual([]);
  });

  it.each<[string, object]>([
    ['another id', { id: 'request2' }],
    ['a risk that is none', { risk: 'none' }],
    ['effects that are no lines', { effects: [1] }],
    ['no binding', { binding: undefined }],
    ['a requester of no kind', { requester: { ...request().requester, kind: 'god' } }],
    ['a requester without revision', { requester: { ...request().requester, revision: 7 } }],
    ['no requester', { requester: null }],
    ['no time', { expiresAt: 1.5 }],
  ])('that says %s is no request', async (_, changes) => {
    const path = await newPath();
    await mkdir(path, { recursive: true, mode: 0o700 });
    await writeFile(
      join(path, 'request1.request.json'),
      JSON.stringify({ ...request(), ...changes }),
      { mode: 0o600 },
    );
    const store = await createFileApprovalStore({ path });
    await errorOf(store.get(ID), 'ERR_MCPAUTH_STORE_DAMAGED');
  });

  it('that others could have written counts for nothing', async () => {
    const path = await newPath();
    const store = await createFileApprovalStore({ path });
    await store.add(request());
    await store.decide(ID, APPROVED);
    await chmod(join(path, 'request1.verdict.json'), 0o666);
    await errorOf(store.get(ID), 'ERR_MCPAUTH_FILE_UNSAFE');
  });

  it('of another name is left alone', async () => {
    const path = await newPath();
    await mkdir(path, { recursive: true, mode: 0o700 });
    const names = ['README', 'x.request.json', 'request1.json', 'REQUEST1.request.json', 'a.tmp'];
    for (const name of names) {
      await writeFile(join(path, name), 'x');
      await old(join(path, name));
    }
    const store = await createFileApprovalStore({ path });
    expect(await store.list()).toEqual([]);
    await store.remove(['README', 'x', '../config']);
    expect((await readdir(path)).sort()).toEqual([...names].sort());
  });
});

describe('what a killed process left', () => {
  it('is swept at the next start, when nobody can be writing it any more', async () => {
    const path = await newPath();
    const first = await createFileApprovalStore({ path });
    await first.add(request());
    await first.close();
    const half = join(path, 'request2.request.json.0123456789abcdef.tmp');
    const fresh = join(path, 'request3.verdict.json.0123456789abcdef.tmp');
    const stray = join(path, 'request4.verdict.json');
    for (const file of [half, fresh, stray]) await writeFile(file, '{', { mode: 0o600 });
    for (const file of [half, stray]) await old(file);
    const logger = createRecordingLogger();
    const store = await createFileApprovalStore({ path, logger });
    expect((await readdir(path)).sort()).toEqual([
      'request1.request.json',
      'request3.verdict.json.0123456789abcdef.tmp',
    ]);
    expect(logger.messages('info')).toEqual(['cleared up behind a process that was killed']);
    await store.close();
    const later = createFakeClock(Date.now() + 61_000);
    await createFileApprovalStore({ path, clock: later });
    expect(await readdir(path)).toEqual(['request1.request.json']);
  });

  it.each<[string, (store: ApprovalStore) => Promise<unknown>]>([
    ['add', (store: ApprovalStore) => store.add(request('request2'))],
    ['decide', (store: ApprovalStore) => store.decide(ID, APPROVED)],
    ['end', (store: ApprovalStore) => store.end('request0', { outcome: 'used', at: 9 })],
    ['remove', (store: ApprovalStore) => store.remove(['request0'])],
  ])('in the middle of %s is the state before or after, at every step', async (_, act) => {
    let crashes = 0;
    for (let at = 1; ; at += 1) {
      const path = await newPath();
      const setup = await createFileApprovalStore({ path });
      await setup.add(request('request0'));
      await setup.decide('request0', APPROVED);
      await setup.add(request());
      const before = await setup.list();
      const whole = await createFileApprovalStore({ path: await newPath() });
      await whole.add(request('request0'));
      await whole.decide('request0', APPROVED);
      await whole.add(request());
      await act(whole);
      const after = await whole.list();

      const fileSystem = crashingAt(at);
      const outcome = await createFileApprovalStore({ path, fileSystem })
        .then(act)
        .then(
          () => 'done',
          () => 'killed',
        );
      const seen = await (await createFileApprovalStore({ path })).list();
      expect([before, after].map((state) => JSON.stringify(state))).toContain(JSON.stringify(seen));
      if (outcome === 'done') {
        expect(seen).toEqual(after);
        break;
      }
      crashes += 1;
      // Somebody else can go on.
      const next = await createFileApprovalStore({ path });
      expect(['done', 'taken']).toContain(await next.decide(ID, { ...APPROVED, by: 'cli:b' }));
      expect((await next.get(ID))?.verdict?.verdict).toBe('approved');
    }
    expect(crashes).toBeGreaterThan(3);
  });
});

describe('a disk that fails', () => {
  it('is told of, and what was is as it was, at every step of a verdict', async () => {
    let failures = 0;
    for (let at = 1; ; at += 1) {
      const path = await newPath();
      const setup = await createFileApprovalStore({ path });
      await setup.add(request());
      const fileSystem = failingAt(at, 'ENOSPC');
      const outcome = await createFileApprovalStore({ path, fileSystem })
        .then((store) => store.decide(ID, APPROVED))
        .catch((error: { code?: string }) => error.code);
      if (outcome === 'done') break;
      failures += 1;
      expect(outcome).toBe('ERR_MCPAUTH_STORE_UNAVAILABLE');
      const again = await createFileApprovalStore({ path });
      const { verdict } = (await again.get(ID)) ?? {};
      // The one failure after the fact is that of syncing the name.
      expect([undefined, APPROVED]).toContainEqual(verdict);
      expect(await again.decide(ID, APPROVED)).toBe(verdict === undefined ? 'done' : 'taken');
      if (at > 100) expect.fail('it never works');
    }
    expect(failures).toBeGreaterThan(5);
  });

  it('is written to again when a sweep has taken a file that was being written', async () => {
    let swept = 0;
    const path = await newPath();
    const fileSystem = faultyFileSystem({
      async before(operation) {
        if (operation !== 'link' || swept > 0) return;
        swept += 1;
        const later = createFakeClock(Date.now() + 120_000);
        await createFileApprovalStore({ path, clock: later });
      },
    });
    const store = await createFileApprovalStore({ path, fileSystem });
    expect(await store.add(request())).toBe('done');
    expect(swept).toBe(1);
    expect(await readdir(path)).toEqual(['request1.request.json']);
  });
});
