import { z } from 'zod';
import type { HouseCalls, LookingWay, Structured } from './house-calls.js';

/** Most devices that one call of the tool reads. */
export const STATES_AT_ONCE = 50;

const readSchema = z.looseObject({
  devices: z.array(z.looseObject({ id: z.string() })),
  notice: z.string().optional(),
});

/** States of devices, and the remark that they may be old. */
export interface StatesRead {
  readonly devices: readonly (Structured & { readonly id: string })[];
  readonly notice?: string | undefined;
}

/**
 * Reads the states of any number of devices.
 *
 * @throws RouteProblem where one of them is not there, or not for this caller.
 */
export async function readStates(
  ids: readonly string[],
  detail: 'main' | 'all',
  calls: Pick<HouseCalls, 'look'>,
  way: LookingWay,
): Promise<StatesRead> {
  const devices: StatesRead['devices'][number][] = [];
  let notice: string | undefined;
  for (let from = 0; from < ids.length; from += STATES_AT_ONCE) {
    const targets = ids.slice(from, from + STATES_AT_ONCE);
    const read = readSchema.parse(await calls.look('loxone_get_state', { targets, detail }, way));
    devices.push(...read.devices);
    notice = read.notice;
  }
  return { devices, ...(notice !== undefined && { notice }) };
}
