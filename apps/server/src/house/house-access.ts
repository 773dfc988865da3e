import {
  EXIT,
  type HOUSE_SETTINGS,
  type ResolvedSettings,
  StartupError,
} from '@gatehouse/loxone-app';
import type { LoxoneClientOptions } from '@gatehouse/loxone-client';
import { type HouseTls, houseTls } from './house-tls.js';

/** Where the house is and how to get in. */
export interface HouseAccess
  extends Pick<LoxoneClientOptions, 'host' | 'user' | 'password' | 'serial' | 'visuPassword'> {
  readonly tls?: HouseTls;
}

/** The settings of the house, resolved. */
export type HouseValues = ResolvedSettings<typeof HOUSE_SETTINGS>['values'];

/** What must be there, with what to write for it. */
const NEEDED = {
  loxoneHost: 'LOXONE_HOST (for example 192.168.1.10, or the serial number)',
  loxoneUser: 'LOXONE_USER',
  loxonePassword: 'LOXONE_PASS (or LOXONE_PASS_FILE, LOXONE_PASS_FROM)',
} as const;

/**
 * What the settings say about the house.
 *
 * @throws StartupError that lists all that is missing, or all that contradicts itself.
 */
export function houseAccess(values: HouseValues): HouseAccess {
  const { loxoneHost: host, loxoneUser: user, loxonePassword: password } = values;
  if (host === undefined || user === undefined || password === undefined) {
    const missing = Object.entries(NEEDED).flatMap(([name, shown]) =>
      values[name as keyof typeof NEEDED] === undefined ? [shown] : [],
    );
    throw new StartupError(
      `Where is the house? Set ${missing.join(', ')}. A Miniserver can also be kept by its name: loxone-mcp miniserver add NAME. Without a house, try the demo: loxone-mcp-server demo`,
      EXIT.usage,
    );
  }
  const { tls, problems } = houseTls(host, values);
  if (problems.length > 0) {
    const listed = problems.join('\n  ');
    throw new StartupError(`The settings of the house are not right:\n  ${listed}`, EXIT.usage);
  }
  const { loxoneSerial: serial, loxoneVisuPassword: visuPassword } = values;
  return {
    host,
    user,
    password,
    ...(tls === undefined ? {} : { tls }),
    ...(serial === undefined ? {} : { serial }),
    ...(visuPassword === undefined ? {} : { visuPassword }),
  };
}
