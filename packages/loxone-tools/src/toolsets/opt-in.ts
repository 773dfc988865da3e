import { adminTool } from '../admin/admin-tool.js';
import type { CreateTool } from '../define-tool.js';
import { scenesTool } from '../manage-scenes/scenes-tool.js';
import { sendTool } from '../send-command/send-tool.js';

/** A tool that the owner can switch on. */
export type OptInTool = 'loxone_manage_scenes' | 'loxone_send_command' | 'loxone_admin';

/** Tools that exist only where the owner wants them. */
const OPT_IN: Readonly<Record<OptInTool, CreateTool>> = {
  loxone_manage_scenes: scenesTool,
  loxone_send_command: sendTool,
  loxone_admin: adminTool,
};

/** @throws TypeError for a name that is none of them. */
export function optInTools(names: readonly OptInTool[]): readonly CreateTool[] {
  const stray = names.findIndex((name) => !Object.hasOwn(OPT_IN, name));
  if (stray >= 0) throw new TypeError(`options.optIn[${stray}] must be the name of an opt-in tool`);
  return [...new Set(names)].map((name) => OPT_IN[name]);
}
