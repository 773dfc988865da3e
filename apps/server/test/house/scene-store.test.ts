import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SceneStore } from '@gatehouse/loxone-tools';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemorySceneStore, createSceneStore } from '../../src/house/scene-store.js';
import { sceneTextFile } from '../../src/house/scene-text-file.js';

const SCENE = {
  id: 'movie',
  name: 'Movie',
  description: 'For the sofa',
  steps: [
    { tool: 'loxone_control_lights', args: { targets: ['Lamp'], action: 'off' }, delayMs: 5 },
  ],
  createdBy: 'lmcp_admin_001',
} as const;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scenes-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const pathOf = (): string => join(folder, 'config', 'scenes.json');
const inFile = (): SceneStore =>
  createSceneStore(
    sceneTextFile({
      path: pathOf(),
      write: (path, text) => writeFile(path, text, { mode: 0o600 }),
    }),
  );

describe.each([
  ['in memory', () => createMemorySceneStore()],
  ['in a file', () => inFile()],
])('scenes %s', (_where, create) => {
  it('are saved, found, changed and deleted', async () => {
    const store = create();
    expect(await store.list()).toEqual([]);
    const saved = await store.put(SCENE, undefined);
    expect(saved).toEqual({ ...SCENE, revision: '1' });
    expect(await store.get('movie')).toEqual(saved);
    expect(await store.get('other')).toBeUndefined();
    const changed = await store.put({ ...SCENE, name: 'Film' }, '1');
    expect(changed.revision).toBe('2');
    expect((await store.list()).map(({ name }) => name)).toEqual(['Film']);
    await store.delete('movie', '2');
    expect(await store.list()).toEqual([]);
  });

  it('are changed only by who knows what they are now', async () => {
    const store = create();
    await store.put(SCENE, undefined);
    await expect(store.put(SCENE, undefined)).rejects.toThrow('changed meanwhile');
    await expect(store.put(SCENE, '2')).rejects.toThrow('changed meanwhile');
    await expect(store.delete('movie', '7')).rejects.toThrow('changed meanwhile');
    await expect(store.delete('other', '1')).rejects.toThrow('changed meanwhile');
    expect(await store.list()).toHaveLength(1);
  });

  it('lose nothing when many are saved at once, and go on after one that failed', async () => {
    const store = create();
    const ids = Array.from({ length: 20 }, (_, at) => `s-${at}`);
    const saving = ids.map((id) => store.put({ ...SCENE, id }, undefined));
    const failing = store.put({ ...SCENE, id: 's-1' }, '9');
    await Promise.allSettled([...saving, failing]);
    expect((await store.list()).map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    await store.put({ ...SCENE, id: 'last' }, undefined);
    expect(await store.list()).toHaveLength(21);
  });

  it('are at most 200, and a megabyte', async () => {
    const store = create();
    for (let at = 0; at < 200; at += 1) await store.put({ ...SCENE, id: `s-${at}` }, undefined);
    await expect(store.put(SCENE, undefined)).rejects.toThrow('at most 200');
    const long = { ...SCENE, id: 's-0', description: 'x'.repeat(1_000_000) };
    await expect(store.put(long, '1')).rejects.toThrow('at most 200');
    expect((await store.get('s-0'))?.description).toBe('For the sofa');
  });
});

describe('the file of scenes', () => {
  it('is for its owner only, and others read it at once', async () => {
    await inFile().put(SCENE, undefined);
    expect((await stat(pathOf())).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'config'))).mode & 0o777).toBe(0o700);
    expect(await inFile().get('movie')).toMatchObject({ name: 'Movie' });
  });

  it.each([
    ['no JSON', 'hello'],
    ['another format', '{"format":"other","scenes":[]}'],
    [
      'a scene without steps',
      JSON.stringify({
        format: 'loxone-mcp-scenes-1',
        scenes: [{ ...SCENE, steps: [], revision: '1' }],
      }),
    ],
    [
      'an id that is a path',
      JSON.stringify({
        format: 'loxone-mcp-scenes-1',
        scenes: [{ ...SCENE, id: '../x', revision: '1' }],
      }),
    ],
  ])('is left as it is when it holds %s', async (_what, text) => {
    await inFile().put(SCENE, undefined);
    await writeFile(pathOf(), text);
    await expect(inFile().list()).rejects.toThrow('not valid');
    await expect(inFile().put({ ...SCENE, id: 'new' }, undefined)).rejects.toThrow('not valid');
    expect(await readFile(pathOf(), 'utf8')).toBe(text);
  });
});
