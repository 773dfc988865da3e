export { describeFailure, EXIT, StartupError } from './exit.js';
export { type KeyLocation, type LoxoneFiles, loxoneFiles } from './key-location.js';
export {
  type GuardSettings,
  openLoxoneApprovals,
  openLoxoneAuth,
  readLoxoneKeys,
} from './open-auth.js';
export { HOUSE_SETTINGS } from './settings/house.js';
export { HTTP_SETTINGS } from './settings/http.js';
export {
  GUARD_SETTINGS,
  KEY_SETTINGS,
  MASTER_KEY_VARIABLES,
  STDIO_SETTINGS,
} from './settings/loxone-mcp.js';
export { isSerial, type TlsChoice } from './settings/miniserver.js';
export type { SettingSources } from './settings/resolve.js';
export { resolveSettings } from './settings/resolve.js';
export type {
  Parsed,
  ResolvedSettings,
  Setting,
  SettingTable,
  SettingValue,
  SettingWithDefault,
} from './settings/setting.js';
export { type ConsentByRisk, type OptInToolName, TOOL_SETTINGS } from './settings/tools.js';
