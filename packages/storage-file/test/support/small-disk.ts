import { chmod, mkdir, open, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { newDirectory } from './directory.js';
import { run } from './system.js';

const PAGE = 4096;

const mounted: string[] = [];
afterEach(() => {
  for (const path of mounted.splice(0)) {
    run('umount', path);
  }
});

/** @returns A directory (0700) on a disk of its own, or `undefined` where this user may not mount. */
export async function mountSmallDisk(kilobytes: number): Promise<string | undefined> {
  const disk = join(await newDirectory(), 'disk');
  await mkdir(disk);
  if (!run('mount', '-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', disk)) {
    return undefined;
  }
  mounted.push(disk);
  await chmod(disk, 0o700);
  return disk;
}

/** Fills a disk to its last byte with one file. */
export async function fillDisk(filler: string): Promise<void> {
  const file = await open(filler, 'a');
  try {
    for (;;) {
      await file.write(Buffer.alloc(PAGE, 'x'));
    }
  } catch {
    // It is full.
  } finally {
    await file.close();
  }
}

/** Gives one page back. */
export async function freePage(filler: string): Promise<void> {
  await truncate(filler, Math.max(0, (await stat(filler)).size - PAGE));
}
