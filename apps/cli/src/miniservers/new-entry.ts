import {
  EXIT,
  HOUSE_SETTINGS,
  type Miniserver,
  resolveSettings,
  StartupError,
  tlsContradictions,
} from '@gatehouse/loxone-app';
import type { CliIo } from '../io.js';

/** What is said of a Miniserver on the command line; never a password. */
export interface EntryOptions {
  readonly host: string;
  readonly user: string;
  readonly serial?: string;
  readonly tls?: string;
  readonly tlsPin?: string;
  readonly tlsCa?: string;
}

/** An entry that only lacks its secrets. */
export type EntryWithoutSecrets = Omit<Miniserver, 'password' | 'visuPassword'>;

const { loxoneHost, loxoneUser, loxoneSerial, loxoneTls, loxoneTlsPin, loxoneTlsCa } =
  HOUSE_SETTINGS;

/** The settings of the server under shorter flags, without their variables: a kept entry stands alone. */
const TABLE = {
  host: { ...loxoneHost, flag: 'host', env: [] },
  user: { ...loxoneUser, flag: 'user', env: [] },
  serial: { ...loxoneSerial, flag: 'serial', env: [] },
  tls: { ...loxoneTls, flag: 'tls', env: [] },
  tlsPin: { ...loxoneTlsPin, flag: 'tls-pin', env: [] },
  tlsCa: { ...loxoneTlsCa, flag: 'tls-ca', env: [] },
};

/** @throws StartupError that lists all that is wrong, by flag and without values. */
export function entryOf(io: CliIo, options: EntryOptions): EntryWithoutSecrets {
  const { values, problems } = resolveSettings(TABLE, {
    flags: {
      host: options.host,
      user: options.user,
      serial: options.serial,
      tls: options.tls,
      'tls-pin': options.tlsPin,
      'tls-ca': certificatesOf(io, options.tlsCa),
    },
    env: {},
    readFile: io.readFile,
  });
  const { host, user, serial, tls, tlsPin, tlsCa } = values;
  if (problems.length > 0 || host === undefined || user === undefined) {
    throw new StartupError(problems.join('\n'), EXIT.usage);
  }
  const entry: EntryWithoutSecrets = {
    host,
    user,
    ...(serial !== undefined && { serial }),
    ...(tls !== undefined && { tls }),
    ...(tlsPin !== undefined && { tlsPin }),
    ...(tlsCa !== undefined && { tlsCa }),
  };
  const contradictions = tlsContradictions(entry).map((one) => `${one.replaceAll('_', '-')}.`);
  if (contradictions.length > 0) throw new StartupError(contradictions.join('\n'), EXIT.usage);
  return entry;
}

function certificatesOf(io: CliIo, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    return io.readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new StartupError(
      `--tls-ca names a file that cannot be read: ${path} (${code}).`,
      EXIT.usage,
    );
  }
}
