export type { PlaintextKeys } from './env-content.js';
export type { EnvKeyStoreOptions } from './env-key-store.js';
export { createEnvKeyStore } from './env-key-store.js';
export { exportEnvKeys } from './export-env-keys.js';
export type { HashPlaintext } from './record-json.js';
