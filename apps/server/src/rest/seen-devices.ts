import { z } from 'zod';
import type { HouseCalls, LookingWay } from './house-calls.js';
import { readList } from './read-list.js';

/** Most that a page of a resource holds. */
const WHOLE_PAGE = 500;

const pageSchema = z.looseObject({
  devices: z.array(z.looseObject({ id: z.string() })),
  next_cursor: z.string().optional(),
});

/** Ids of all devices that the caller sees, as they stand in the house. */
export async function seenDevices(
  calls: Pick<HouseCalls, 'read'>,
  way: LookingWay,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; ) {
    const asked = { limit: WHOLE_PAGE, cursor };
    const page = pageSchema.parse(await readList('loxone://controls', asked, calls, way));
    ids.push(...page.devices.map(({ id }) => id));
    cursor = page.next_cursor;
    isFirst = false;
  }
  return ids;
}
