import type { Family, HomeControl } from '@gatehouse/loxone-controls';
import { type HouseEntry, typeLabel } from './house/house-entry.js';
import { cleanText } from './text/clean-text.js';
import { type ToolError, toolError } from './tool-error.js';

/** Which tool commands a family. A tool that is added gets its line here. */
const CONTROL_TOOLS: Readonly<Partial<Record<Family, string>>> = {
  lights: 'loxone_control_lights',
  covers: 'loxone_control_covers',
};

/**
 * Houses wire lamps as plain switches, so the tool for lights takes one that is named.
 */
export function isPlainSwitch({ type }: Pick<HomeControl, 'type'>): boolean {
  return type === 'Switch';
}

function toolFor(control: HomeControl): string | undefined {
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
