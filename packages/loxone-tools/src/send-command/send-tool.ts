import { z } from 'zod';
import {
  commandResultSchema,
  confirmTokenSchema,
  dryRunSchema,
  EMPTY_COMMAND_RESULT,
  waitSchema,
} from '../command/command-schema.js';
import { type Item, item } from '../command/item.js';
import { itemOfReply, portMissing, runAct } from '../command/single-act.js';
import { waitUntil } from '../command/wait-until.js';
import { defineTool, failure, type ToolCall, type ToolKit } from '../define-tool.js';
import type { HouseEntry } from '../house/house-entry.js';
import type { SendRaw } from '../ports/raw.js';
import { summaryOf } from '../state/summary.js';
import type { ToolDefinition, ToolResult } from '../tool.js';
import { type ToolErrorCode, toolError } from '../tool-error.js';
import { isAllowed } from './raw-rules.js';

const inputSchema = z.strictObject({
  uuid: z.string().max(100),
  command: z.string().max(500).describe('After jdev/sps/io/{uuid}/'),
  dry_run: dryRunSchema,
  wait_ms: waitSchema,
  confirm_token: confirmTokenSchema,
});

/** `loxone_send_command` */
export function sendTool(kit: ToolKit): ToolDefinition {
  return defineTool(kit, {
    name: 'loxone_send_command',
    title: 'Send a raw command',
    description:
      'Send one control a command as it stands, if the owner has put it on the list. Prefer the other tools: nothing is checked here.',
    risk: 'raw',
    annotations: {
      readOnlyHint: false,
      destructiveHint: true,
      idempotentHint: false,
      openWorldHint: false,
    },
    inputSchema,
    outputSchema: commandResultSchema,
    empty: EMPTY_COMMAND_RESULT,
    handle({ uuid, command, dry_run: dryRun = false, wait_ms: waitMs }, call) {
      const raw = call.ports.raw;
      if (raw === undefined) return portMissing();
      const entry = call.index.byId(uuid.trim());
      if (entry === undefined || !call.access.sees(entry)) return unknownUuid();
      if (entry.control.secured || entry.parent?.secured === true) return needsPassword();
      if (!isAllowed(command, kit.rawCommands)) return notListed();
      const act = {
        id: entry.control.id,
        label: entry.label,
        risk: 'raw',
        entries: [entry],
        decision: call.access.decide(entry, 'raw'),
        effect: `${entry.label}: ${command} (raw)`,
        dryRun,
        run: () => sendRaw(raw, entry, command, waitMs, call),
      } as const;
      return runAct(act, call);
    },
  });
}

/** Nobody knows what a raw command should do; whether anything changed can still be seen. */
async function sendRaw(
  raw: SendRaw,
  entry: HouseEntry,
  command: string,
  waitMs: number,
  { home, signal, after }: ToolCall,
): Promise<Item> {
  const { id } = entry.control;
  const state = (): string | undefined => summaryOf(entry.control, home.states(id));
  const before = state();
  const replied = itemOfReply({ id, label: entry.label }, await raw(id, command));
  if (replied.outcome !== 'accepted') return replied;
  await waitUntil(home, () => state() !== before, { waitMs, signal, after });
  const now = state();
  return now === before
    ? replied
    : item(replied, 'changed', `now ${now ?? 'without a state'}`, now);
}

function refusal(code: ToolErrorCode, message: string, hint: string): ToolResult {
  return failure(toolError(code, message, hint), EMPTY_COMMAND_RESULT);
}

function unknownUuid(): ToolResult {
  return refusal(
    'unknown_device',
    'No control of this uuid is known.',
    'Find it with loxone_search.',
  );
}

function needsPassword(): ToolResult {
  return refusal(
    'pin_required',
    'It needs the visualisation password, which raw commands do not carry.',
    'Use the tool for this kind of device.',
  );
}

function notListed(): ToolResult {
  return refusal(
    'not_allowed',
    'The owner has not put this command on the list of raw commands.',
    'Use the tool for this kind of device.',
  );
}
