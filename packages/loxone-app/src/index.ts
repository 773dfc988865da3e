export { type OpenedKeyBackend, openKeyBackend } from './backends/backend-options.js';
export { describeFailure, EXIT, StartupError } from './exit.js';
export { type KeyLocation, type LoxoneFiles, loxoneFiles } from './key-location.js';
export { type HouseFiles, houseFiles } from './miniservers/house-files.js';
export {
  defaultName,
  isMiniserverName,
  type Miniserver,
  type Miniservers,
  NAME_RULE,
  type StoredSecret,
} from './miniservers/miniserver.js';
export { type MiniserverBook, openMiniserverBook } from './miniservers/miniserver-book.js';
export {
  findMiniserver,
  type MiniserverLogin,
  openMiniserver,
} from './miniservers/open-miniserver.js';
export { sealSecret } from './miniservers/sealed-secrets.js';
export { tlsContradictions } from './miniservers/tls-contradictions.js';
export {
  type GuardSettings,
  openLoxoneApprovals,
  openLoxoneAuth,
  readLoxoneKeys,
} from './open-auth.js';
export { createSecretProviders, readSecret } from './secrets/read-secret.js';
export { Secret } from './secrets/secret.js';
export type { SecretProvider } from './secrets/secret-provider.js';
export {
  describeSecretReference,
  parseSecretReference,
  type SecretReference,
} from './secrets/secret-reference.js';
export { secretOf } from './secrets/secret-text.js';
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
export {
  createFileSignInLinks,
  createMemorySignInLinks,
  type FileLinkParts,
  type MadeLink,
  type SignInLinkParts,
  type SignInLinks,
} from './sign-in-links.js';
