export { keyStoreContract } from './contract/key-store/key-store-contract.js';
export type { KeyStoreContractOptions } from './contract/key-store/types.js';
export type { FakeClock } from './fake-clock.js';
export { createFakeClock } from './fake-clock.js';
export { PRINCIPALS, testPrincipal } from './principals.js';
export type { LogEntry, LogLevel, RecordingLogger } from './recording-logger.js';
export { createRecordingLogger } from './recording-logger.js';
export { TEST_HASH, testHeader, testRecord } from './records.js';
export { createSeededRandom } from './seeded-random.js';
