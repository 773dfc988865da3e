import type { IndexOf } from '../house/index-cache.js';
import type { LoxoneResources } from '../resources/loxone-resources.js';
import type { ToolDefinition } from '../tool.js';
import type { PromptDefinition } from './prompt.js';

/** What all prompts of one server share. */
export interface PromptKit {
  readonly resources: LoxoneResources;
  readonly tools: readonly ToolDefinition[];
  readonly indexOf: IndexOf;
}

/** Arguments as they were checked: texts are clean, rooms are called as in the house. */
export interface PromptValues {
  readonly values: Readonly<Record<string, string>>;
  /** Ids of the rooms that the arguments name. */
  readonly roomIds: readonly string[];
  /** Ids of the devices that the arguments name, as far as they name any. */
  readonly deviceIds: readonly string[];
}

/** A prompt as its author writes it. */
export interface PromptSpec
  extends Pick<PromptDefinition, 'name' | 'title' | 'description' | 'arguments'> {
  /** What is to be done, in a few plain sentences. */
  readonly task: (given: PromptValues) => string;
  /** Paths of the resources that it is about; those of rooms and devices that were named come of themselves. */
  readonly resources: (given: PromptValues) => readonly string[];
  /** Whether the task ends with changes in the house. */
  readonly acts: boolean;
}
