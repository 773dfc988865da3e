import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFileApprovalStore } from '../src/index.js';
import { useChildren } from './support/child.js';
import { newDirectory } from './support/directory.js';

const start = useChildren();

function idOf(round: number): string {
  return `request${String(round).padStart(3, '0')}`;
}

async function newPath(): Promise<string> {
  return join(await newDirectory(), 'approvals');
}

describe('two processes on one queue', () => {
  it('decide each request once, and both see the same', { timeout: 60_000 }, async () => {
    const path = await newPath();
    const children = await Promise.all(
      ['approved', 'refused'].map((verdict) => start('decide', path, verdict, '30').ready()),
    );
    const store = await createFileApprovalStore({ path });
    for (const child of children) child.go();
    await Promise.all(children.map((child) => child.ended()));
    const won = children.map(({ said }) => said.filter((line) => line.startsWith('done ')));
    expect(won.flat().sort()).toEqual(
      Array.from({ length: 30 }, (_, round) => `done ${idOf(round)}`),
    );
    const verdicts = new Map(
      (await store.list()).map(({ request, verdict }) => [request.id, verdict?.verdict]),
    );
    for (const [index, verdict] of (['approved', 'refused'] as const).entries()) {
      for (const line of won[index] ?? []) {
        expect(verdicts.get(line.slice('done '.length))).toBe(verdict);
      }
    }
    expect((await readdir(path)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('tell each other within half a second or so', { timeout: 60_000 }, async () => {
    const path = await newPath();
    const store = await createFileApprovalStore({ path });
    let told = (): void => undefined;
    store.watch(() => told());
    const child = await start('decide', path, 'approved', '1').ready();
    const noticed = new Promise<void>((resolve) => {
      told = () => void store.get(idOf(0)).then((found) => found?.verdict && resolve());
    });
    child.go();
    await noticed;
    await child.ended();
    await store.close();
  });

  it('loses nothing that was acknowledged by one that is killed', {
    timeout: 120_000,
  }, async () => {
    const path = await newPath();
    for (let round = 0; round < 12; round += 1) {
      const child = await start('queue', path, `r${round}`).ready();
      await child.line((line) => line.startsWith(`+ ${round % 4}`));
      child.signal('SIGKILL');
      await child.ended();
      const said = child.said.filter((line) => /^[+!x] /.test(line));
      const store = await createFileApprovalStore({ path });
      const found = new Map((await store.list()).map((one) => [one.request.id, one]));
      for (const line of said) {
        const [sign, , id = ''] = line.split(' ');
        const approval = found.get(id);
        expect(approval, line).toBeDefined();
        if (sign !== '+') expect(approval?.verdict, line).toBeDefined();
        if (sign === 'x') expect(approval?.end, line).toBeDefined();
      }
      expect(said.length).toBeGreaterThan(0);
      await store.close();
    }
  });
});
