export type { KeyHop } from './key-hop.js';
export { startKeyHop } from './key-hop.js';
export type { ScenarioResult, SuiteRun } from './suite.js';
export { runSuite, scenariosOf } from './suite.js';
