import type { Parsed } from '../settings/setting.js';
import { SecretProblem } from './secret-problem.js';
import type { SecretProvider } from './secret-provider.js';
import { secretOf } from './secret-text.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** `env:NAME` */
export function checkVariable(name: string): Parsed<string> {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
    ? { ok: true, value: name }
    : { ok: false, problem: 'must be env: and the name of an environment variable' };
}

/** Secrets in environment variables: `env:NAME`. */
export function createEnvSecrets(env: Environment): SecretProvider {
  return {
    scheme: 'env',
    async read(reference) {
      const name = checkVariable(reference);
      if (!name.ok) throw new SecretProblem('ERR_SECRET_REFERENCE', `A secret ${name.problem}.`);
      const value = Object.hasOwn(env, name.value) ? env[name.value] : undefined;
      if (value === undefined) {
        throw new SecretProblem(
          'ERR_SECRET_MISSING',
          `The environment variable ${name.value} is not set, and a password shall come from it.`,
        );
      }
      return secretOf(value, `The environment variable ${name.value}`);
    },
  };
}
