import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { printable } from '../src/terminal.js';
import { type CliRig, cliRig } from './support.js';

describe('loxone-mcp keys', () => {
  let cli: CliRig;

  beforeEach(() => {
    cli = cliRig();
  });

  afterEach(() => cli.remove());

  const storePath = (): string => join(cli.home, '.config', 'loxone-mcp', 'keys.toml');

  async function generate(role: string, ...more: string[]): Promise<string> {
    const made = await cli.run('keys', 'generate', '--role', role, '--name', `a ${role}`, ...more);
    expect(made.code).toBe(0);
    return made.out.trim();
  }

  describe('generate', () => {
    it('prints the key alone, so that a script can take it', async () => {
      const made = await cli.run(
        'keys',
        'generate',
        '--role',
        'operator',
        '--name',
        'Kitchen tablet',
      );
      expect(made.code).toBe(0);
      expect(made.out).toMatch(/^lmcp_operator_001_[0-9A-Za-z]{49}\n$/);
      expect(made.err).toContain('only time the key is shown');
      expect(made.err).not.toContain(made.out.trim());
    });

    it('counts per role', async () => {
      expect(await generate('operator')).toMatch(/^lmcp_operator_001_/);
      expect(await generate('operator')).toMatch(/^lmcp_operator_002_/);
      expect(await generate('monitor')).toMatch(/^lmcp_monitor_001_/);
      expect(await generate('admin', '--test')).toMatch(/^lmcp_test_admin_001_/);
    });

    it('names a key after its role where nobody names it', async () => {
      expect((await cli.run('keys', 'generate', '--role', 'operator')).code).toBe(0);
      const shown = await cli.run('keys', 'show', 'lmcp_operator_001', '--format', 'json');
      expect(JSON.parse(shown.out)).toMatchObject({ name: 'operator key', role: 'operator' });
    });

    it('keeps limits and expiry', async () => {
      await generate(
        'device',
        '--devices',
        'bedroom-light, bedroom-blinds',
        '--rooms',
        'Bedroom',
        '--ip',
        '192.168.1.0/24,10.0.0.1',
        '--expires',
        '30',
      );
      const shown = await cli.run('keys', 'show', 'lmcp_device_001', '--format', 'json');
      expect(JSON.parse(shown.out)).toMatchObject({
        devices: ['bedroom-light', 'bedroom-blinds'],
        rooms: ['Bedroom'],
        ip_whitelist: ['192.168.1.0/24', '10.0.0.1'],
        expires_at: '2026-12-21T09:00:00.000Z',
        created_by: 'cli:tester',
        status: 'active',
      });
    });

    it.each([
      ['no role', ['--name', 'x'], /--role/],
      ['an unknown role', ['--role', 'Owner!', '--name', 'x'], /role/i],
      ['a blank name', ['--role', 'admin', '--name', ' '], /name/i],
      ['a name with control characters', ['--role', 'admin', '--name', 'a\u001b[2J'], /name/i],
      ['no address', ['--role', 'admin', '--name', 'x', '--ip', '10.1'], /ip|address/i],
      [
        'an end in the past',
        ['--role', 'admin', '--name', 'x', '--expires', '2020-01-01'],
        /future/,
      ],
      [
        'an end that is no date',
        ['--role', 'admin', '--name', 'x', '--expires', '2027-02-31'],
        /date/,
      ],
      ['an unknown option', ['--role', 'admin', '--name', 'x', '--force'], /unknown option/],
    ])('refuses %s with a sentence, and makes nothing', async (_what, args, reason) => {
      const refused = await cli.run('keys', 'generate', ...args);
      expect(refused.code).toBe(2);
      expect(refused.out).toBe('');
      expect(refused.err).toMatch(reason);
      expect(refused.err).not.toMatch(/bug in the program|\n\s+at /);
      expect((await cli.run('keys', 'list', '--format', 'json')).out.trim()).toBe('[]');
    });
  });

  describe('list', () => {
    it('says how to make the first key', async () => {
      const listed = await cli.run('keys', 'list');
      expect(listed).toMatchObject({ code: 0, out: '' });
      expect(listed.err).toContain('keys generate');
    });

    it('changes nothing on a machine without keys', async () => {
      await cli.run('keys', 'list');
      expect(existsSync(storePath())).toBe(false);
      expect(existsSync(join(cli.home, '.config', 'loxone-mcp', 'master.key'))).toBe(false);
    });

    it('shows a table, or JSON, and never a hash', async () => {
      await generate('admin');
      await generate('monitor', '--expires', '90');
      const table = await cli.run('keys', 'list');
      expect(table.out.split('\n')[0]).toMatch(/^ID +NAME +ROLE +STATUS +CREATED +EXPIRES$/);
      expect(table.out).toMatch(/lmcp_admin_001 +a admin +admin +active +\d{4}-\d\d-\d\d +never/);
      const json = await cli.run('keys', 'list', '--format', 'json');
      expect(JSON.parse(json.out)).toHaveLength(2);
      expect(json.out + table.out).not.toMatch(/hmac|enc:v1/);
    });

    it('selects by role and by state', async () => {
      await generate('admin');
      await generate('operator');
      await generate('operator');
      await cli.run('keys', 'revoke', 'lmcp_operator_001');
      const ids = async (...args: string[]): Promise<string[]> =>
        (
          JSON.parse((await cli.run('keys', 'list', '--format', 'json', ...args)).out) as {
            id: string;
          }[]
        ).map(({ id }) => id);
      expect(await ids('--role', 'operator')).toEqual(['lmcp_operator_001', 'lmcp_operator_002']);
      expect(await ids('--role', 'operator', '--active')).toEqual(['lmcp_operator_002']);
    });

    it('lets no name drive the terminal', async () => {
      await generate('admin');
      const text = readFileSync(storePath(), 'utf8');
      writeFileSync(storePath(), text.replace('"a admin"', '"a\\u001b[31m\\u202eevil"'));
      const table = await cli.run('keys', 'list');
      expect(table.out).toContain('evil');
      expect(printable(table.out.replaceAll('\n', ''))).toBe(table.out.replaceAll('\n', ''));
    });
  });

  describe('show and revoke', () => {
    it('take a whole key for its id, and do not repeat it', async () => {
      const key = await generate('operator');
      const shown = await cli.run('keys', 'show', key);
      expect(shown.out).toContain('lmcp_operator_001');
      const revoked = await cli.run('keys', 'revoke', key, '--reason', 'lost');
      expect(revoked).toMatchObject({ code: 0, out: 'lmcp_operator_001 is revoked.\n' });
      const after = await cli.run('keys', 'show', 'lmcp_operator_001', '--format', 'json');
      expect(JSON.parse(after.out)).toMatchObject({
        status: 'revoked',
        revoked: { by: 'cli:tester', reason: 'lost' },
      });
      for (const { out, err } of [shown, revoked, after]) expect(out + err).not.toContain(key);
    });

    it('name the ids that there are when one is unknown', async () => {
      await generate('operator');
      for (const command of ['show', 'revoke']) {
        const refused = await cli.run('keys', command, 'lmcp_operator_999');
        expect(refused.code).toBe(2);
        expect(refused.err).toContain('lmcp_operator_001');
      }
    });

    it('revoke twice is no error, and changes nothing', async () => {
      await generate('operator');
      await cli.run('keys', 'revoke', 'lmcp_operator_001', '--reason', 'was lost');
      expect(
        (await cli.run('keys', 'revoke', 'lmcp_operator_001', '--reason', 'was found')).code,
      ).toBe(0);
      expect(readFileSync(storePath(), 'utf8')).not.toContain('was found');
    });

    it('never revoke the last active admin', async () => {
      await generate('admin');
      const refused = await cli.run('keys', 'revoke', 'lmcp_admin_001');
      expect(refused.code).not.toBe(0);
      expect(refused.err).toMatch(/last active admin/i);
    });
  });

  it('keeps what a person wrote into the store', async () => {
    await generate('admin');
    appendFileSync(storePath(), '\n# the tablet in the kitchen, do not remove\n');
    await generate('operator');
    expect(readFileSync(storePath(), 'utf8')).toContain('# the tablet in the kitchen');
  });

  it('takes a store that was written by hand, as the documents show it', async () => {
    mkdirSync(dirname(storePath()), { recursive: true, mode: 0o700 });
    const byHand = `# mine
[[keys]]
id = "lmcp_admin_001_abc123def456"
name = "Main Admin Key"
role = "admin"
created_by = "admin"
created_at = "2024-01-15T10:00:00Z"
active = true
`;
    writeFileSync(storePath(), byHand, { mode: 0o600 });
    expect((await cli.run('keys', 'list')).out).toContain('Main Admin Key');
    await generate('operator');
    expect(readFileSync(storePath(), 'utf8')).toContain(byHand.trim());
    const listed = await cli.run('keys', 'list', '--format', 'json');
    expect(JSON.parse(listed.out)).toHaveLength(2);
  });

  it('names a damaged store, and leaves it as it is', async () => {
    await generate('admin');
    appendFileSync(storePath(), '\n[[keys]\n');
    const before = readFileSync(storePath());
    for (const args of [
      ['list'],
      ['generate', '--role', 'admin', '--name', 'x'],
      ['revoke', 'lmcp_admin_001'],
    ]) {
      const refused = await cli.run('keys', ...args);
      expect(refused.code).toBe(1);
      expect(refused.err).toContain(storePath());
    }
    expect(readFileSync(storePath())).toEqual(before);
  });

  it('works on another store where told so', async () => {
    const elsewhere = join(cli.home, 'elsewhere');
    await generate('admin', '--config-dir', elsewhere);
    expect(existsSync(join(elsewhere, 'keys.toml'))).toBe(true);
    expect(existsSync(storePath())).toBe(false);
  });
});

describe('loxone-mcp', () => {
  it('explains itself', async () => {
    const cli = cliRig();
    expect(await cli.run('--help')).toMatchObject({
      code: 0,
      out: expect.stringContaining('keys'),
    });
    expect(await cli.run('keys', 'generate', '--help')).toMatchObject({
      code: 0,
      out: expect.stringContaining('--expires'),
    });
    expect((await cli.run('nonsense')).code).toBe(2);
    expect((await cli.run()).code).toBe(2);
    cli.remove();
  });

  it('refuses a backend that it does not know', async () => {
    const cli = cliRig({ LOXONE_KEY_BACKEND: 'redis' });
    const refused = await cli.run('keys', 'list');
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('LOXONE_KEY_BACKEND');
    cli.remove();
  });
});
