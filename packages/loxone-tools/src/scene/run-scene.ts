import { runSteps } from '../batch/run-steps.js';
import { readSteps } from '../batch/step.js';
import { EMPTY_COMMAND_RESULT } from '../command/command-schema.js';
import { houseView } from '../command/house-view.js';
import type { Planner } from '../command/plan.js';
import { rejected } from '../command/report.js';
import { runCommands } from '../command/run-commands.js';
import { failure, type ToolCall, type ToolKit } from '../define-tool.js';
import { commandPlanner, unknownCommand } from '../device/command-planner.js';
import type { CommandWish } from '../device/find-command.js';
import type { HouseEntry } from '../house/house-entry.js';
import { planMood } from '../lights/mood-plans.js';
import type { TargetScope } from '../targets/target-scope.js';
import type { ToolResult } from '../tool.js';
import { toolError } from '../tool-error.js';
import { stepInputs } from './saved-scenes.js';
import type { SceneMatch } from './scene-match.js';

/** How a scene is run. */
export interface SceneRun {
  readonly dryRun: boolean;
  readonly waitMs: number;
  /** What a central control should do. */
  readonly wish: CommandWish | undefined;
}

type Matches = readonly [SceneMatch, ...SceneMatch[]];
type MoodMatch = Extract<SceneMatch, { kind: 'mood' }>;

/** Activates what a name was found to mean. */
export async function runScene(
  matches: Matches,
  run: SceneRun,
  kit: ToolKit,
  call: ToolCall,
): Promise<ToolResult> {
  const [first] = matches;
  if (run.wish !== undefined && first.kind !== 'device') return noCommand();
  switch (first.kind) {
    case 'mood':
      return runMoods(matches, run, call);
    case 'device':
      return runDevice(first.entry, run.wish ?? first.wish, run, call);
    case 'saved':
      return runSaved(first, run, kit, call);
    case 'mode':
      return noMode();
  }
}

/** One mood name, on every light controller that has it. */
function runMoods(matches: Matches, run: SceneRun, call: ToolCall): Promise<ToolResult> {
  const moods = new Map(matches.filter((one): one is MoodMatch => one.kind === 'mood').map(of));
  const planner: Planner = (context) =>
    planMood(context, 'mood', moods.get(context.control.id) ?? 0, houseView(call));
  return runOn([...moods.keys()], planner, run, call);
}

function of({ entry, mood }: MoodMatch): readonly [string, number] {
  return [entry.control.id, mood];
}

function runDevice(
  entry: HouseEntry,
  wish: CommandWish | undefined,
  run: SceneRun,
  call: ToolCall,
): Promise<ToolResult> | ToolResult {
  if (wish === undefined) {
    const { hint } = unknownCommand(entry.control, 'control');
    const error = toolError('invalid_argument', `${entry.label} needs a command.`, hint);
    return failure(error, EMPTY_COMMAND_RESULT);
  }
  return runOn([entry.control.id], commandPlanner(wish, 'control'), run, call);
}

/** What was found is what is meant: nothing is looked up again by its name. */
function runOn(
  targets: readonly string[],
  planner: Planner,
  { dryRun, waitMs }: SceneRun,
  call: ToolCall,
): Promise<ToolResult> {
  return runCommands({ targets, scope: ANYTHING, planner, dryRun, waitMs }, call);
}

const ANYTHING: TargetScope = {
  plural: 'scenes',
  accepts: () => true,
  selects: () => false,
  refuse: () => toolError('not_supported', 'it is no scene.', 'Name another one.'),
};

async function runSaved(
  { scene }: Extract<SceneMatch, { kind: 'saved' }>,
  { dryRun }: SceneRun,
  kit: ToolKit,
  call: ToolCall,
): Promise<ToolResult> {
  const { steps, problems } = readSteps(stepInputs(scene.steps), kit);
  const [first, ...others] = problems;
  if (first !== undefined) return rejected([first, ...others]);
  return runSteps({ steps, stopOnError: false, dryRun }, call);
}

/** The protocol has no command for it: a mode comes from the calendar or from the house's logic. */
function noMode(): ToolResult {
  return failure(
    toolError(
      'not_supported',
      'A Miniserver takes its operating mode from its calendar and its logic, not from a command.',
      'Use loxone_admin to enter it into the calendar, if the owner has switched that on, or a control that the installer made for it.',
    ),
    EMPTY_COMMAND_RESULT,
  );
}

function noCommand(): ToolResult {
  const message = 'command goes with a central control or a sequence only.';
  return failure(
    toolError('invalid_argument', message, 'Leave it out, or pass kind "device".'),
    EMPTY_COMMAND_RESULT,
  );
}
