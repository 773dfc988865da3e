import type { Parsed } from '../settings/setting.js';
import { checkVariable } from './env-secrets.js';
import { checkPath } from './file-secrets.js';
import { parseInfisicalReference } from './infisical-reference.js';
import { splitCommand } from './split-command.js';

/** Where a secret is, in one line of text: `env:NAME`, `file:PATH`, `command:…`, `infisical:…`. */
export interface SecretReference {
  readonly scheme: string;
  /** What stands after the colon. */
  readonly rest: string;
}

type Check = (rest: string) => Parsed<unknown>;

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['env', checkVariable],
  ['file', checkPath],
  ['command', splitCommand],
  ['infisical', parseInfisicalReference],
]);

/** Reads a reference. What is wrong with it never repeats it: it may be a password in the wrong place. */
export function parseSecretReference(text: string): Parsed<SecretReference> {
  const [, scheme = '', rest = ''] = /^([a-z]+):([\s\S]*)$/.exec(text.trim()) ?? [];
  const check = CHECKS.get(scheme);
  if (check === undefined) {
    const schemes = [...CHECKS.keys()].map((known) => `${known}:`).join(', ');
    return { ok: false, problem: `must say where the secret is, and begin with one of ${schemes}` };
  }
  const checked = check(rest);
  return checked.ok ? { ok: true, value: { scheme, rest } } : checked;
}

/** The text that {@link parseSecretReference} reads. */
export function formatSecretReference({ scheme, rest }: SecretReference): string {
  return `${scheme}:${rest}`;
}

/** For lists and messages; of a command only the program, since its arguments may be anything. */
export function describeSecretReference({ scheme, rest }: SecretReference): string {
  if (scheme !== 'command') return `${scheme}:${rest}`;
  const words = splitCommand(rest);
  return words.ok ? `command:${words.value[0]}` : 'command:…';
}
