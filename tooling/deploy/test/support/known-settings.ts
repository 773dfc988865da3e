import {
  GUARD_SETTINGS,
  HOUSE_SETTINGS,
  HTTP_SETTINGS,
  KEY_SETTINGS,
  MASTER_KEY_VARIABLES,
  resolveSettings,
  type SettingTable,
  TOOL_SETTINGS,
} from '@gatehouse/loxone-app';
import type { KnownSettings } from '../../src/lint/settings-rules.js';

const TABLE: SettingTable = {
  ...HTTP_SETTINGS,
  ...GUARD_SETTINGS,
  ...KEY_SETTINGS,
  ...HOUSE_SETTINGS,
  ...TOOL_SETTINGS,
};

function variables(): ReadonlySet<string> {
  const settings = Object.values(TABLE).flatMap(({ env = [], orFile }) =>
    env.flatMap((name) => (orFile === true ? [name, `${name}_FILE`] : [name])),
  );
  const masterKeys = MASTER_KEY_VARIABLES.flatMap((name) => [name, `${name}_FILE`]);
  // Of the command line, which is a client, too.
  return new Set([...settings, ...masterKeys, 'LOXONE_MCP_KEY', 'LOXONE_MCP_URL']);
}

/** The settings of `loxone-mcp-server http`, as its own tables have them. */
export const KNOWN_SETTINGS: KnownSettings = {
  variables: variables(),
  flags: new Set(Object.values(TABLE).flatMap(({ flag }) => flag ?? [])),
  problemsOf: (env) =>
    resolveSettings(TABLE, { flags: {}, env, readFile: () => 'stands for a secret' }).problems,
};
