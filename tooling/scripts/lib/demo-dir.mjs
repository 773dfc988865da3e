import { join } from 'node:path';
import { ROOT } from './root.mjs';

/** The demo has its own keys: an owner's real ones are not touched. */
export const DEMO_ENV = { LOXONE_MCP_CONFIG_DIR: join(ROOT, '.demo') };
