import {
  EXIT,
  parseSecretReference,
  type Secret,
  type SecretReference,
  StartupError,
  secretOf,
} from '@gatehouse/loxone-app';
import type { CliIo } from '../io.js';

/** Where passwords come from. They have no flags: a command line shows in the list of processes. */
export interface SecretOptions {
  readonly passwordFrom?: string;
  readonly passwordStdin?: boolean;
  readonly visuPasswordFrom?: string;
  readonly askVisuPassword?: boolean;
}

/** A secret that was given just now, or where it is kept. */
export type GivenSecret = Secret | SecretReference;

/** The secrets of one Miniserver. */
export interface GivenSecrets {
  readonly password: GivenSecret;
  readonly visuPassword?: GivenSecret;
}

/** @throws StartupError for references that are none, and where nobody can be asked. */
export async function askSecrets(io: CliIo, options: SecretOptions): Promise<GivenSecrets> {
  const { passwordFrom, passwordStdin, visuPasswordFrom, askVisuPassword } = options;
  if (passwordFrom !== undefined && passwordStdin === true)
    refuseBoth('password-from', 'password-stdin');
  if (visuPasswordFrom !== undefined && askVisuPassword === true) {
    refuseBoth('visu-password-from', 'ask-visu-password');
  }
  // All that is written is read before anybody types.
  const kept = referenceOf('password-from', passwordFrom);
  const keptVisu = referenceOf('visu-password-from', visuPasswordFrom);
  const password =
    kept ?? (passwordStdin === true ? await pipedSecret(io) : await typedSecret(io, 'Password: '));
  const visuPassword =
    keptVisu ??
    (askVisuPassword === true ? await typedSecret(io, 'Visualisation password: ') : undefined);
  return { password, ...(visuPassword !== undefined && { visuPassword }) };
}

function refuseBoth(one: string, other: string): never {
  throw new StartupError(`--${one} and --${other} exclude each other.`, EXIT.usage);
}

function referenceOf(flag: string, text: string | undefined): SecretReference | undefined {
  if (text === undefined) return undefined;
  const parsed = parseSecretReference(text);
  if (parsed.ok) return parsed.value;
  throw new StartupError(`--${flag} ${parsed.problem}.`, EXIT.usage);
}

async function pipedSecret({ readInput }: CliIo): Promise<Secret> {
  return secretOf((await readInput?.()) ?? '', 'Standard input');
}

async function typedSecret({ askSecret }: CliIo, question: string): Promise<Secret> {
  if (askSecret === undefined) {
    throw new StartupError(
      'There is no terminal to ask for a password at. Give it with --password-stdin, or say where it is with --password-from or --visu-password-from.',
      EXIT.usage,
    );
  }
  return secretOf(await askSecret(question), 'What was typed');
}
