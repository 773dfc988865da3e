import { createIndexCache } from '../house/index-cache.js';
import { createLoxoneTools, type LoxoneToolsOptions } from '../loxone-tools.js';
import { createLoxoneResources, type LoxoneResources } from '../resources/loxone-resources.js';
import type { ToolDefinition } from '../tool.js';
import { CHECK_PROMPTS } from './check-prompts.js';
import { COMFORT_PROMPTS } from './comfort-prompts.js';
import { definePrompt } from './define-prompt.js';
import { ENERGY_PROMPTS } from './energy-prompts.js';
import { PLANNING_PROMPTS } from './planning-prompts.js';
import type { PromptDefinition } from './prompt.js';
import type { PromptKit, PromptSpec } from './prompt-spec.js';
import { ROUTINE_PROMPTS } from './routine-prompts.js';

/** What the prompts take from outside, each with a default. */
export interface LoxonePromptsOptions extends LoxoneToolsOptions {
  readonly tools?: readonly ToolDefinition[];
  /** What they embed. */
  readonly resources?: LoxoneResources;
}

/** In the order in which they are listed. */
const SPECS: readonly PromptSpec[] = [
  ...ROUTINE_PROMPTS,
  ...COMFORT_PROMPTS,
  ...ENERGY_PROMPTS,
  ...CHECK_PROMPTS,
  ...PLANNING_PROMPTS,
];

/** The prompts of a Loxone house. One set serves any number of houses and callers at once. */
export function createLoxonePrompts(
  options: LoxonePromptsOptions = {},
): readonly PromptDefinition[] {
  const tools = options.tools ?? createLoxoneTools(options);
  const kit: PromptKit = {
    tools,
    resources: options.resources ?? createLoxoneResources({ ...options, tools }),
    indexOf: createIndexCache(),
  };
  return SPECS.map((spec) => definePrompt(kit, spec));
}
