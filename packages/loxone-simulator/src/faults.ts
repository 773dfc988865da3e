import { type AnswerFaults, answerFaults } from './faults/answer-faults.js';
import { type ConnectionFaults, connectionFaults } from './faults/connection-faults.js';
import { type DataFaults, dataFaults } from './faults/data-faults.js';
import { type LoginFaults, loginFaults } from './faults/login-faults.js';
import type { FaultTargets } from './faults/targets.js';

/** Everything that can be made to go wrong (protocol reference §7, §8.5). */
export interface Faults extends ConnectionFaults, LoginFaults, AnswerFaults, DataFaults {}

export function createFaults(targets: FaultTargets): Faults {
  return {
    ...connectionFaults(targets),
    ...loginFaults(targets),
    ...answerFaults(targets),
    ...dataFaults(targets),
  };
}
