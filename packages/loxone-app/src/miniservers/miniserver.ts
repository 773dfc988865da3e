import type { SecretReference } from '../secrets/secret-reference.js';
import type { TlsChoice } from '../settings/miniserver.js';

/** How a secret of a Miniserver is kept: sealed in the file itself, or by somebody else. */
export type StoredSecret =
  /** `enc:v1:…` */
  | { readonly kind: 'sealed'; readonly sealed: string }
  | { readonly kind: 'reference'; readonly reference: SecretReference };

/** A Miniserver that is known by name, and who the server is there. */
export interface Miniserver {
  /** `host[:port]`, a URL, or a serial number. */
  readonly host: string;
  readonly user: string;
  readonly password: StoredSecret;
  readonly visuPassword?: StoredSecret;
  /** The only one that may answer. */
  readonly serial?: string;
  /** Default: as the address says. */
  readonly tls?: TlsChoice;
  /** SHA-256 fingerprints that decide alone. */
  readonly tlsPin?: readonly string[];
  /** Certificates (PEM) that are trusted instead of the usual ones. */
  readonly tlsCa?: string;
}

/** All Miniservers that are known by name. */
export interface Miniservers {
  /** The one that is meant where none is named. */
  readonly chosen: string | undefined;
  readonly byName: ReadonlyMap<string, Miniserver>;
}

/** A name stands in file names and on command lines, so it is a slug of at most 32 characters. */
export function isMiniserverName(name: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,31}$/.test(name);
}

/** What {@link isMiniserverName} asks for, to end a sentence with. */
export const NAME_RULE: string =
  'must be at most 32 lower-case letters, digits and -, and begin with a letter or digit';

/** The name that is meant where none is given: the chosen one, or the only one. */
export function defaultName({ chosen, byName }: Miniservers): string | undefined {
  const [only, ...others] = byName.keys();
  return chosen ?? (others.length === 0 ? only : undefined);
}
