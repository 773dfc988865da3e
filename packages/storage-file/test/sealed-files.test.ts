import { appendFile, mkdir, readdir, rename, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportMasterKey, generateMasterKey } from '@gatehouse/crypto';
import { createSeededRandom } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import { nodeFileSystem, resolveMasterKey } from '../src/index.js';
import { sealedInDirectory } from '../src/sealed-files.js';
import { newDirectory } from './support/directory.js';
import { errorOf } from './support/errors.js';
import { faultyFileSystem, systemError } from './support/faulty-file-system.js';

const ID = 'A'.repeat(21);
const CHUNK = 65_536;

/** A sealed value, as far as it says which key it needs. */
function sealedBy(letter: string): string {
  return `enc:v1:${ID}${letter}:${'x'.repeat(60)}`;
}

function found(directory: string): ReturnType<typeof sealedInDirectory> {
  return sealedInDirectory(nodeFileSystem, directory);
}

describe('what is sealed in a directory', () => {
  it('is found in every file, whatever its name, each key once', async () => {
    const directory = await newDirectory();
    await writeFile(join(directory, 'keys.toml'), `sealed = "${sealedBy('A')}"\n`);
    await writeFile(
      join(directory, 'audit.head'),
      JSON.stringify([sealedBy('B'), sealedBy('A'), sealedBy('B')]),
    );
    await writeFile(join(directory, 'of-next-year.bin'), Buffer.from([0, 255, 200]));
    await appendFile(join(directory, 'of-next-year.bin'), `${sealedBy('C')}\0\xff`, 'latin1');
    await writeFile(join(directory, 'notes.txt'), 'enc:v1:short: and enc:v2:, nothing of ours');
    await writeFile(join(directory, 'empty'), '');
    expect(await found(directory)).toEqual([
      { keyId: `${ID}B`, where: join(directory, 'audit.head') },
      { keyId: `${ID}A`, where: join(directory, 'audit.head') },
      { keyId: `${ID}A`, where: join(directory, 'keys.toml') },
      { keyId: `${ID}C`, where: join(directory, 'of-next-year.bin') },
    ]);
  });

  it('is found across the ends of the pieces that a long file is read in', async () => {
    const directory = await newDirectory();
    for (const before of [CHUNK - 31, CHUNK - 30, CHUNK - 29, CHUNK - 1, CHUNK, 2 * CHUNK - 7]) {
      await writeFile(join(directory, 'long'), `${'-'.repeat(before)}${sealedBy('A')}`);
      expect(await found(directory)).toEqual([{ keyId: `${ID}A`, where: join(directory, 'long') }]);
    }
  });

  it('is found through a link, and what is no file is left alone', async () => {
    const directory = await newDirectory();
    const elsewhere = await newDirectory();
    await writeFile(join(elsewhere, 'keys.toml'), sealedBy('A'));
    await symlink(join(elsewhere, 'keys.toml'), join(directory, 'keys.toml'));
    await symlink(join(elsewhere, 'gone'), join(directory, 'broken'));
    await mkdir(join(directory, 'sign-in-links'));
    await writeFile(join(directory, 'sign-in-links', 'one'), sealedBy('B'));
    expect(await found(directory)).toEqual([
      { keyId: `${ID}A`, where: join(directory, 'keys.toml') },
    ]);
  });

  it('is nothing where there is no directory', async () => {
    const directory = await newDirectory();
    await writeFile(join(directory, 'file'), '');
    expect(await found(join(directory, 'none'))).toEqual([]);
    expect(await found(join(directory, 'file', 'below'))).toEqual([]);
  });

  it('does not stumble over files that others remove meanwhile', async () => {
    const directory = await newDirectory();
    const leaving = join(directory, 'a.tmp');
    await writeFile(leaving, sealedBy('B'));
    await writeFile(join(directory, 'b'), sealedBy('A'));
    const fileSystem = faultyFileSystem({
      before: async (operation) => {
        if (operation.startsWith('open')) await unlink(leaving).catch(() => undefined);
      },
    });
    expect(await sealedInDirectory(fileSystem, directory)).toEqual([
      { keyId: `${ID}A`, where: join(directory, 'b') },
    ]);
  });

  it.each(['readdir', 'pread'])('is not taken for nothing when %s fails', async (failing) => {
    const directory = await newDirectory();
    await writeFile(join(directory, 'a'), 'x');
    const fileSystem = faultyFileSystem({
      before: (operation) => {
        if (operation.startsWith(failing)) throw systemError('EACCES');
      },
    });
    const error = await errorOf(
      sealedInDirectory(fileSystem, directory),
      'ERR_MCPAUTH_STORE_UNAVAILABLE',
    );
    expect(error.message).toContain('no master key is made');
    expect(error.message).toContain(directory);
  });
});

describe('a master key', () => {
  const key = generateMasterKey(createSeededRandom(1));

  /** The ids that seeds give are of the same form as all. */
  function sealedText(): string {
    return `enc:v1:${key.id}:${'x'.repeat(60)}`;
  }

  it('is not made beside something sealed, and says what to do instead', async () => {
    const directory = await newDirectory();
    await writeFile(join(directory, 'left-over.json'), sealedText());
    const error = await errorOf(
      resolveMasterKey({
        env: {},
        envNames: ['K'],
        path: join(directory, 'master.key'),
        sealed: [],
      }),
      'ERR_MCPAUTH_MASTER_KEY_MISSING',
    );
    expect(error.details).toMatchObject({
      keyIds: [key.id],
      sealedIn: [join(directory, 'left-over.json')],
    });
    expect(error.message).toContain('Or move away what is not needed any more.');
    expect(await readdir(directory)).toEqual(['left-over.json']);
  });

  it('is used, whatever lies beside it that it does not open', async () => {
    const directory = await newDirectory();
    await writeFile(join(directory, 'left-over.json'), `enc:v1:${'B'.repeat(22)}:x`);
    const env = { K: exportMasterKey(key) };
    const path = join(directory, 'master.key');
    const { keyId } = await resolveMasterKey({ env, envNames: ['K'], path, sealed: [] });
    expect(keyId).toBe(key.id);
  });

  it('that another process makes and seals with meanwhile is used', async () => {
    const directory = await newDirectory();
    const path = join(directory, 'master.key');
    await writeFile(`${path}.of-other`, `${exportMasterKey(key)}\n`, { mode: 0o600 });
    const fileSystem = faultyFileSystem({
      before: async (operation) => {
        if (!operation.startsWith('readdir')) return;
        await rename(`${path}.of-other`, path);
        await writeFile(join(directory, 'keys.toml'), sealedText());
      },
    });
    const found = await resolveMasterKey({
      env: {},
      envNames: ['K'],
      path,
      sealed: [],
      fileSystem,
    });
    expect(found).toMatchObject({ keyId: key.id, generated: false });
  });
});
