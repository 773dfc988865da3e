import type { HomeControl } from '@gatehouse/loxone-controls';

/**
 * The controls that a central control commands: `details.controls[].uuid` (protocol reference
 * §5.2–5.7). It has no states of its own; what it does shows in theirs.
 *
 * @returns Control ids; empty for every control that is not a central one.
 */
export function membersOf(
  control: Pick<HomeControl, 'capabilities' | 'details'>,
): readonly string[] {
  const { controls } = control.details;
  if (!control.capabilities.includes('central') || !Array.isArray(controls)) return [];
  return controls.flatMap((member: unknown) => {
    if (typeof member !== 'object' || member === null || !('uuid' in member)) return [];
    return typeof member.uuid === 'string' ? [member.uuid] : [];
  });
}
