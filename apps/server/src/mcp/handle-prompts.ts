import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CompleteRequestSchema,
  ErrorCode,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js';
import { promptAnswer } from './answers.js';
import type { Callers } from './callers.js';
import { promptEntry } from './entries.js';
import { readingOutcome, type WatchCall } from './observe-call.js';
import type { McpOffers } from './offers.js';

/** Prompts, and completion for their arguments and for variables of resources. */
export function handlePrompts(
  server: Server,
  { prompts, completions }: McpOffers,
  callers: Callers,
  watch: WatchCall,
): void {
  const entries = [...prompts.values()].map(promptEntry);

  server.setRequestHandler(ListPromptsRequestSchema, () => ({ prompts: entries }));

  server.setRequestHandler(GetPromptRequestSchema, async ({ params }, extra) => {
    const prompt = prompts.get(params.name);
    const context = await callers.reader(extra);
    if (prompt === undefined || context === undefined) {
      throw new McpError(ErrorCode.InvalidParams, 'Unknown prompt');
    }
    const about = { kind: 'prompt', name: prompt.name, principalId: context.principal.id } as const;
    const reading = await watch(about, () => prompt.get(params.arguments, context), readingOutcome);
    return promptAnswer(reading);
  });

  server.setRequestHandler(CompleteRequestSchema, async ({ params }, extra) => {
    const context = await callers.reader(extra);
    if (context === undefined) return { completion: { values: [] } };
    const { ref, argument } = params;
    const given = params.context?.arguments;
    const completion = await completions.complete(
      {
        of:
          ref.type === 'ref/prompt'
            ? { kind: 'prompt', name: ref.name }
            : { kind: 'resource', uriTemplate: ref.uri },
        argument: argument.name,
        typed: argument.value,
        ...(given !== undefined && { given }),
      },
      context,
    );
    return { completion: { ...completion, values: [...completion.values] } };
  });
}
