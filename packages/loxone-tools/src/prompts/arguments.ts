import type { CompletionKind } from '../completions/kind.js';
import type { PromptArgument } from './prompt.js';

/** An argument that may be left out. */
export function optional(
  name: string,
  description: string,
  values: CompletionKind = 'text',
): PromptArgument {
  return { name, description, values };
}

/** An argument without which the prompt makes no sense. */
export function needed(
  name: string,
  description: string,
  values: CompletionKind = 'text',
): PromptArgument {
  return { name, description, required: true, values };
}

/** A room in which it happens. */
export const ROOM: PromptArgument = optional(
  'room',
  'One room; without it the whole house.',
  'room',
);
