import { z } from 'zod';

/** Keywords that say nothing when they hold no member (JSON Schema 2020-12, core §10). */
const EMPTY_SAYS_NOTHING = ['properties', 'items', 'additionalProperties', 'required'] as const;

/**
 * A schema as it is listed: an assistant pays for every word of it in every conversation, so what
 * says nothing is left out. Without `$schema` it is 2020-12 (MCP 2025-11-25, tools).
 *
 * @param io - Whether it is for what comes in, where defaults may be missing, or for what goes out.
 */
export function listedSchema(schema: z.ZodObject, io: 'input' | 'output'): { type: 'object' } {
  const { $schema: _, ...listed } = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema }) => leaveOut(jsonSchema),
  });
  return { ...listed, type: 'object' };
}

function leaveOut(schema: z.core.JSONSchema.BaseSchema): void {
  for (const keyword of EMPTY_SAYS_NOTHING) {
    const value = schema[keyword];
    if (typeof value === 'object' && Object.keys(value).length === 0) delete schema[keyword];
  }
  // Names of members are strings whatever they are.
  const { propertyNames } = schema;
  if (typeof propertyNames === 'object' && isAnyString(propertyNames)) delete schema.propertyNames;
}

function isAnyString(schema: object): boolean {
  return JSON.stringify(schema) === '{"type":"string"}';
}
