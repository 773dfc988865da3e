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
  /** How risky each of them is; what is none of them is denied. */
  readonly rules: Rules;
}

/** Makes the offers. */
export function createMcpOffers(options: LoxoneToolsOptions = {}): McpOffers {
  const toolList = createLoxoneTools(options);
  const resources = createLoxoneResources({ ...options, tools: toolList });
  const promptList = createLoxonePrompts({ ...options, tools: toolList, resources });
  const tools = new Map(toolList.map((tool) => [tool.name, tool]));
  const prompts = new Map(promptList.map((prompt) => [prompt.name, prompt]));
  const templates = new Set(resources.definitions.map(({ pattern }) => pattern.template));
  return {
    tools,
    resources,
    prompts,
    completions: createCompletions({ ...options, prompts: promptList, resources }),
    instructionsFor: createInstructions(toolList),
    rules: (kind, name) => {
      if (kind === 'tool') {
        const tool = tools.get(name);
        // Each command of a call is judged by itself, and consent is asked for what it would do.
        return tool === undefined ? undefined : { risk: tool.risk, consent: 'handler' };
      }
      if (kind === 'prompt') return prompts.has(name) ? { risk: 'read' } : undefined;
      const isKnown = templates.has(name) || resources.find(name) !== undefined;
      return isKnown ? { risk: 'read' } : undefined;
    },
  };
}
