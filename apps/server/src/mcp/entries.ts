import type {
  ListedResource,
  PromptDefinition,
  ResourceDefinition,
  ToolDefinition,
} from '@gatehouse/loxone-tools';
import type { Prompt, Resource, ResourceTemplate, Tool } from '@modelcontextprotocol/sdk/types.js';
import { listedSchema } from './listed-schema.js';

/** A tool as it is listed. */
export function toolEntry(tool: ToolDefinition): Tool {
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    annotations: { title: tool.title, ...tool.annotations },
    inputSchema: listedSchema(tool.inputSchema, 'input'),
    outputSchema: listedSchema(tool.outputSchema, 'output'),
  };
}

/** A resource as it is listed. */
export function resourceEntry(resource: ListedResource): Resource {
  const { audience, priority, lastModified, ...entry } = resource;
  return {
    ...entry,
    annotations: {
      audience: [...audience],
      priority,
      ...(lastModified !== undefined && { lastModified }),
    },
  };
}

/** A template as it is listed; every list that can be paged is one, too. */
export function templateEntry(resource: ResourceDefinition): ResourceTemplate {
  const { name, title, description, mimeType, audience, priority, pattern } = resource;
  return {
    uriTemplate: pattern.template,
    name,
    title,
    description,
    mimeType,
    annotations: { audience: [...audience], priority },
  };
}

/** A prompt as it is listed. */
export function promptEntry(prompt: PromptDefinition): Prompt {
  return {
    name: prompt.name,
    title: prompt.title,
    description: prompt.description,
    arguments: prompt.arguments.map(({ name, description, required = false }) => ({
      name,
      description,
      required,
    })),
  };
}
