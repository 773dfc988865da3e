import { createRequire } from 'node:module';
import { createLoxoneTools, type ToolDefinition } from '@gatehouse/loxone-tools';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Tool } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { toolEntry } from '../../src/mcp/entries.js';
import { caller, openStage, type Stage } from './support/stage.js';

/** The tokenizer of the package whose own tests count with it, too; its types need a browser's. */
const { countTokens } = createRequire(
  new URL('../../../../packages/loxone-tools/package.json', import.meta.url),
)('gpt-tokenizer/encoding/o200k_base') as { countTokens(text: string): number };

/** What all tools may cost an assistant, by a public tokenizer (o200k). */
const BUDGET = 6500;

let stage: Stage;
let client: Client;
let sent: readonly Tool[];

beforeAll(async () => {
  stage = await openStage();
  client = await stage.connect(caller('admin'));
  sent = (await client.listTools()).tools;
});

afterAll(async () => {
  await stage.close();
});

function tokensOf(value: unknown): number {
  return countTokens(JSON.stringify(value));
}

/** Every schema within a schema, itself included, and where it is. */
function schemasIn(schema: unknown, at = ''): readonly (readonly [string, object])[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties, ...rest } = schema as { properties?: Record<string, unknown> };
  const below = [...Object.entries(properties ?? {}), ...Object.entries(rest)];
  return [
    ...(Array.isArray(schema) ? [] : [[at, schema] as const]),
    ...below.flatMap(([key, value]) => schemasIn(value, `${at}/${key}`)),
  ];
}

describe('the list of tools as it is sent', () => {
  it('costs an assistant less than 6,500 tokens', () => {
    const table = sent
      .map((tool) => [tool.name, tokensOf(tool)] as const)
      .toSorted(([, left], [, right]) => right - left)
      .map(([name, tokens]) => `${String(tokens).padStart(5)} ${name}`)
      .join('\n');
    const whole = tokensOf({ tools: sent });
    expect(sent).toHaveLength(18);
    expect(whole, `${whole} tokens:\n${table}`).toBeLessThan(BUDGET);
  });

  it('holds nothing in a schema that says nothing', () => {
    for (const tool of sent) {
      for (const schema of [tool.inputSchema, tool.outputSchema]) {
        for (const [at, one] of schemasIn(schema)) {
          const where = `${tool.name}${at}`;
          expect(one, where).not.toHaveProperty('$schema');
          expect(one, where).not.toHaveProperty('propertyNames');
          for (const key of ['properties', 'items', 'additionalProperties', 'required']) {
            const value = (one as Record<string, unknown>)[key];
            const isEmpty = typeof value === 'object' && Object.keys(value ?? {}).length === 0;
            expect(isEmpty, `${where}: ${key}`).toBe(false);
          }
        }
      }
    }
  });

  it('still says all that zod says of what is accepted', () => {
    const byName = new Map(createLoxoneTools().map((tool) => [tool.name, tool]));
    for (const { name, inputSchema, outputSchema } of sent) {
      const tool = byName.get(name);
      expect(withoutNothing(inputSchema)).toEqual(wholeOf(tool, 'inputSchema', 'input'));
      expect(withoutNothing(outputSchema)).toEqual(wholeOf(tool, 'outputSchema', 'output'));
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
    }
  });

  it('keeps what only looks as if it said nothing', () => {
    const odd = {
      ...createLoxoneTools()[0],
      name: 'odd',
      inputSchema: z.strictObject({
        items: z.string(),
        required: z.strictObject({}),
        properties: z.array(z.number()).default([]),
        some: z.record(z.string().min(2), z.unknown()),
      }),
    } as ToolDefinition;
    expect(toolEntry(odd).inputSchema).toEqual({
      type: 'object',
      additionalProperties: false,
      required: ['items', 'required', 'some'],
      properties: {
        items: { type: 'string' },
        required: { type: 'object', additionalProperties: false },
        properties: { type: 'array', items: { type: 'number' }, default: [] },
        some: { type: 'object', propertyNames: { type: 'string', minLength: 2 } },
      },
    });
  });
});

/** The schema as zod has it, compared by what it means. */
function wholeOf(
  tool: ToolDefinition | undefined,
  which: 'inputSchema' | 'outputSchema',
  io: 'input' | 'output',
): unknown {
  if (tool === undefined) return undefined;
  const { $schema: _, ...schema } = z.toJSONSchema(tool[which], { io });
  return withoutNothing(schema);
}

/** Empty members mean the same as none, wherever they stand. */
function withoutNothing(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, one]) => [key, withoutNothing(one)] as const)
      .filter(([key, one]) => key !== 'propertyNames' && !isEmpty(one)),
  );
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
