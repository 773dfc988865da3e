import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMcpAuth } from '../../src/index.js';
import { type TemporaryHome, temporaryHome } from '../support/temporary-home.js';

const EVENTS = 12;
let home: TemporaryHome;
let path: string;

beforeEach(async () => {
  home = await temporaryHome();
  path = join(home.path, '.config/notes/audit.jsonl');
  const auth = await createMcpAuth({ app: 'notes', env: home.env });
  for (let at = 0; at < EVENTS; at += 1) await auth.createKey({ name: `k${at}`, role: 'admin' });
  await auth.close();
});
afterEach(() => home.remove());

async function lines(): Promise<string[]> {
  return (await readFile(path, 'utf8')).trimEnd().split('\n');
}

/** What the next process says of a trail whose lines were changed meanwhile. */
async function problemAfter(change: (lines: string[]) => unknown): Promise<unknown> {
  const changed = await lines();
  change(changed);
  await writeFile(path, `${changed.join('\n')}\n`);
  const auth = await createMcpAuth({ app: 'notes', env: home.env, audit: 'file' });
  try {
    return (await auth.audit.verify()).problem;
  } finally {
    await auth.close().catch(() => undefined);
  }
}

describe('the trail of the embedded default', () => {
  it('is whole when nobody touched it', async () => {
    expect(await problemAfter(() => undefined)).toBeUndefined();
    expect((await lines()).length).toBeGreaterThanOrEqual(EVENTS);
  });

  it('names a changed record', async () => {
    const problem = await problemAfter((all) => {
      all[4] = (all[4] ?? '').replace('key.created', 'key.deleted');
    });
    expect(problem).toMatchObject({ kind: 'changed', sequence: 5 });
  });

  it('names a removed record', async () => {
    const problem = await problemAfter((all) => all.splice(4, 1));
    expect(problem).toMatchObject({ kind: 'removed', sequence: 5 });
  });

  it('names records that changed places', async () => {
    const problem = await problemAfter((all) => {
      [all[4], all[6]] = [all[6] ?? '', all[4] ?? ''];
    });
    expect(problem).toMatchObject({ kind: 'reordered' });
  });

  it('names what a cut trail has lost while the process runs', async () => {
    const auth = await createMcpAuth({ app: 'notes', env: home.env });
    const all = await lines();
    for (const kept of [8, 0]) {
      await writeFile(
        path,
        all
          .slice(0, kept)
          .map((line) => `${line}\n`)
          .join(''),
      );
      expect(await auth.audit.verify()).toMatchObject({
        ok: false,
        problem: { kind: 'truncated', sequence: kept + 1, last: all.length },
      });
    }
    await auth.close().catch(() => undefined);
  });

  it('is not continued by the next process once it is cut, nor rewritten', async () => {
    const all = await lines();
    for (const kept of [8, 0]) {
      await writeFile(
        path,
        all
          .slice(0, kept)
          .map((line) => `${line}\n`)
          .join(''),
      );
      const before = await home.hashes();
      await expect(createMcpAuth({ app: 'notes', env: home.env })).rejects.toMatchObject({
        code: 'ERR_MCPAUTH_AUDIT_DAMAGED',
        details: { location: path, problem: expect.stringContaining(`record, ${all.length},`) },
      });
      expect(await home.hashes()).toEqual(before);
    }
  });
});
