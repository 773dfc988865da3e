import { join } from 'node:path';
import { type KeyLocation, loxoneFiles } from '../key-location.js';

/** Where a server keeps what it learns of one house. */
export interface HouseFiles {
  /** The Miniserver's token, sealed. */
  readonly token: string;
  /** Saved scenes. */
  readonly scenes: string;
}

/**
 * Files of one house: servers of several houses can share a directory.
 *
 * @param name - Of the Miniserver; `undefined` for one that the environment names.
 */
export function houseFiles(location: KeyLocation, name: string | undefined): HouseFiles {
  const { state } = loxoneFiles(location);
  const suffix = name === undefined ? '' : `.${name}`;
  return {
    token: join(state, `loxone-token${suffix}.json`),
    scenes: join(state, `scenes${suffix}.json`),
  };
}
