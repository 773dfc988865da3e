import { userInfo } from 'node:os';

/** How this machine names who runs the program. */
export interface UserLookup {
  /** Throws where the machine has no entry for the user. */
  readonly name: () => string;
  /** Absent on systems without numbers of users. */
  readonly id?: (() => number) | undefined;
}

const OF_THIS_MACHINE: UserLookup = { name: () => userInfo().username, id: process.getuid };

/**
 * @returns The name of who runs the program, or `uid:12345`: a container that is started as any user
 *   has no entry for it.
 */
export function userName({ name, id }: UserLookup = OF_THIS_MACHINE): string {
  try {
    return name();
  } catch {
    return id === undefined ? 'unknown' : `uid:${id()}`;
  }
}
