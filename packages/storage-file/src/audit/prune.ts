import { dirname } from 'node:path';
import type { AuditHead, EpochMs } from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';
import { damaged, unavailable } from '../file-errors.js';
import type { FileLock } from '../file-lock.js';
import { errorCode } from '../file-system.js';
import { openPrivateFile } from '../safe-file.js';
import { lineBefore } from './lines.js';
import type { TrailFiles } from './trail.js';
import { listed } from './trail.js';
import type { RotatedPart, TrailState } from './trail-state.js';
import { formatState } from './trail-state.js';

/** Makes the head after a removal. */
export type Rehead = (head: AuditHead, lastRemoved: string) => AuditHead;

/** How many rotated files, from the oldest on, hold nothing younger than `before`. */
function countOlder(rotated: readonly RotatedPart[], before: EpochMs): number {
  const kept = rotated.findIndex(({ latest }) => latest >= before);
  return kept === -1 ? rotated.length : kept;
}

/** @throws `ERR_MCPAUTH_STORE_UNAVAILABLE` for what the file system refuses. */
async function explained<T>(path: string, what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isMcpAuthError(error) ? error : unavailable(path, what, error);
  }
}

function lastLine({ names, fileSystem }: TrailFiles, part: RotatedPart): Promise<string> {
  const path = names.rotated(part.first);
  return explained(path, 'could not be read', async () => {
    const file = await openPrivateFile(fileSystem, path, 'read');
    try {
      const line = file && (await lineBefore(file, (await file.status()).size));
      if (line === undefined) {
        throw damaged(path, 'it is missing, or does not end with a whole record');
      }
      return line;
    } finally {
      await file?.close();
    }
  });
}

async function removeIfAny({ fileSystem }: TrailFiles, path: string): Promise<void> {
  await fileSystem.remove(path).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') {
      throw error;
    }
  });
}

/** Removes rotated files that retention has taken out of the head. */
export async function removeOutdated(files: TrailFiles, oldest: number): Promise<void> {
  const { fileSystem, names } = files;
  const outdated = (await listed(files)).filter((first) => first < oldest);
  await explained(names.live, 'could not be pruned', async () => {
    for (const first of outdated) {
      await removeIfAny(files, names.rotated(first));
    }
    if (outdated.length > 0) {
      await fileSystem.syncDirectory(dirname(names.live));
    }
  });
}

/**
 * Takes the oldest rotated files out of the head of a trail that was examined under the same lock. The
 * files go after that, with {@link removeOutdated}: a crash in between leaves some that nobody misses.
 *
 * @returns The oldest record that is left, and how many were removed.
 */
export async function pruneTrail(
  files: TrailFiles,
  lock: FileLock,
  state: TrailState,
  { before, rehead }: { readonly before: EpochMs; readonly rehead: Rehead },
): Promise<{ readonly oldest: number; readonly removed: number }> {
  const count = countOlder(state.rotated, before);
  const lastRemoved = state.rotated[count - 1];
  if (state.head === undefined || lastRemoved === undefined) {
    return { oldest: state.head?.firstSequence ?? 0, removed: 0 };
  }
  const rotated = state.rotated.slice(count);
  const oldest = rotated[0]?.first ?? state.live.first;
  const head = rehead(state.head, await lastLine(files, lastRemoved));
  if (head.sequence !== state.head.sequence || head.firstSequence !== oldest) {
    throw new RangeError(`rehead must keep sequence and set firstSequence to ${oldest}`);
  }
  const next: TrailState = { head, live: state.live, rotated };
  await lock.write(formatState(next));
  return { oldest, removed: oldest - state.head.firstSequence };
}
