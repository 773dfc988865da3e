import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOUSE_SETTINGS, openMiniserverBook, resolveSettings } from '@gatehouse/loxone-app';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FoundHouse, findHouse } from '../../src/house/miniserver-access.js';

const PIN = 'ab'.repeat(32);
let configDir: string;

beforeEach(() => {
  configDir = mkdtempSync(join(tmpdir(), 'gatehouse-find-'));
});

afterEach(() => rmSync(configDir, { recursive: true, force: true }));

async function keep(...names: readonly string[]): Promise<void> {
  const password = { kind: 'reference', reference: { scheme: 'env', rest: 'KEPT' } } as const;
  await openMiniserverBook(join(configDir, 'miniservers.json')).change(() => ({
    chosen: names[0],
    byName: new Map(
      names.map((name) => [name, { host: `${name}.lan`, user: 'u', password, tlsPin: [PIN] }]),
    ),
  }));
}

function find(
  env: Readonly<Record<string, string>>,
  flags: Readonly<Record<string, string>> = {},
): Promise<FoundHouse> {
  const all = { KEPT: 'kept-password', ...env };
  const { values, problems } = resolveSettings(HOUSE_SETTINGS, {
    flags,
    env: all,
    readFile: () => 'from a file\n',
  });
  expect(problems).toEqual([]);
  // Commands hand over all their settings, those of the house among them.
  const more = { port: 3001, readOnly: false, role: 'operator' };
  return findHouse({ ...values, ...more }, { location: { env: all, configDir } });
}

const DIRECT = { LOXONE_HOST: 'box.lan', LOXONE_USER: 'me' };

describe('which house is meant', () => {
  it('is the one that is named, with all that is known of it', async () => {
    await keep('home', 'cellar');
    const found = {
      access: { host: 'cellar.lan', user: 'u', password: 'kept-password', tls: { pin: [PIN] } },
      name: 'cellar',
    };
    expect(await find({}, { miniserver: 'cellar' })).toEqual(found);
    expect(await find({ LOXONE_MINISERVER: 'cellar' })).toEqual(found);
  });

  it('is the one that the environment describes, before a default', async () => {
    await keep('home');
    const { access, name } = await find({ ...DIRECT, LOXONE_PASS: 'p' });
    expect(access).toEqual({ host: 'box.lan', user: 'me', password: 'p' });
    expect(name).toBeUndefined();
  });

  it('is the default where nothing else is said', async () => {
    await keep('home', 'cellar');
    expect((await find({})).name).toBe('home');
  });

  it('is asked for where there is none', async () => {
    await expect(find({})).rejects.toThrow(/LOXONE_HOST.*LOXONE_PASS_FROM.*miniserver add.*demo/);
  });

  it('is not half described: half of it is missing', async () => {
    await keep('home');
    await expect(find({ LOXONE_USER: 'me' })).rejects.toThrow(/LOXONE_HOST/);
    await expect(find({ LOXONE_PASS_FROM: 'env:KEPT' })).rejects.toThrow(/LOXONE_HOST/);
  });

  it.each([
    'LOXONE_HOST',
    'LOXONE_USER',
    'LOXONE_PASS',
    'LOXONE_PASS_FROM',
    'LOXONE_VISU_PASS',
    'LOXONE_VISU_PASS_FROM',
    'LOXONE_SERIAL',
    'LOXONE_TLS',
    'LOXONE_TLS_PIN',
    'LOXONE_TLS_CA',
  ])('is not named and described by %s at once', async (variable) => {
    const values: Readonly<Record<string, string>> = {
      LOXONE_SERIAL: '504F94112134',
      LOXONE_PASS_FROM: 'env:KEPT',
      LOXONE_VISU_PASS_FROM: 'env:KEPT',
      LOXONE_TLS: 'true',
      LOXONE_TLS_PIN: PIN,
      LOXONE_TLS_CA: '-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----',
    };
    const env = { [variable]: values[variable] ?? 'canary' };
    await keep('home');
    const refused = find({ ...env, LOXONE_MINISERVER: 'home' });
    await expect(refused).rejects.toThrow(new RegExp(`remove ${variable},`));
    await expect(refused).rejects.toMatchObject({ exitCode: 2 });
    await expect(refused).rejects.not.toThrow(/canary/);
  });

  it('is not the default with a setting of another house', async () => {
    await keep('home');
    await expect(find({ LOXONE_VISU_PASS: '1234' })).rejects.toThrow(
      /default Miniserver.*remove LOXONE_VISU_PASS/,
    );
  });
});

describe('its password', () => {
  it('may be kept elsewhere', async () => {
    const path = join(configDir, 'secret');
    writeFileSync(path, 'from a file of its own\n', { mode: 0o600 });
    const env = { LOXONE_PASS_FROM: `file:${path}`, LOXONE_VISU_PASS_FROM: 'command:echo 1234' };
    const { access } = await find({ ...DIRECT, ...env, PATH: process.env.PATH ?? '' });
    expect(access.password).toBe('from a file of its own');
    expect(access.visuPassword).toBe('1234');
  });

  it('is never taken for a reference, whatever it begins with', async () => {
    for (const password of ['env:KEPT', 'file:/etc/hosts', 'command:echo x', 'infisical:a/b/C']) {
      expect((await find({ ...DIRECT, LOXONE_PASS: password })).access.password).toBe(password);
    }
  });

  it('is said once', async () => {
    const env = { ...DIRECT, LOXONE_PASS: 'p', LOXONE_PASS_FROM: 'env:KEPT' };
    await expect(find(env)).rejects.toThrow(/LOXONE_PASS and LOXONE_PASS_FROM/);
  });

  it('that cannot be had is told', async () => {
    await expect(find({ ...DIRECT, LOXONE_PASS_FROM: 'env:ABSENT' })).rejects.toMatchObject({
      code: 'ERR_SECRET_MISSING',
      message: expect.stringMatching(/^LOXONE_PASS_FROM: .*ABSENT/),
    });
    const visu = { ...DIRECT, LOXONE_PASS: 'p', LOXONE_VISU_PASS_FROM: 'env:ABSENT' };
    await expect(find(visu)).rejects.toThrow(/^LOXONE_VISU_PASS_FROM: .*ABSENT/);
  });
});
