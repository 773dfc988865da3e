import type { Device, World } from './physics.js';

/** What one room asks of a central climate control: −1 cooling, 0 nothing, 1 heating. */
export interface ClimateDemand {
  readonly uuid: string;
  readonly demand: number;
}

const TOLERANCE = 0.3;

/** The rooms that a central climate control serves, and what each of them asks for. */
export function climateDemands(device: Device, world: World): readonly ClimateDemand[] {
  const { controls } = device.details;
  if (!Array.isArray(controls)) return [];
  return controls.flatMap((entry: unknown) => {
    const uuid = uuidOf(entry);
    const room = uuid === undefined ? undefined : world.find(uuid);
    if (uuid === undefined || room === undefined) return [];
    const difference = room.number('tempTarget') - room.number('tempActual');
    return [{ uuid, demand: Math.abs(difference) < TOLERANCE ? 0 : Math.sign(difference) }];
  });
}

function uuidOf(entry: unknown): string | undefined {
  if (typeof entry === 'string') return entry;
  return typeof entry === 'object' && entry !== null && 'uuid' in entry
    ? String(entry.uuid)
    : undefined;
}
