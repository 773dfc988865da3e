import {
  chmod,
  mkdir,
  readdir,
  readFile,
  stat,
  symlink,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import type { MasterKey } from '@gatehouse/crypto';
import {
  createKeyRing,
  exportMasterKey,
  generateMasterKey,
  LABELS,
  open,
  seal,
} from '@gatehouse/crypto';
import { createRecordingLogger, createSeededRandom } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import type { MasterKeyOptions } from '../src/index.js';
import { resolveMasterKey } from '../src/index.js';
import { newDirectory } from './support/directory.js';
import { errorOf } from './support/errors.js';
import {
  crashingAt,
  failingAt,
  faultyFileSystem,
  systemError,
} from './support/faulty-file-system.js';

const NAMES = ['LOXONE_MCP_MASTER_KEY', 'PULSEENGINE_MCP_MASTER_KEY'] as const;

function keyOf(seed: number): MasterKey {
  return generateMasterKey(createSeededRandom(seed));
}

function textOf(seed: number): string {
  return exportMasterKey(keyOf(seed));
}

function sealedWith(...seeds: number[]): MasterKeyOptions['sealed'] {
  return seeds.map((seed) => ({ keyId: keyOf(seed).id, where: `keys.toml (pepper p${seed})` }));
}

async function newPath(): Promise<string> {
  return join(await newDirectory(), 'loxone-mcp', 'master.key');
}

async function keyFile(content: string, mode = 0o600): Promise<string> {
  const path = await newPath();
  await mkdir(dirname(path), { mode: 0o700 });
  await writeFile(path, content);
  await chmod(path, mode);
  return path;
}

/** Options of a machine where nothing is set and nothing is there. */
async function options(changes: Partial<MasterKeyOptions> = {}): Promise<MasterKeyOptions> {
  return { env: {}, envNames: NAMES, path: await newPath(), sealed: [], ...changes };
}

describe('the order of sources', () => {
  it('takes the first that is there', async () => {
    const directory = await newDirectory();
    const mounted = join(directory, 'mounted');
    await writeFile(mounted, `${textOf(3)}\n`, { mode: 0o400 });
    const legacyMounted = join(directory, 'legacy');
    await writeFile(legacyMounted, textOf(5), { mode: 0o400 });
    const path = await keyFile(textOf(6));
    const env: Record<string, string> = {
      LOXONE_MCP_MASTER_KEY: textOf(2),
      LOXONE_MCP_MASTER_KEY_FILE: mounted,
      PULSEENGINE_MCP_MASTER_KEY: textOf(4),
      PULSEENGINE_MCP_MASTER_KEY_FILE: legacyMounted,
    };
    const expected: [number, string][] = [
      [1, 'the masterKey option'],
      [2, 'environment variable LOXONE_MCP_MASTER_KEY'],
      [3, `file ${mounted} (named by LOXONE_MCP_MASTER_KEY_FILE)`],
      [4, 'environment variable PULSEENGINE_MCP_MASTER_KEY'],
      [5, `file ${legacyMounted} (named by PULSEENGINE_MCP_MASTER_KEY_FILE)`],
      [6, `file ${path}`],
    ];
    const remaining = Object.keys(env);
    for (const [seed, source] of expected) {
      const explicit = seed === 1 ? { explicit: textOf(1) } : {};
      const resolved = await resolveMasterKey(await options({ ...explicit, env, path }));
      expect(resolved).toMatchObject({ keyId: keyOf(seed).id, source, generated: false });
      expect(resolved.ring.currentId).toBe(keyOf(seed).id);
      if (seed > 1) {
        delete env[remaining.shift() ?? ''];
      }
    }
  });

  it('changes nothing by reading', async () => {
    const path = await keyFile(textOf(1), 0o400);
    const before = await stat(path);
    await resolveMasterKey(await options({ path, sealed: sealedWith(1) }));
    expect((await stat(path)).mtimeMs).toBe(before.mtimeMs);
    expect(await readdir(dirname(path))).toEqual(['master.key']);
  });

  it('needs no directory where the environment gives the key', async () => {
    const setting = await options({ env: { LOXONE_MCP_MASTER_KEY: textOf(1) } });
    await resolveMasterKey(setting);
    await expect(stat(dirname(setting.path))).rejects.toThrow('ENOENT');
  });

  it('reads every text form, and the padded one that earlier servers wrote', async () => {
    const bytes = Buffer.from(textOf(1), 'base64url');
    for (const text of [
      bytes.toString('base64url'),
      bytes.toString('base64'),
      bytes.toString('hex'),
      `  ${bytes.toString('base64')}\r\n`,
    ]) {
      const path = await keyFile(text);
      expect((await resolveMasterKey(await options({ path }))).keyId).toBe(keyOf(1).id);
    }
  });
});

describe('a source that is there and wrong', () => {
  it.each([
    ['empty', ''],
    ['blank', '  \n'],
    ['too short', 'c2hvcnQ'],
    ['no key at all', 'canary!!!!'],
    ['of low entropy', 'A'.repeat(43)],
  ])('stops the search when a variable is %s', async (_, value) => {
    const path = await keyFile(textOf(1));
    const error = await errorOf(
      resolveMasterKey(await options({ path, env: { LOXONE_MCP_MASTER_KEY: value } })),
      'ERR_MCPAUTH_MASTER_KEY_INVALID',
    );
    expect(error.details.source).toBe('environment variable LOXONE_MCP_MASTER_KEY');
    expect(error.message).toContain('environment variable LOXONE_MCP_MASTER_KEY cannot be used');
    expect(error.message).toContain('Correct it, or unset it to use the next source');
    expect(error.message).not.toContain('canary');
  });

  it('stops it when the option is wrong', async () => {
    const error = await errorOf(
      resolveMasterKey(await options({ explicit: 'canary', path: await keyFile(textOf(1)) })),
      'ERR_MCPAUTH_MASTER_KEY_INVALID',
    );
    expect(error.message).toContain('the masterKey option cannot be used');
    expect(error.message).toContain('Give another one, or leave the option out');
    expect(error.message).not.toContain('canary');
  });

  it.each([
    ['empty', ''],
    ['cut', textOf(1).slice(0, 40)],
    ['something else', '{"key": "canary"}'],
  ])('stops it when the key file is %s, and leaves the file alone', async (_, content) => {
    const path = await keyFile(content);
    for (const sealed of [[], sealedWith(1)]) {
      const error = await errorOf(
        resolveMasterKey(await options({ path, sealed })),
        'ERR_MCPAUTH_MASTER_KEY_INVALID',
      );
      expect(error.message).toContain(`The master key in file ${path} cannot be used`);
      expect(error.message).toContain('It was left as it is. Put a backup of it in its place');
      expect(error.message).not.toContain('canary');
      expect(await readFile(path, 'utf8')).toBe(content);
    }
  });

  it('stops it when the key file can be read by others, or is a link', async () => {
    const open = await keyFile(textOf(1), 0o640);
    const error = await errorOf(
      resolveMasterKey(await options({ path: open })),
      'ERR_MCPAUTH_FILE_UNSAFE',
    );
    expect(error.message).toContain(`chmod 600 "${open}"`);
    const link = join(await newDirectory(), 'master.key');
    await symlink(await keyFile(textOf(1)), link);
    await errorOf(resolveMasterKey(await options({ path: link })), 'ERR_MCPAUTH_FILE_UNSAFE');
  });

  it.each([
    ['is empty', async () => '', 'it is empty and names no file'],
    ['names nothing', async () => '/nonexistent/key', 'it does not exist (ENOENT)'],
    ['names a file that is empty', () => keyFile(''), 'it is empty'],
    ['names a huge file', () => keyFile('A'.repeat(5000)), 'it has 5000 bytes, which no key has'],
  ])('stops it when a _FILE variable %s', async (_, make, problem) => {
    const path = await keyFile(textOf(1));
    const env = { LOXONE_MCP_MASTER_KEY_FILE: await make() };
    const error = await errorOf(
      resolveMasterKey(await options({ path, env })),
      'ERR_MCPAUTH_MASTER_KEY_INVALID',
    );
    expect(error.message).toContain('LOXONE_MCP_MASTER_KEY_FILE');
    expect(error.message).toContain(problem);
    expect(error.message).toMatch(/unset (it|the variable) to use the next source/);
  });
});

describe('a file that somebody mounts', () => {
  async function resolveMounted(path: string): Promise<{ id: string; warnings: string[] }> {
    const logger = createRecordingLogger();
    const env = { LOXONE_MCP_MASTER_KEY_FILE: path };
    const { keyId } = await resolveMasterKey(await options({ env, logger }));
    return { id: keyId, warnings: logger.messages('warn') };
  }

  it('may be a link, and be readable by all where nobody can write it, as Docker has it', async () => {
    const secret = await keyFile(textOf(1), 0o444);
    const link = join(await newDirectory(), 'link');
    await symlink(secret, link);
    expect(await resolveMounted(link)).toEqual({ id: keyOf(1).id, warnings: [] });
  });

  it('is used with a warning where it is an ordinary file that others can read', async () => {
    const path = await keyFile(textOf(1), 0o644);
    const { warnings } = await resolveMounted(path);
    expect(warnings).toEqual([
      'the master key file can be read by other users; chmod 600 keeps it to its owner',
    ]);
  });

  it('is refused where others can write it, or where it is no file', async () => {
    const path = await keyFile(textOf(1), 0o666);
    const error = await errorOf(resolveMounted(path), 'ERR_MCPAUTH_FILE_UNSAFE');
    expect(error.message).toContain('can be written by other users');
    await errorOf(resolveMounted(dirname(path)), 'ERR_MCPAUTH_FILE_UNSAFE');
  });
});

describe('making a key', () => {
  it('happens where nothing gives one and nothing is sealed, and is announced without it', async () => {
    const logger = createRecordingLogger();
    const setting = await options({ logger, random: createSeededRandom(8) });
    const resolved = await resolveMasterKey(setting);
    expect(resolved).toMatchObject({
      keyId: keyOf(8).id,
      source: `generated, saved in ${setting.path}`,
      generated: true,
    });
    expect(await readFile(setting.path, 'utf8')).toBe(`${textOf(8)}\n`);
    expect((await stat(setting.path)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(setting.path))).mode & 0o777).toBe(0o700);
    expect(await readdir(dirname(setting.path))).toEqual(['master.key']);
    expect(logger.entries).toEqual([
      {
        level: 'info',
        message: 'a master key was made and saved; keep a copy of the file in a safe place',
        fields: { keyId: keyOf(8).id, path: setting.path },
      },
    ]);
    const shown = `${logger.text()} ${inspect(resolved, { depth: 9 })} ${JSON.stringify(resolved)}`;
    expect(shown).not.toContain(textOf(8));
  });

  it('happens once: the next start reads it', async () => {
    const setting = await options();
    const first = await resolveMasterKey(setting);
    const second = await resolveMasterKey({ ...setting, sealed: sealedFor(first.keyId) });
    expect(second).toMatchObject({
      keyId: first.keyId,
      source: `file ${setting.path}`,
      generated: false,
    });
  });

  it('gives all who start at once the same key', async () => {
    const setting = await options();
    const resolved = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        resolveMasterKey({ ...setting, random: createSeededRandom(index) }),
      ),
    );
    expect(new Set(resolved.map(({ keyId }) => keyId)).size).toBe(1);
    expect(resolved.filter(({ generated }) => generated)).toHaveLength(1);
    expect(await readdir(dirname(setting.path))).toEqual(['master.key']);
  });

  it('saves a whole key or none when the process is killed, and the next start clears up', async () => {
    let made = 0;
    for (let at = 1; at <= 14; at += 1) {
      const setting = await options();
      const killed = resolveMasterKey({ ...setting, fileSystem: crashingAt(at) });
      await killed.catch(() => undefined);
      const left = await readFile(setting.path, 'utf8').catch(() => undefined);
      const { keyId, generated } = await resolveMasterKey(setting);
      expect(generated).toBe(left === undefined);
      made += generated ? 0 : 1;
      expect(await readdir(dirname(setting.path))).toEqual(['master.key']);
      expect((await resolveMasterKey(setting)).keyId).toBe(keyId);
    }
    expect(made).toBeGreaterThan(0);
  });

  it('says what to do where the file cannot be made', async () => {
    for (const operation of ['mkdir', 'open create']) {
      const fileSystem = faultyFileSystem({
        before(current) {
          if (current === operation) {
            throw systemError('EROFS');
          }
        },
      });
      const error = await errorOf(
        resolveMasterKey(await options({ fileSystem })),
        'ERR_MCPAUTH_STORE_UNAVAILABLE',
      );
      expect(error.message).toContain(
        'the file system is read-only (EROFS). Mount it writable or choose another path. ' +
          'Or give a master key in LOXONE_MCP_MASTER_KEY.',
      );
    }
  });

  it.each(['ENOSPC', 'EIO', 'EROFS'])('leaves no part of a key behind on %s', async (code) => {
    const clean = faultyFileSystem({});
    await resolveMasterKey(await options({ fileSystem: clean }));
    for (let at = 1; at <= clean.operations.length; at += 1) {
      const setting = await options();
      const fileSystem = failingAt(at, code);
      const outcome = await resolveMasterKey({ ...setting, fileSystem }).catch(
        (error: Error) => error.message,
      );
      const content = await readFile(setting.path, 'utf8').catch(() => undefined);
      if (typeof outcome === 'string') {
        expect(outcome).toContain(`(${code})`);
      } else {
        expect(content).toBe(`${exportMasterKey(outcome.ring.current)}\n`);
      }
      expect(content ?? `${textOf(1)}\n`).toMatch(/^[\w-]{43}\n$/);
    }
  });
});

function sealedFor(keyId: string): MasterKeyOptions['sealed'] {
  return [{ keyId, where: 'keys.toml' }];
}

describe('sealed data', () => {
  it('is never left behind by a new key', async () => {
    const setting = await options({ sealed: sealedWith(1, 1, 2) });
    const error = await errorOf(resolveMasterKey(setting), 'ERR_MCPAUTH_MASTER_KEY_MISSING');
    expect(error.details).toEqual({
      keyIds: [keyOf(1).id, keyOf(2).id],
      sealedIn: ['keys.toml (pepper p1)', 'keys.toml (pepper p2)'],
      lookedIn: [
        'the masterKey option (not given)',
        'environment variable LOXONE_MCP_MASTER_KEY (not set)',
        'environment variable LOXONE_MCP_MASTER_KEY_FILE (not set)',
        'environment variable PULSEENGINE_MCP_MASTER_KEY (not set)',
        'environment variable PULSEENGINE_MCP_MASTER_KEY_FILE (not set)',
        `file ${setting.path} (does not exist)`,
      ],
    });
    for (const part of [...error.details.keyIds, ...error.details.lookedIn]) {
      expect(error.message).toContain(part);
    }
    expect(error.message).toContain('Give the key in LOXONE_MCP_MASTER_KEY, or put the key file');
    expect(error.message).toContain('no new key was made');
    await expect(stat(dirname(setting.path))).rejects.toThrow('ENOENT');
  });

  it('is refused with another key, and every file stays as it is', async () => {
    const path = await keyFile(textOf(1));
    const before = await stat(path, { bigint: true });
    const error = await errorOf(
      resolveMasterKey(await options({ path, sealed: sealedWith(2) })),
      'ERR_MCPAUTH_MASTER_KEY_MISMATCH',
    );
    expect(error.details).toMatchObject({
      keyIds: [keyOf(2).id],
      foundKeyId: keyOf(1).id,
      foundIn: `file ${path}`,
      sealedIn: ['keys.toml (pepper p2)'],
    });
    expect(error.message).toContain(`Give the key ${keyOf(2).id} there instead`);
    expect(error.message).toContain('Nothing was changed');
    expect(error.message).not.toContain(textOf(1));
    const after = await stat(path, { bigint: true });
    expect([after.ino, after.mtimeNs, after.ctimeNs]).toEqual([
      before.ino,
      before.mtimeNs,
      before.ctimeNs,
    ]);
    expect(await readdir(dirname(path))).toEqual(['master.key']);
  });

  it('is refused when the key opens only a part of it', async () => {
    const path = await keyFile(textOf(1));
    const error = await errorOf(
      resolveMasterKey(await options({ path, sealed: sealedWith(1, 2) })),
      'ERR_MCPAUTH_MASTER_KEY_MISMATCH',
    );
    expect(error.details.keyIds).toEqual([keyOf(2).id]);
    expect(error.details.sealedIn).toEqual(['keys.toml (pepper p2)']);
  });

  it('is told where its key is, if a later place has it, but does not take it from there', async () => {
    const path = await keyFile(textOf(2));
    const env = { LOXONE_MCP_MASTER_KEY: textOf(1) };
    const error = await errorOf(
      resolveMasterKey(await options({ path, env, sealed: sealedWith(2) })),
      'ERR_MCPAUTH_MASTER_KEY_MISMATCH',
    );
    expect(error.message).toContain(
      `The key that is needed is in file ${path}: remove the one in environment variable`,
    );
    await unlink(path);
    await errorOf(
      resolveMasterKey(await options({ path, env, sealed: sealedWith(2) })),
      'ERR_MCPAUTH_MASTER_KEY_MISMATCH',
    );
  });

  it('opens with the key that was found', async () => {
    const path = await keyFile(textOf(1));
    const { ring } = await resolveMasterKey(await options({ path, sealed: sealedWith(1) }));
    const place = { purpose: LABELS.pepper, context: 'p1' };
    const sealed = seal(createKeyRing({ current: keyOf(1) }), new Uint8Array([7]), place);
    expect([...open(ring, sealed, place)]).toEqual([7]);
  });
});

describe('keys of before a rotation', () => {
  const PREVIOUS = 'LOXONE_MCP_MASTER_KEY_PREVIOUS';

  it('open what was sealed with them, and seal nothing new', async () => {
    const env = {
      LOXONE_MCP_MASTER_KEY: textOf(1),
      [PREVIOUS]: `${textOf(2)}, ${textOf(3)}`,
      PULSEENGINE_MCP_MASTER_KEY_PREVIOUS: textOf(4),
    };
    const { ring, keyId } = await resolveMasterKey(
      await options({ env, sealed: sealedWith(1, 2, 3, 4) }),
    );
    expect(keyId).toBe(keyOf(1).id);
    expect(ring.currentId).toBe(keyOf(1).id);
    expect(ring.ids()).toEqual([1, 2, 3, 4].map((seed) => keyOf(seed).id));
  });

  it('do not stand in for the current one', async () => {
    const env = { [PREVIOUS]: textOf(2) };
    const path = await newPath();
    await errorOf(
      resolveMasterKey(await options({ env, path, sealed: sealedWith(2) })),
      'ERR_MCPAUTH_MASTER_KEY_MISSING',
    );
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });

  it.each(['', 'not a key', `${'A'.repeat(43)}`])('are refused as %j, unseen', async (text) => {
    const env = { LOXONE_MCP_MASTER_KEY: textOf(1), [PREVIOUS]: `${textOf(2)},${text}` };
    const error = await errorOf(
      resolveMasterKey(await options({ env })),
      'ERR_MCPAUTH_MASTER_KEY_INVALID',
    );
    expect(error.details.source).toBe(`environment variable ${PREVIOUS}`);
    expect(inspect(error)).not.toContain(textOf(2));
    if (text !== '') expect(inspect(error)).not.toContain(text);
  });

  it('are named by none of the errors about others', async () => {
    const env = { LOXONE_MCP_MASTER_KEY: textOf(1), [PREVIOUS]: textOf(2) };
    const error = await errorOf(
      resolveMasterKey(await options({ env, sealed: sealedWith(2, 5) })),
      'ERR_MCPAUTH_MASTER_KEY_MISMATCH',
    );
    expect(error.details.keyIds).toEqual([keyOf(5).id]);
  });
});
