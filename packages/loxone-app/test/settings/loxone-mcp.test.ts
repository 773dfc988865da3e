import { createMcpAuth } from '@gatehouse/mcp-auth';
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
    for (const secret of [HOUSE_SETTINGS.loxonePassword, HOUSE_SETTINGS.loxoneVisuPassword]) {
      expect(secret).not.toHaveProperty('flag');
      expect(secret.orFile).toBe(true);
    }
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
    expect(house.values).toMatchObject({
      loxoneHost: '192.168.1.100',
      loxoneUser: 'admin',
      loxonePassword: 'p',
    });
    expect(house.problems).toEqual([]);
    expect(resolve(GUARD_SETTINGS, { SECURITY_LEVEL: 'production' }).values.securityLevel).toBe(
      'production',
    );
    expect(MASTER_KEY_VARIABLES).toEqual(['LOXONE_MCP_MASTER_KEY', 'PULSEENGINE_MCP_MASTER_KEY']);
  });

  it('leaves it to the address whether TLS is used, unless somebody decides', () => {
    expect(resolve(HOUSE_SETTINGS, {}).values.loxoneTls).toBeUndefined();
    for (const [text, value] of [
      ['auto', 'auto'],
      ['true', true],
      ['false', false],
    ] as const) {
      expect(resolve(HOUSE_SETTINGS, { LOXONE_TLS: text }).values.loxoneTls).toBe(value);
    }
  });

  it('reads the visualisation password and the certificates from files', () => {
    const env = { LOXONE_VISU_PASS_FILE: '/run/visu', LOXONE_TLS_CA_FILE: '/run/ca.pem' };
    const { values, problems } = resolve(HOUSE_SETTINGS, env);
    expect(values.loxoneVisuPassword).toBe('from file');
    expect(problems).toEqual([
      'file /run/ca.pem (named by LOXONE_TLS_CA_FILE): must be a certificate in PEM form (-----BEGIN CERTIFICATE-----)',
    ]);
  });

  it('listens on the loopback address, port 3001, unless told otherwise', () => {
    expect(resolve(HTTP_SETTINGS, {}).values).toMatchObject({ host: '127.0.0.1', port: 3001 });
  });

  it('takes limits that can be counted, and names those that cannot', async () => {
    const most = {
      LOXONE_MCP_MAX_REQUESTS_PER_MINUTE: '1000000',
      LOXONE_MCP_MAX_FAILED_ATTEMPTS: '2500',
      LOXONE_MCP_LOCKOUT_MINUTES: '525600',
    };
    const { values, problems } = resolve(GUARD_SETTINGS, most);
    expect(problems).toEqual([]);
    const auth = await createMcpAuth({
      app: 'loxone-mcp',
      store: 'memory',
      env: {},
      rateLimit: {
        maxRequestsPerMinute: values.maxRequestsPerMinute ?? 0,
        maxFailedAttempts: values.maxFailedAttempts ?? 0,
        lockoutDurationMinutes: values.lockoutMinutes ?? 0,
      },
    });
    await auth.close();
    for (const [variable, text] of Object.entries(most)) {
      const more = { [variable]: String(Number(text) + 1) };
      expect(resolve(GUARD_SETTINGS, more).problems).toEqual([
        expect.stringContaining(`must be a whole number from 1 to ${text}`),
      ]);
    }
  });

  it('writes its log for people, unless programs are to read it', () => {
    expect(resolve(HTTP_SETTINGS, {}).values.logFormat).toBe('text');
    const json = resolve(HTTP_SETTINGS, { LOXONE_MCP_LOG_FORMAT: 'json' });
    expect(json.values.logFormat).toBe('json');
    expect(resolve(HTTP_SETTINGS, { LOXONE_MCP_LOG_FORMAT: 'xml' }).problems).toHaveLength(1);
  });

  it('refuses an unknown security level, key backend and stdio role', () => {
    expect(resolve(GUARD_SETTINGS, { SECURITY_LEVEL: 'none' }).problems).toHaveLength(1);
    expect(resolve(KEY_SETTINGS, { LOXONE_KEY_BACKEND: 'redis' }).problems).toHaveLength(1);
    expect(resolve(STDIO_SETTINGS, { LOXONE_MCP_STDIO_ROLE: 'root' }).problems).toHaveLength(1);
  });
});
