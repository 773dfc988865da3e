export type { AtomicWriteOptions } from './atomic-write.js';
export { writeFileAtomic } from './atomic-write.js';
export type { FileKeyStoreOptions } from './file-key-store.js';
export { createFileKeyStore } from './file-key-store.js';
export type { FileLock, FileLockOptions } from './file-lock.js';
export { withFileLock } from './file-lock.js';
export type { FileStatus, FileSystem, OpenFile, OpenUse } from './file-system.js';
export { nodeFileSystem } from './file-system.js';
