import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { TOOLS } from './support/call.js';

/** By hand: the package's own types do not compile without those of a browser. */
const { countTokens } = createRequire(import.meta.url)('gpt-tokenizer/encoding/o200k_base') as {
  countTokens(text: string): number;
};

const EVERYDAY = [
  'loxone_control_lights',
  'loxone_control_covers',
  'loxone_set_climate',
  'loxone_control_media',
];

/** What a client is sent of a tool, and a model pays for. */
function listed(name: string): string {
  const tool = TOOLS.find((one) => one.name === name);
  if (tool === undefined) throw new TypeError(`no tool ${name}`);
  const { title, description, annotations, inputSchema, outputSchema } = tool;
  return JSON.stringify({
    name,
    title,
    description,
    annotations: { title, ...annotations },
    inputSchema: z.toJSONSchema(inputSchema, { io: 'input' }),
    outputSchema: z.toJSONSchema(outputSchema),
  });
}

describe('the everyday tools', () => {
  it('cost at most 1,700 tokens together', () => {
    const costs = Object.fromEntries(EVERYDAY.map((name) => [name, countTokens(listed(name))]));
    const sum = Object.values(costs).reduce((all, one) => all + one, 0);
    expect(sum, JSON.stringify(costs)).toBeLessThanOrEqual(1700);
  });
});
