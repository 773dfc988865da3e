import { createAccess } from '../access.js';
import { cleanText } from '../text/clean-text.js';
import { type ResourceKit, structureDate } from './define-resource.js';
import type { ResourceContext, ResourceDefinition } from './resource.js';
import { seenRooms } from './rows.js';

/** One resource as a list shows it. */
export interface ListedResource
  extends Pick<ResourceDefinition, 'title' | 'description' | 'mimeType' | 'audience' | 'priority'> {
  readonly uri: string;
  readonly name: string;
  /** ISO 8601. */
  readonly lastModified?: string;
}

/** Fixed resources, and one for each room that the caller sees. */
export function listResources(
  definitions: readonly ResourceDefinition[],
  context: ResourceContext,
  kit: ResourceKit,
): readonly ListedResource[] {
  const modified = structureDate(context);
  const fixed = definitions.flatMap((definition) => {
    const { uri } = definition.pattern;
    if (uri === undefined) return [];
    const isDated = definition.changes === 'structure' && modified !== undefined;
    return [{ ...partsOf(definition), uri, ...(isDated && { lastModified: modified }) }];
  });
  const room = definitions.find(({ name }) => name === 'room');
  return room === undefined ? fixed : [...fixed, ...roomsOf(room, context, kit)];
}

function roomsOf(
  room: ResourceDefinition,
  context: ResourceContext,
  { indexOf }: ResourceKit,
): readonly ListedResource[] {
  const index = indexOf(context.home);
  const { authorize } = context;
  const access = createAccess(
    {
      ...context,
      authorize: (principal, action) => authorize(principal, { ...action, kind: 'resource' }),
    },
    index,
    { name: room.pattern.template, risk: 'read' },
  );
  return seenRooms({ index, access }).map(({ room: { id, name }, entries }) => ({
    ...partsOf(room),
    uri: room.pattern.expand({ room: id }),
    name: `room-${id}`,
    title: cleanText(name),
    description: `${entries.length} ${entries.length === 1 ? 'device' : 'devices'}`,
  }));
}

function partsOf(definition: ResourceDefinition): Omit<ListedResource, 'uri' | 'lastModified'> {
  const { name, title, description, mimeType, audience, priority } = definition;
  return { name, title, description, mimeType, audience, priority };
}
