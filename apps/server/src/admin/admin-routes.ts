import type { Route } from '../http/route.js';
import { activityRoutes } from './activity-routes.js';
import type { AdminParts } from './admin-parts.js';
import { adminProblem } from './admin-problem.js';
import { approvalRoutes } from './approval-routes.js';
import { auditRoutes } from './audit-routes.js';
import { connectionRoutes } from './connection-routes.js';
import { healthRoutes } from './health-routes.js';
import { houseRoutes } from './house-routes.js';
import { keyEndRoutes } from './key-end-routes.js';
import { keyRoutes } from './key-routes.js';
import { limitRoutes } from './limit-routes.js';
import { liveRoutes } from './live-routes.js';
import { sessionRoutes } from './session-routes.js';
import { settingsRoutes } from './settings-routes.js';

/** Everything below `/admin/api`. */
export function adminRoutes(parts: AdminParts): readonly Route[] {
  return [
    ...sessionRoutes(parts),
    ...keyRoutes(parts),
    ...keyEndRoutes(parts),
    ...auditRoutes(parts),
    ...approvalRoutes(parts),
    ...connectionRoutes(parts),
    ...limitRoutes(parts),
    ...healthRoutes(parts),
    ...settingsRoutes(parts),
    ...activityRoutes(parts),
    ...houseRoutes(parts),
    ...liveRoutes(parts),
  ].map(withProblems);
}

/** What the framework throws is answered with its sentence. */
function withProblems(route: Route): Route {
  return {
    ...route,
    async handle(call) {
      try {
        return await route.handle(call);
      } catch (error) {
        throw adminProblem(error);
      }
    },
  };
}
