import { describe, expect, it } from 'vitest';
import { resolveSettings, type SettingSources } from '../../src/index.js';
import { oneOf, port, secret, text } from '../../src/settings/parsers.js';

function sources(given: Partial<SettingSources>): SettingSources {
  return {
    flags: {},
    env: {},
    readFile: (path) => {
      throw Object.assign(new TypeError(path), { code: 'ENOENT' });
    },
    ...given,
  };
}

const table = {
  port: { flag: 'port', env: ['APP_PORT'], meaning: 'port', parse: port, fallback: 3001 },
  password: { env: ['APP_PASS', 'OLD_PASS'], orFile: true, meaning: 'password', parse: secret },
  level: { env: ['LEVEL'], meaning: 'level', parse: oneOf(['low', 'high']) },
  name: { flag: 'name', meaning: 'name', parse: text },
};

describe('resolveSettings', () => {
  it('uses defaults, and says so', () => {
    const { values, origins, problems } = resolveSettings(table, sources({}));
    expect(values).toEqual({ port: 3001, password: undefined, level: undefined, name: undefined });
    expect(origins).toMatchObject({ port: 'default', password: 'not set' });
    expect(problems).toEqual([]);
  });

  it('prefers a flag to the environment', () => {
    const { values, origins } = resolveSettings(
      table,
      sources({ flags: { port: '1' }, env: { APP_PORT: '2' } }),
    );
    expect(values.port).toBe(1);
    expect(origins.port).toBe('flag --port');
  });

  it('takes the first variable that is set, and an empty one as not set', () => {
    const { values, origins } = resolveSettings(
      table,
      sources({ env: { APP_PASS: '', OLD_PASS: 'p' } }),
    );
    expect(values.password).toBe('p');
    expect(origins.password).toBe('environment variable OLD_PASS');
  });

  it('reads a secret from the file that NAME_FILE names, without its last line break', () => {
    const { values, origins } = resolveSettings(
      table,
      sources({ env: { APP_PASS_FILE: '/run/secret' }, readFile: () => ' pass word \n' }),
    );
    expect(values.password).toBe(' pass word ');
    expect(origins.password).toBe('file /run/secret (named by APP_PASS_FILE)');
  });

  it('reports a file that is missing or empty', () => {
    const env = { APP_PASS_FILE: '/run/secret' };
    expect(resolveSettings(table, sources({ env })).problems).toEqual([
      'APP_PASS_FILE names a file that cannot be read: /run/secret (ENOENT)',
    ]);
    expect(resolveSettings(table, sources({ env, readFile: () => '\n' })).problems).toEqual([
      'APP_PASS_FILE names a file that is empty: /run/secret',
    ]);
  });

  it('does not look for a file where none is offered', () => {
    const { values } = resolveSettings(
      table,
      sources({ env: { LEVEL_FILE: '/x' }, readFile: () => 'low' }),
    );
    expect(values.level).toBeUndefined();
  });

  it('reports all problems at once, and never a value', () => {
    const canary = 'hunter2-canary';
    const { problems, values } = resolveSettings(
      table,
      sources({ flags: { port: canary, name: '  ' }, env: { LEVEL: canary } }),
    );
    expect(problems).toEqual([
      'flag --port: must be a port number from 0 to 65535',
      'environment variable LEVEL: must be one of low, high',
      'flag --name: must not be blank',
    ]);
    expect(JSON.stringify({ problems, values })).not.toContain(canary);
  });
});
