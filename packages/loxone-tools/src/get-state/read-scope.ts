import type { TargetScope } from '../targets/target-scope.js';
import { toolError } from '../tool-error.js';

/** Everything can be read. */
export const readScope: TargetScope = {
  plural: 'devices',
  accepts: () => true,
  selects: () => true,
  refuse: () => toolError('not_supported', 'it cannot be read.', 'Leave it out.'),
};
