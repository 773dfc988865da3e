import { describe, expect, it } from 'vitest';
import { resolveSettings, TOOL_SETTINGS } from '../../src/index.js';

function resolve(env: Readonly<Record<string, string>>) {
  const sources = { flags: {}, env, readFile: () => '' };
  return resolveSettings(TOOL_SETTINGS, sources);
}

describe('what assistants are offered', () => {
  it('is nothing out of the way when nothing is set', () => {
    expect(resolve({})).toMatchObject({
      values: { readOnly: false, optInTools: [], rawCommands: [] },
      problems: [],
    });
  });

  it.each([
    ['LOXONE_MCP_READ_ONLY', 'yes', { readOnly: true }],
    ['LOXONE_MCP_TOOLS', 'admin, manage_scenes', { optInTools: ['admin', 'manage_scenes'] }],
    [
      'LOXONE_MCP_RAW_COMMANDS',
      ' pulse  moveTo/[0-9]{1,3} ',
      { rawCommands: ['pulse', 'moveTo/[0-9]{1,3}'] },
    ],
    ['LOXONE_MCP_BULK_LIMIT', '5', { bulkLimit: 5 }],
    ['LOXONE_MCP_CONSENT', 'access=approve', { consent: { access: 'approve' } }],
    [
      'LOXONE_MCP_CONSENT',
      'access=allow, control=confirm,raw=approve',
      { consent: { access: 'allow', control: 'confirm', raw: 'approve' } },
    ],
    ['LOXONE_TIME_ZONE', 'Europe/Vienna', { timeZone: 'Europe/Vienna' }],
  ])('%s=%s', (name, text, values) => {
    expect(resolve({ [name]: text })).toMatchObject({ values, problems: [] });
  });

  it.each([
    ['LOXONE_MCP_TOOLS', 'admin,everything'],
    ['LOXONE_MCP_TOOLS', 'loxone_admin'],
    ['LOXONE_MCP_RAW_COMMANDS', 'pulse ('],
    ['LOXONE_MCP_BULK_LIMIT', '0'],
    ['LOXONE_MCP_CONSENT', 'access'],
    ['LOXONE_MCP_CONSENT', 'access=deny'],
    ['LOXONE_MCP_CONSENT', 'read=confirm'],
    ['LOXONE_MCP_CONSENT', 'access=allow,access=approve'],
    ['LOXONE_MCP_CONSENT', 'access=allow='],
    ['LOXONE_TIME_ZONE', 'Vienna'],
  ])('%s is refused, and the text is not repeated: %s', (name, text) => {
    const { problems } = resolve({ [name]: text });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(name);
    expect(problems[0]).not.toContain(`"${text}"`);
  });
});
