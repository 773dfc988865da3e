import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommandSecrets } from '../../src/secrets/command-secrets.js';
import { createEnvSecrets } from '../../src/secrets/env-secrets.js';
import { createFileSecrets } from '../../src/secrets/file-secrets.js';
import { createInfisicalSecrets } from '../../src/secrets/infisical-secrets.js';
import { infisicalAccess } from '../../src/secrets/infisical-settings.js';
import { Secret } from '../../src/secrets/secret.js';
import type { SecretProvider } from '../../src/secrets/secret-provider.js';
import { CLIENT_ID, CLIENT_SECRET, type InfisicalStandIn, startInfisical } from './infisical.js';
import { codeOf, NEVER, problemOf } from './support.js';

const CANARY = 'canary päss"wörd $HOME';

/** One provider, with the references that the contract asks for. */
interface Case {
  readonly make: () => SecretProvider;
  readonly good: () => string;
  readonly absent: () => string;
  readonly malformed: () => string;
  readonly empty: () => string;
}

let directory: string;
let infisical: InfisicalStandIn;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-secrets-'));
  writeFileSync(join(directory, 'good'), `${CANARY}\n`, { mode: 0o600 });
  writeFileSync(join(directory, 'empty'), '', { mode: 0o600 });
  infisical = await startInfisical({ 'p/prod/house/GOOD': CANARY, 'p/prod/EMPTY': '' });
});

afterAll(async () => {
  rmSync(directory, { recursive: true, force: true });
  await infisical.stop();
});

const CASES: Readonly<Record<string, Case>> = {
  env: {
    make: () => createEnvSecrets({ GOOD: CANARY, EMPTY: '' }),
    good: () => 'GOOD',
    absent: () => 'ABSENT',
    malformed: () => 'not a name',
    empty: () => 'EMPTY',
  },
  file: {
    make: () => createFileSecrets(),
    good: () => join(directory, 'good'),
    absent: () => join(directory, 'absent'),
    malformed: () => 'relative',
    empty: () => join(directory, 'empty'),
  },
  command: {
    make: () => createCommandSecrets({ env: { PATH: process.env.PATH } }),
    good: () => `cat '${join(directory, 'good')}'`,
    absent: () => 'a-program-that-does-not-exist',
    malformed: () => `cat "`,
    empty: () => 'true',
  },
  infisical: {
    make: () =>
      createInfisicalSecrets({
        access: () =>
          infisicalAccess({
            env: {
              INFISICAL_URL: infisical.url,
              INFISICAL_CLIENT_ID: CLIENT_ID,
              INFISICAL_CLIENT_SECRET: CLIENT_SECRET,
            },
            readSecretFile: async () => new Secret(''),
          }),
      }),
    good: () => 'p/prod/house/GOOD',
    absent: () => 'p/prod/house/ABSENT',
    malformed: () => 'p/prod',
    empty: () => 'p/prod/EMPTY',
  },
};

describe.each(Object.entries(CASES))('a provider of secrets: %s', (scheme, one) => {
  it('says what its references begin with', () => {
    expect(one.make().scheme).toBe(scheme);
  });

  it('reads a secret as it is, also twice', async () => {
    const provider = one.make();
    for (const _ of [1, 2]) {
      const secret = await provider.read(one.good(), NEVER);
      expect(secret.reveal()).toBe(CANARY);
      expect(inspect(secret) + JSON.stringify(secret)).not.toContain('canary');
    }
  });

  it('tells what is absent, empty or cannot be meant', async () => {
    const provider = one.make();
    expect(await codeOf(provider.read(one.absent(), NEVER))).toBe('ERR_SECRET_MISSING');
    expect(await codeOf(provider.read(one.empty(), NEVER))).toBe('ERR_SECRET_MISSING');
    expect(await codeOf(provider.read(one.malformed(), NEVER))).toBe('ERR_SECRET_REFERENCE');
  });

  it('never says what it was asked for with, or what it holds', async () => {
    for (const reference of [one.absent(), one.empty(), one.malformed()]) {
      const problem = await problemOf(one.make().read(reference, NEVER));
      expect(inspect(problem, { depth: 9 })).not.toMatch(/canary/);
      expect(problem.message).toMatch(/\.$/);
    }
  });
});

describe.each(['command', 'infisical'])('a provider that waits: %s', (scheme) => {
  it('ends with the reason of its signal', async () => {
    const reason = new TypeError('enough');
    const reading = CASES[scheme]
      ?.make()
      .read(CASES[scheme]?.good() ?? '', AbortSignal.abort(reason));
    await expect(reading).rejects.toBe(reason);
  });
});
