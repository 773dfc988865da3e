import { controlType, type Family, type HomeControl } from '@gatehouse/loxone-controls';
import { type HouseEntry, typeLabel } from './house/house-entry.js';
import { cleanText } from './text/clean-text.js';
import { type ToolError, toolError } from './tool-error.js';

/** Which tool commands a family. A tool that is added gets its line here. */
const CONTROL_TOOLS: Readonly<Record<Family, string>> = {
  lights: 'loxone_control_lights',
  covers: 'loxone_control_covers',
  climate: 'loxone_set_climate',
  media: 'loxone_control_media',
  access: 'loxone_control_access',
  security: 'loxone_control_access',
  scenes: 'loxone_activate_scene',
  switches: 'loxone_control_device',
  energy: 'loxone_control_device',
  sensors: 'loxone_control_device',
  appliances: 'loxone_control_device',
  information: 'loxone_control_device',
};

/**
 * Houses wire lamps as plain switches, so the tool for lights takes one that is named.
 */
export function isPlainSwitch({ type }: Pick<HomeControl, 'type'>): boolean {
  return type === 'Switch';
}

/**
 * The tool that commands a control, if any does: some types take no commands, and of those that
 * nobody knows, nobody knows any.
 */
export function toolFor(control: HomeControl): string | undefined {
  if ((controlType(control.type)?.commands ?? []).length === 0) return undefined;
  return isPlainSwitch(control) ? CONTROL_TOOLS.lights : CONTROL_TOOLS[control.family];
}

/**
 * Why a tool does not take a control, and which one does.
 *
 * @param singular - What the tool is for: `light`.
 */
export function wrongTool({ control }: HouseEntry, singular: string): ToolError {
  const tool = toolFor(control);
  return toolError(
    'not_supported',
    `it is a ${typeLabel(control.type)} (type ${cleanText(control.type)}), not a ${singular}.`,
    tool === undefined
      ? 'No tool here commands it; loxone_get_state reads it.'
      : `Use ${tool} for it.`,
  );
}
