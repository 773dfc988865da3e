import { describe, expect, it } from 'vitest';
import {
  GUARD_SETTINGS,
  HOUSE_SETTINGS,
  HTTP_SETTINGS,
  KEY_SETTINGS,
  MASTER_KEY_VARIABLES,
  resolveSettings,
  type SettingTable,
  STDIO_SETTINGS,
} from '../../src/index.js';

const TABLES: Readonly<Record<string, SettingTable>> = {
  HOUSE_SETTINGS,
  GUARD_SETTINGS,
  HTTP_SETTINGS,
  KEY_SETTINGS,
  STDIO_SETTINGS,
};

function resolve<Table extends SettingTable>(table: Table, env: Record<string, string>) {
  return resolveSettings(table, { flags: {}, env, readFile: () => 'from file' });
}

describe('the settings of the programs', () => {
  it('gives no secret a flag: it would show in the process list', () => {
    expect(HOUSE_SETTINGS.loxonePassword).not.toHaveProperty('flag');
  });

  it('uses no flag and no variable twice', () => {
    const all = Object.values(TABLES).flatMap((table) => Object.values(table));
    const flags = all.flatMap((setting) => setting.flag ?? []);
    const variables = all.flatMap((setting) => setting.env ?? []);
    expect(new Set(flags).size).toBe(flags.length);
    expect(new Set(variables).size).toBe(variables.length);
  });

  it('reads the variables that the requirement documents name', () => {
    const house = resolve(HOUSE_SETTINGS, {
      LOXONE_HOST: '192.168.1.100',
      LOXONE_USER: 'admin',
      LOXONE_PASS: 'p',
    });
    expect(house.values).toEqual({
      loxoneHost: '192.168.1.100',
      loxoneUser: 'admin',
      loxonePassword: 'p',
      loxoneTls: false,
    });
    expect(resolve(GUARD_SETTINGS, { SECURITY_LEVEL: 'production' }).values.securityLevel).toBe(
      'production',
    );
    expect(MASTER_KEY_VARIABLES).toEqual(['LOXONE_MCP_MASTER_KEY', 'PULSEENGINE_MCP_MASTER_KEY']);
  });

  it('listens on the loopback address, port 3001, unless told otherwise', () => {
    expect(resolve(HTTP_SETTINGS, {}).values).toMatchObject({ host: '127.0.0.1', port: 3001 });
  });

  it('refuses an unknown security level, key backend and stdio role', () => {
    expect(resolve(GUARD_SETTINGS, { SECURITY_LEVEL: 'none' }).problems).toHaveLength(1);
    expect(resolve(KEY_SETTINGS, { LOXONE_KEY_BACKEND: 'redis' }).problems).toHaveLength(1);
    expect(resolve(STDIO_SETTINGS, { LOXONE_MCP_STDIO_ROLE: 'root' }).problems).toHaveLength(1);
  });
});
