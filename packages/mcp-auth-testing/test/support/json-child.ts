import { openJsonKeyStore } from './json-key-store.js';

/** What the contract suite runs in processes of their own. */
export default openJsonKeyStore;
