import { type NeededConsent, RISKS } from '@gatehouse/core';
import type { CommandRequest, CommandRisk, HomeControl } from '@gatehouse/loxone-controls';
import { checkCommand } from '@gatehouse/loxone-controls';
import type { ToolCall } from '../define-tool.js';
import type { HouseEntry } from '../house/house-entry.js';
import type { ResolvedTarget } from '../targets/resolve-targets.js';
import { about, type Outcome, type ToolError, toolError } from '../tool-error.js';
import { type Item, skipped } from './item.js';
import { commandError, type Planner, type Reached } from './plan.js';

/** A command that the catalog has checked; whether the caller may give it is still open. */
export interface PreparedCommand {
  readonly entry: HouseEntry;
  readonly request: CommandRequest;
  /** What the request addresses: the control itself, or a part that stands for it. */
  readonly commanded: HomeControl;
  readonly risk: CommandRisk;
  readonly reached: Reached;
  /** Whether no state can tell of it, however long one waits. */
  readonly silent: boolean;
  /** Whether it is as wanted, and the command would undo that. */
  readonly needless: boolean;
}

/** A prepared command that the caller may give. */
export interface AllowedCommand extends PreparedCommand {
  /** Who has to agree to it first, if anybody. */
  readonly consent: NeededConsent | undefined;
}

/** What the targets of a call come to, before anything is sent. */
export interface Preparation {
  readonly commands: readonly PreparedCommand[];
  /** Members of a group that cannot do it. */
  readonly skipped: readonly Item[];
  /** Anything in here, and nothing at all is sent. */
  readonly problems: readonly ToolError[];
}

type PrepareContext = Pick<ToolCall, 'home' | 'index' | 'risk'>;

/** Plans and checks a command for every target. Sends nothing. */
export function prepare(
  targets: readonly ResolvedTarget[],
  planner: Planner,
  call: PrepareContext,
): Preparation {
  const commands: PreparedCommand[] = [];
  const passedOver: Item[] = [];
  const problems: ToolError[] = [];
  for (const { entry, named } of targets) {
    const prepared = prepareOne(entry, planner, call);
    if (prepared.ok) {
      commands.push(prepared.value);
    } else if (!named && isInability(prepared.error)) {
      passedOver.push(skipped({ id: entry.control.id, label: entry.label }, prepared.error));
    } else {
      problems.push(about(entry.label, prepared.error));
    }
  }
  return { commands, skipped: passedOver, problems };
}

function prepareOne(
  entry: HouseEntry,
  planner: Planner,
  { home, index, risk: most }: PrepareContext,
): Outcome<PreparedCommand> {
  const { control } = entry;
  const whole = entry.parent ?? control;
  if (isLocked(control, home) || isLocked(whole, home)) return { ok: false, error: pinRequired() };
  const find = (id: string): HomeControl | undefined => index.byId(id)?.control;
  const planned = planner({ control, states: home.states(control.id), find });
  if (!planned.ok) return planned;
  const { request, reached, needless = false } = planned;
  const commanded = find(request.control) ?? control;
  // A part that asks for no password is no way round the one of the whole.
  if ((control.secured || whole.secured) && !commanded.secured)
    return { ok: false, error: pinRequired() };
  const states = home.states(commanded.id);
  // The client gives the visualisation password.
  const target = { ...commanded, secured: false };
  const checked = checkCommand(target, request.command, request.args ?? {}, states);
  if (!checked.ok) return { ok: false, error: commandError(checked.problem) };
  const { risk, affects } = checked.command;
  // A tool stays in its risk class: the switch of a door station opens a door, lamp or not.
  if (RISKS.indexOf(risk) > RISKS.indexOf(most)) return { ok: false, error: tooRisky(risk) };
  return {
    ok: true,
    value: { entry, request, commanded, risk, reached, silent: affects.length === 0, needless },
  };
}

function isLocked({ secured }: HomeControl, { commandsSecured }: ToolCall['home']): boolean {
  return secured && commandsSecured !== true;
}

/** A whole group is not refused because one of it cannot follow; wrong arguments are another thing. */
function isInability(error: ToolError): boolean {
  return error.code === 'not_supported' || error.code === 'pin_required';
}

function pinRequired(): ToolError {
  return toolError(
    'pin_required',
    'it needs the visualisation password.',
    'It can only be used in the Loxone app, or once the server knows that password.',
  );
}

const TOOL_FOR_RISK: Readonly<Record<CommandRisk, string>> = {
  control: 'loxone_control_device',
  access: 'loxone_control_access',
  admin: 'loxone_admin, if the owner has switched that on',
};

function tooRisky(risk: CommandRisk): ToolError {
  return toolError(
    'not_supported',
    `commanding it counts as "${risk}", which this tool does not do.`,
    `Leave it out, or use ${TOOL_FOR_RISK[risk]}.`,
  );
}
