import type { Logger } from '@gatehouse/core';
import {
  createSecretProviders,
  EXIT,
  HOUSE_SETTINGS,
  type KeyLocation,
  type MiniserverLogin,
  openMiniserver,
  readSecret,
  type SecretReference,
  StartupError,
} from '@gatehouse/loxone-app';
import { type HouseAccess, type HouseValues, houseAccess } from './house-access.js';

/** The house that the settings mean, and where what is kept of it stands. */
export interface FoundHouse {
  readonly access: HouseAccess;
  /** `undefined` for a house that the settings describe themselves. */
  readonly name: string | undefined;
}

/** What finding a house takes. */
export interface HouseSurroundings {
  /** Where Miniservers are known by name. */
  readonly location: KeyLocation;
  readonly logger?: Logger;
  /** Ends the waiting for who keeps a secret. */
  readonly signal?: AbortSignal;
}

/** All that describes a house, by the names of settings. */
const SETTINGS_OF_HOUSE = Object.keys(HOUSE_SETTINGS) as readonly (keyof typeof HOUSE_SETTINGS)[];

/** Any of these says where the house is, or who the server is there. */
const DESCRIBES = ['loxoneHost', 'loxoneUser', 'loxonePassword', 'loxonePasswordFrom'] as const;

/**
 * Finds the house: the one that is named, else the one that LOXONE_HOST and its like describe, else
 * the default of those that are known by name.
 *
 * @throws StartupError for settings that contradict each other, a name that is not known, or no house
 *   at all; SecretProblem for a secret that cannot be had; McpAuthError for files and master key.
 */
export async function findHouse(
  values: HouseValues,
  surroundings: HouseSurroundings,
): Promise<FoundHouse> {
  const { miniserver: named } = values;
  if (named === undefined && DESCRIBES.some((setting) => values[setting] !== undefined)) {
    return { access: houseAccess(await withSecrets(values, surroundings)), name: undefined };
  }
  const { location, logger, signal = new AbortController().signal } = surroundings;
  refuseMixture(values);
  const login = await openMiniserver({
    location,
    name: named,
    env: location.env,
    signal,
    ...(logger !== undefined && { logger }),
  });
  if (login === undefined) return { access: houseAccess(values), name: undefined };
  logger?.info('the house is known by name', { miniserver: login.name });
  return { access: accessOf(login), name: login.name };
}

function accessOf({ name: _, ...access }: MiniserverLogin): HouseAccess {
  return access;
}

/** A name stands for all of them: one that counted beside it could send its password elsewhere. */
function refuseMixture(values: HouseValues): void {
  const { miniserver: named } = values;
  // The values may hold more than those of the house.
  const set = SETTINGS_OF_HOUSE.filter(
    (name) => name !== 'miniserver' && values[name] !== undefined,
  );
  if (set.length === 0) return;
  const variables = set.map((name) => HOUSE_SETTINGS[name].env?.[0] ?? name);
  const means =
    named === undefined
      ? 'The default Miniserver is meant, as LOXONE_HOST is not set'
      : '--miniserver (LOXONE_MINISERVER) names a Miniserver';
  throw new StartupError(
    `${means}, and that stands for all settings of the house: remove ${variables.join(', ')}, or describe the house without a name.`,
    EXIT.usage,
  );
}

async function withSecrets(
  values: HouseValues,
  { location, logger, signal = new AbortController().signal }: HouseSurroundings,
): Promise<HouseValues> {
  const { env } = location;
  const providers = createSecretProviders({ env, ...(logger !== undefined && { logger }) });
  const read = async (
    variable: string,
    given: string | undefined,
    from: SecretReference | undefined,
  ): Promise<string | undefined> => {
    if (from === undefined) return given;
    if (given === undefined) {
      return (await readSecret(from, providers, signal, `${variable}_FROM`)).reveal();
    }
    const message = `${variable} and ${variable}_FROM both say what the password is: set one of them.`;
    throw new StartupError(message, EXIT.usage);
  };
  const { loxonePassword, loxonePasswordFrom, loxoneVisuPassword, loxoneVisuPasswordFrom } = values;
  return {
    ...values,
    loxonePassword: await read('LOXONE_PASS', loxonePassword, loxonePasswordFrom),
    loxoneVisuPassword: await read('LOXONE_VISU_PASS', loxoneVisuPassword, loxoneVisuPasswordFrom),
  };
}
