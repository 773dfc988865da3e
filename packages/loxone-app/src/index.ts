export type { SecurityLevel } from './loxone-mcp.js';
export {
  HOUSE_SETTINGS,
  HTTP_SETTINGS,
  KEY_SETTINGS,
  MASTER_KEY_VARIABLES,
  STDIO_SETTINGS,
} from './loxone-mcp.js';
export type { SettingSources } from './resolve.js';
export { resolveSettings } from './resolve.js';
export type {
  Parsed,
  ResolvedSettings,
  Setting,
  SettingTable,
  SettingValue,
  SettingWithDefault,
} from './setting.js';
