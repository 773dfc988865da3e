import type { Box } from '../server/box.js';
import type { Listener } from '../server/listener.js';
import type { Publisher } from '../server/publisher.js';
import type { SimulatedUsers } from '../simulated-users.js';

/** What faults act on. */
export interface FaultTargets {
  readonly box: Box;
  readonly listener: Listener;
  readonly publisher: Publisher;
  readonly users: SimulatedUsers;
  /** @param tolerant - Take a file over that is wrong in parts. */
  readonly replaceHouse: (json: unknown, tolerant?: boolean) => void;
}
