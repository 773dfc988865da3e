import {
  type KeyLocation,
  loxoneFiles,
  type MiniserverBook,
  openMiniserverBook,
} from '@gatehouse/loxone-app';
import type { CliIo } from '../io.js';
import { locate, type StoreOptions } from '../keys/with-keys.js';

/** The Miniservers that are known by name, and where all else is. */
export interface LocatedBook {
  readonly book: MiniserverBook;
  readonly location: KeyLocation;
}

/** @throws StartupError that lists all that is wrong with the settings. */
export function openBook(io: CliIo, options: StoreOptions): LocatedBook {
  const location = locate(io, options);
  return { book: openMiniserverBook(loxoneFiles(location).miniservers), location };
}
