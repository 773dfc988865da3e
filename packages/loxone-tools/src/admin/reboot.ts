import { itemOfReply, portMissing, runAct } from '../command/single-act.js';
import type { ToolCall } from '../define-tool.js';
import type { ToolResult } from '../tool.js';
import { decideForHouse } from './whole-house.js';

const MINISERVER = { id: 'miniserver', label: 'Miniserver' } as const;

/** Restarts the Miniserver. */
export function reboot(dryRun: boolean, call: ToolCall): Promise<ToolResult> | ToolResult {
  const { admin } = call.ports;
  if (admin === undefined) return portMissing();
  const act = {
    ...MINISERVER,
    risk: 'admin',
    entries: [],
    decision: decideForHouse(call),
    effect: 'Miniserver: restarts; the house does not follow commands for a minute or more',
    dryRun,
    run: async () => itemOfReply(MINISERVER, await admin.reboot()),
  } as const;
  return runAct(act, call);
}
