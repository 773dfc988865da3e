import type { Route } from '../http/route.js';
import { controlRoutes } from './control-routes.js';
import { deviceRoutes } from './device-routes.js';
import { eventRoutes } from './events/event-routes.js';
import { historyRoutes } from './history-routes.js';
import { createHouseCalls } from './house-calls.js';
import { documentRoutes } from './openapi/document-routes.js';
import type { RestParts } from './rest-parts.js';
import { roomRoutes } from './room-routes.js';
import { sceneRoutes } from './scene-routes.js';
import { stateRoutes } from './state-routes.js';

/** The house over HTTP: a thin skin over the tools that assistants use, with the same rules. */
export function restRoutes(parts: RestParts): readonly Route[] {
  const calls = createHouseCalls(parts);
  const routes = [
    ...deviceRoutes(parts, calls),
    ...controlRoutes(parts, calls),
    ...roomRoutes(parts, calls),
    ...stateRoutes(parts, calls),
    ...historyRoutes(parts, calls),
    ...sceneRoutes(parts, calls),
    ...eventRoutes(parts, calls),
  ];
  return [...routes, ...documentRoutes(routes)];
}
