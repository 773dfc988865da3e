import { createRequire } from 'node:module';
import { z } from 'zod';
import type { ToolDefinition, ToolResult } from '../../src/index.js';

/** By hand: the package's own types do not compile without those of a browser. */
const { countTokens } = createRequire(import.meta.url)('gpt-tokenizer/encoding/o200k_base') as {
  countTokens(text: string): number;
};

/** A tool as `tools/list` has it. */
export function listed(tool: ToolDefinition): Record<string, unknown> {
  const { name, title, description, annotations, inputSchema, outputSchema } = tool;
  return {
    name,
    title,
    description,
    annotations: { title, ...annotations },
    inputSchema: z.toJSONSchema(inputSchema, { io: 'input' }),
    outputSchema: z.toJSONSchema(outputSchema, { io: 'output' }),
  };
}

/** What a value costs an assistant as JSON. */
export function tokensOf(value: unknown): number {
  return countTokens(JSON.stringify(value));
}

/** What a result costs: clients pass on both the text and the structured content. */
export function tokensOfResult({ text, structured }: ToolResult): number {
  return countTokens(text) + tokensOf(structured);
}
