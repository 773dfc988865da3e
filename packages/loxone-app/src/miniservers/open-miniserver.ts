import type { Logger } from '@gatehouse/core';
import { resolveMasterKey } from '@gatehouse/storage-file';
import { EXIT, StartupError } from '../exit.js';
import { type KeyLocation, loxoneFiles } from '../key-location.js';
import {
  createSecretProviders,
  readSecret,
  type SecretSurroundings,
} from '../secrets/read-secret.js';
import type { Secret } from '../secrets/secret.js';
import { MASTER_KEY_VARIABLES } from '../settings/loxone-mcp.js';
import { defaultName, type Miniserver, type Miniservers, type StoredSecret } from './miniserver.js';
import { type MiniserverBook, openMiniserverBook } from './miniserver-book.js';
import { openSecret, type SecretPlace, sealedInMiniservers } from './sealed-secrets.js';
import { type MiniserverTls, tlsOf } from './tls-contradictions.js';

/** All that a client needs of a Miniserver that is known by name. */
export interface MiniserverLogin {
  readonly name: string;
  readonly host: string;
  readonly user: string;
  readonly password: string;
  readonly visuPassword?: string;
  readonly serial?: string;
  readonly tls?: MiniserverTls;
}

/** What opening a Miniserver's secrets takes. */
export interface OpenMiniserverOptions extends SecretSurroundings {
  readonly location: KeyLocation;
  /** Default: the one that was chosen, or the only one. */
  readonly name?: string | undefined;
  readonly signal: AbortSignal;
  readonly logger?: Logger;
}

/**
 * Finds a Miniserver by its name, and its secrets. Makes nothing, and no master key.
 *
 * @returns `undefined` when none is named and none is known.
 * @throws StartupError for a name that is not known, and when none is named and several are known;
 *   SecretProblem; McpAuthError for the file and for a master key that is missing or another one.
 */
export async function openMiniserver(
  options: OpenMiniserverOptions,
): Promise<MiniserverLogin | undefined> {
  const book = openMiniserverBook(loxoneFiles(options.location).miniservers);
  const miniservers = await book.read();
  if (options.name === undefined && miniservers.byName.size === 0) return undefined;
  const { name, entry } = findMiniserver(miniservers, options.name, book);
  const secretAt = secretReader(name, book.path, options);
  const password = await secretAt('password', entry.password);
  const visu = entry.visuPassword && (await secretAt('visu_password', entry.visuPassword));
  const tls = tlsOf(entry);
  return {
    name,
    host: entry.host,
    user: entry.user,
    password: password.reveal(),
    ...(visu !== undefined && { visuPassword: visu.reveal() }),
    ...(entry.serial !== undefined && { serial: entry.serial }),
    ...(tls !== undefined && { tls }),
  };
}

/** @throws StartupError that names those that are known. */
export function findMiniserver(
  miniservers: Miniservers,
  given: string | undefined,
  { path }: Pick<MiniserverBook, 'path'>,
): { readonly name: string; readonly entry: Miniserver } {
  const name = given ?? defaultName(miniservers);
  const entry = name === undefined ? undefined : miniservers.byName.get(name);
  if (name !== undefined && entry !== undefined) return { name, entry };
  const known = [...miniservers.byName.keys()].join(', ');
  const hint =
    known === ''
      ? 'Add one: loxone-mcp miniserver add NAME --host ADDRESS --user USER'
      : `Known are: ${known}.`;
  const problem =
    given === undefined && known !== ''
      ? 'Which Miniserver? Name one (server: --miniserver or LOXONE_MINISERVER), or choose one for good: loxone-mcp miniserver default NAME.'
      : `There is no such Miniserver in ${path}.`;
  throw new StartupError(`${problem} ${hint}`, EXIT.usage);
}

/** The master key is looked for only where something is sealed, and once. */
function secretReader(
  name: string,
  path: string,
  options: OpenMiniserverOptions,
): (field: SecretPlace['field'], secret: StoredSecret) => Promise<Secret> {
  const { location, signal, ...surroundings } = options;
  const providers = createSecretProviders(surroundings);
  const opening = memo(async () => {
    const { ring } = await resolveMasterKey({
      env: location.env,
      envNames: MASTER_KEY_VARIABLES,
      path: loxoneFiles(location).masterKey,
      sealed: await sealedInMiniservers(path),
      ...(options.logger !== undefined && { logger: options.logger }),
    });
    return ring;
  });
  return async (field, secret) => {
    if (secret.kind === 'reference') {
      const whose = `${field}_from of "${name}" in ${path}`;
      return readSecret(secret.reference, providers, signal, whose);
    }
    return openSecret(await opening(), secret.sealed, { name, field }, path);
  };
}

function memo<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
