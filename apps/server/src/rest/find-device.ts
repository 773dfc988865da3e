import type { HomeControl, LoxoneHome } from '@gatehouse/loxone-controls';
import { z } from 'zod';
import { RouteProblem } from '../http/route-problem.js';
import type { HouseCalls, LookingWay } from './house-calls.js';

/** What `loxone_describe_control` says of a device. */
interface DescribedDevice {
  readonly id: string;
  readonly name: string;
  readonly room?: string | undefined;
  readonly part_of?: string | undefined;
  readonly type: string;
  readonly family: string;
  readonly capabilities?: readonly string[] | undefined;
  readonly secured?: boolean | undefined;
  readonly state?: string | undefined;
  readonly tool?: string | undefined;
  readonly moods?: readonly string[] | undefined;
  readonly parts?: readonly unknown[] | undefined;
}

const describedSchema: z.ZodType<DescribedDevice> = z.looseObject({
  id: z.string(),
  name: z.string(),
  room: z.string().optional(),
  part_of: z.string().optional(),
  type: z.string(),
  family: z.string(),
  capabilities: z.array(z.string()).optional(),
  secured: z.boolean().optional(),
  state: z.string().optional(),
  tool: z.string().optional(),
  moods: z.array(z.string()).optional(),
  parts: z.array(z.unknown()).optional(),
});

/** A device that somebody named and may know of. */
export interface FoundDevice {
  readonly control: HomeControl;
  readonly described: DescribedDevice;
  readonly notice: unknown;
}

/**
 * Finds the one device that is meant.
 *
 * @throws RouteProblem 404 for what is not there or hidden, 409 where several could be meant.
 */
export async function findDevice(
  device: string,
  { calls, home }: { readonly calls: HouseCalls; readonly home: LoxoneHome },
  way: LookingWay,
): Promise<FoundDevice> {
  const found = await calls.look('loxone_describe_control', { targets: [device] }, way);
  const [described] = z.array(describedSchema).parse(found.devices);
  const control = described && home.control(described.id);
  // The structure may have been replaced while the question was on its way.
  if (described === undefined || control === undefined) {
    throw new RouteProblem(404, 'unknown-device', 'No device of this name or id is known.');
  }
  return { control, described, notice: found.notice };
}
