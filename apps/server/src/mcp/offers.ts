import {
  type Completions,
  createCompletions,
  createInstructions,
  createLoxonePrompts,
  createLoxoneResources,
  createLoxoneTools,
  type InstructionsFor,
  type LoxoneResources,
  type LoxoneToolsOptions,
  type PromptDefinition,
  type ToolDefinition,
} from '@gatehouse/loxone-tools';
import type { Rules } from '@gatehouse/mcp-auth/sdk';

/** All that a server of a house offers. One set serves all connections. */
export interface McpOffers {
  readonly tools: ReadonlyMap<string, ToolDefinition>;
  readonly resources: LoxoneResources;
  readonly prompts: ReadonlyMap<string, PromptDefinition>;
  readonly completions: Completions;
  readonly instructionsFor: InstructionsFor;
  /** How risky each of them is. */
  readonly rules: Rules;
}

/** Makes the offers. */
export function createMcpOffers(options: LoxoneToolsOptions = {}): McpOffers {
  const toolList = createLoxoneTools(options);
  const resources = createLoxoneResources({ ...options, tools: toolList });
  const promptList = createLoxonePrompts({ ...options, tools: toolList, resources });
  const tools = new Map(toolList.map((tool) => [tool.name, tool]));
  const prompts = new Map(promptList.map((prompt) => [prompt.name, prompt]));
  return {
    tools,
    resources,
    prompts,
    completions: createCompletions({ ...options, prompts: promptList, resources }),
    instructionsFor: createInstructions(toolList),
    rules: (kind, name) => {
      // Of what there is none, the handlers say so, as the protocol wants it: that harms nobody.
      if (kind !== 'tool') return { risk: 'read' };
      // Each command of a call is judged by itself, and consent is asked for what it would do.
      return { risk: tools.get(name)?.risk ?? 'read', consent: 'handler' };
    },
  };
}
