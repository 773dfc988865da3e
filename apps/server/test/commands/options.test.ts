import {
  GUARD_SETTINGS,
  HOUSE_SETTINGS,
  HTTP_SETTINGS,
  KEY_SETTINGS,
  type SettingTable,
  TOOL_SETTINGS,
} from '@gatehouse/loxone-app';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addSettingOptions } from '../../src/commands/options.js';

function helpOf(table: SettingTable): string {
  let help = '';
  const command = new Command('http').configureOutput({
    writeOut: (text) => {
      help += text;
    },
  });
  addSettingOptions(command, table).outputHelp();
  return help;
}

describe('the help of a command', () => {
  it('names every setting by flag and variable', () => {
    const table: SettingTable = {
      ...HTTP_SETTINGS,
      ...GUARD_SETTINGS,
      ...KEY_SETTINGS,
      ...HOUSE_SETTINGS,
      ...TOOL_SETTINGS,
    };
    const help = helpOf(table);
    for (const { flag, env = [] } of Object.values(table)) {
      if (flag !== undefined) expect(help).toContain(`--${flag} `);
      expect(help).toContain(env[0]);
    }
  });

  it('tells of files for what has no flag, and offers no flag for secrets', () => {
    const help = helpOf(HOUSE_SETTINGS);
    expect(help).toContain('LOXONE_PASS, or LOXONE_PASS_FILE');
    expect(help).not.toContain('--loxone-pass');
  });

  it('says nothing of variables where every setting has a flag', () => {
    const parse = () => ({ ok: true, value: '' }) as const;
    const help = helpOf({ one: { flag: 'one', meaning: 'the first', fallback: 'x', parse } });
    expect(help).toContain('the first (default: x)');
    expect(help).not.toContain('Only in the environment');
  });
});
