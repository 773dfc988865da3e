import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { TOOLS } from './support/call.js';

const ACTING = [
  'loxone_control_device',
  'loxone_activate_scene',
  'loxone_batch',
  'loxone_control_access',
];

describe('the tools for devices, scenes, batches and doors', () => {
  it('cost an assistant at most 1,500 tokens (o200k) together', () => {
    const costs = TOOLS.filter(({ name }) => ACTING.includes(name)).map((tool) => {
      const { name, title, description, annotations } = tool;
      const listed = {
        name,
        title,
        description,
        annotations: { title, ...annotations },
        inputSchema: z.toJSONSchema(tool.inputSchema, { io: 'input' }),
        outputSchema: z.toJSONSchema(tool.outputSchema),
      };
      return encode(JSON.stringify(listed)).length;
    });
    expect(costs).toHaveLength(ACTING.length);
    expect(
      costs.reduce((sum, cost) => sum + cost, 0),
      costs.join(' + '),
    ).toBeLessThanOrEqual(1500);
  });
});
