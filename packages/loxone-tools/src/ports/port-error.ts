import { type ToolError, toolError } from '../tool-error.js';
import type { DataReply } from './house-data.js';

/** This server has not been given what a tool needs. */
export function portMissing(what: string): ToolError {
  return toolError(
    'not_supported',
    `This server keeps no ${what}.`,
    'Ask the owner of the house if it is needed.',
  );
}

/** Why the Miniserver has not answered. */
export function dataError(reply: Extract<DataReply<never>, { readonly ok: false }>): ToolError {
  switch (reply.code) {
    case 'offline':
      return toolError('house_offline', reply.message, 'Try again in a little while.');
    case 'unsupported':
      return toolError('not_supported', reply.message, 'Ask for something else.');
    case 'refused':
      return toolError('refused', reply.message, 'The owner of the house may have to allow it.');
    case 'failed':
      return toolError('refused', reply.message, 'Try again in a little while.');
  }
}
