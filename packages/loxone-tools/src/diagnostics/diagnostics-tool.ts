import { z } from 'zod';
import { defineTool, failure, type ToolCall, type ToolKit } from '../define-tool.js';
import { seesWholeHouse } from '../house/whole-house.js';
import { errorSchema } from '../output-schema.js';
import { READ_TOOL } from '../read-tool.js';
import type { ToolDefinition, ToolResult } from '../tool.js';
import { toolError } from '../tool-error.js';
import { connectionSection } from './connection.js';
import { devicesSection, messagesSection, problemsSection, systemSection } from './sections.js';

const SECTIONS = ['connection', 'system', 'devices', 'problems', 'messages'] as const;

const inputSchema = z.strictObject({ section: z.enum(SECTIONS).default('connection') });

const outputSchema = z.strictObject({
  facts: z.looseObject({}),
  items: z.array(z.unknown()).optional(),
  error: errorSchema,
  notice: z.string().optional(),
});

type Section = z.output<typeof inputSchema>['section'];

const NO_FACTS = { facts: {} };

/** `loxone_diagnostics` */
export function diagnosticsTool(kit: ToolKit): ToolDefinition {
  return defineTool(kit, {
    name: 'loxone_diagnostics',
    title: 'Diagnostics',
    description:
      'How the connection, the Miniserver and its devices are: offline, battery, errors, messages.',
    ...READ_TOOL,
    inputSchema,
    outputSchema,
    empty: NO_FACTS,
    worksOffline: true,
    handle: ({ section }, call) => diagnose(section, call),
  });
}

function diagnose(section: Section, call: ToolCall): Promise<ToolResult> | ToolResult {
  if (section === 'connection') return connectionSection(call);
  if (!seesWholeHouse(call)) return failure(ONLY_WHOLE, NO_FACTS);
  switch (section) {
    case 'system':
      return systemSection(call);
    case 'devices':
      return devicesSection(call);
    case 'problems':
      return problemsSection(call);
    case 'messages':
      return messagesSection(call);
  }
}

/** The installation names rooms and devices that limits may hide. */
const ONLY_WHOLE = toolError(
  'not_allowed',
  'This section is only for who may see the whole house.',
  'Ask for the section connection.',
);
