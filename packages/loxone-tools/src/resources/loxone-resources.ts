import { systemClock } from '@gatehouse/core';
import { createIndexCache } from '../house/index-cache.js';
import { createLoxoneTools, type LoxoneToolsOptions } from '../loxone-tools.js';
import type { ToolDefinition } from '../tool.js';
import { CATEGORY_RESOURCES } from './category-resources.js';
import { CONTROL_RESOURCES } from './control-resources.js';
import {
  defineResource,
  notFound,
  type ResourceKit,
  type ResourceSpec,
} from './define-resource.js';
import { DOC_RESOURCES } from './doc-resources.js';
import { FAMILY_RESOURCES } from './family-resources.js';
import { HOUSE_RESOURCES } from './house-resources.js';
import { type ListedResource, listResources } from './list-resources.js';
import { RECORD_RESOURCES } from './record-resources.js';
import type { ResourceContext, ResourceDefinition, ResourceReading } from './resource.js';
import { ROOM_RESOURCES } from './room-resources.js';
import { SCENE_RESOURCES } from './scene-resources.js';
import { SYSTEM_RESOURCES } from './system-resources.js';
import { TYPE_RESOURCES } from './type-resources.js';

/** What the resources take from outside, each with a default. */
export interface LoxoneResourcesOptions extends LoxoneToolsOptions {
  /** The tools whose answers some resources give. Default: a set of their own. */
  readonly tools?: readonly ToolDefinition[];
}

/** The resources of a Loxone house. One set serves any number of houses and callers at once. */
export interface LoxoneResources {
  /** All of them, those with variables in their path included. */
  readonly definitions: readonly ResourceDefinition[];
  /** The resource that a URI belongs to, whether or not what it names exists. */
  find(uri: string): ResourceDefinition | undefined;
  /** What this caller finds when looking around: fixed resources, and the rooms they see. */
  list(context: ResourceContext): readonly ListedResource[];
  /** Never rejects for what a caller asks. Judging whether they may ask at all comes before. */
  read(uri: string, context: ResourceContext): Promise<ResourceReading>;
}

/** In the order in which they are listed. */
const SPECS: readonly ResourceSpec[] = [
  ...HOUSE_RESOURCES,
  ...ROOM_RESOURCES,
  ...CATEGORY_RESOURCES,
  ...CONTROL_RESOURCES,
  ...TYPE_RESOURCES,
  ...FAMILY_RESOURCES,
  ...RECORD_RESOURCES,
  ...SCENE_RESOURCES,
  ...SYSTEM_RESOURCES,
  ...DOC_RESOURCES,
];

/** Makes the resources. */
export function createLoxoneResources(options: LoxoneResourcesOptions = {}): LoxoneResources {
  const { clock = systemClock } = options;
  const kit: ResourceKit = {
    clock,
    indexOf: createIndexCache(),
    tools: options.tools ?? createLoxoneTools(options),
  };
  const definitions = SPECS.map((spec) => defineResource(kit, spec));
  const find = (uri: string): ResourceDefinition | undefined =>
    definitions.find(({ pattern }) => pattern.match(uri) !== undefined);
  return {
    definitions,
    find,
    list: (context) => listResources(definitions, context, kit),
    read: async (uri, context) => (await find(uri)?.read(uri, context)) ?? notFound(),
  };
}
