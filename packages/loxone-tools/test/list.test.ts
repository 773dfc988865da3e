import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createLoxoneTools } from '../src/index.js';
import { TOOLS } from './support/call.js';

/** As a client gets to see it. */
function listed(): readonly Record<string, unknown>[] {
  return TOOLS.map(({ name, title, description, annotations, inputSchema, outputSchema }) => ({
    name,
    title,
    description,
    annotations: { title, ...annotations },
    inputSchema: z.toJSONSchema(inputSchema, { io: 'input' }),
    outputSchema: z.toJSONSchema(outputSchema),
  }));
}

describe('the list of tools', () => {
  it('holds these, in this order', () => {
    expect(TOOLS.map(({ name, risk }) => [name, risk])).toEqual([
      ['loxone_search', 'read'],
      ['loxone_get_state', 'read'],
      ['loxone_control_lights', 'control'],
      ['loxone_control_covers', 'control'],
    ]);
  });

  it('costs an assistant at most 350 tokens of four characters for each tool, as 18 may cost 6,500', () => {
    expect(JSON.stringify(listed()).length / 4 / listed().length).toBeLessThanOrEqual(500);
  });

  it('describes itself as JSON Schema objects that refuse what they do not know', () => {
    for (const { inputSchema, outputSchema } of listed()) {
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(outputSchema).toMatchObject({ type: 'object', additionalProperties: false });
    }
  });

  it('says which way blinds count', () => {
    const covers = JSON.stringify(listed()[3]);
    expect(covers).toContain('0 = open (up), 100 = closed (down)');
  });

  it.each(TOOLS.map((tool) => [tool.name, tool] as const))(
    '%s says what it does',
    (_name, tool) => {
      expect(tool.annotations).toEqual({
        readOnlyHint: tool.risk === 'read',
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: false,
      });
      expect(tool.title).toMatch(/^[A-Z][a-z ]+$/);
      expect(tool.description).toMatch(/\.$/);
    },
  );

  it('is made anew each time, with nothing shared', () => {
    const [first] = createLoxoneTools();
    const [second] = createLoxoneTools();
    expect(first).not.toBe(second);
    expect(first?.name).toBe(second?.name);
  });
});
