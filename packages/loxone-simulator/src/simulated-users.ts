import { CLOSE_CODES } from '@gatehouse/loxone-protocol';
import type { Gatekeeper } from './auth/gatekeeper.js';
import { isUsable, type SimulatedUser, type UserChange } from './auth/user-profile.js';

/** A user without the passwords. */
export type ListedUser = Omit<SimulatedUser, 'password' | 'visuPassword'>;

/** The users of a running box. */
export interface SimulatedUsers {
  list(): readonly ListedUser[];
  /** @throws RangeError when the name is taken. */
  add(user: SimulatedUser): void;
  /**
   * Another password kills the user's tokens and closes the user's sockets with 4005, as any other
   * change does; disabling closes them with 4006. What somebody may see or do closes those of all
   * others with 4004.
   *
   * @throws RangeError when there is nobody of that name.
   */
  change(name: string, change: UserChange): void;
  /** @throws RangeError when there is nobody of that name. */
  remove(name: string): void;
}

/** A socket of somebody. */
interface UserSocket {
  readonly user: string | undefined;
  close(code: number): void;
}

/** What changes of users act on. */
export interface UserTargets {
  readonly gatekeeper: Gatekeeper;
  readonly sockets: () => Iterable<UserSocket>;
  readonly now: () => number;
}

export function simulatedUsers({ gatekeeper, sockets, now }: UserTargets): SimulatedUsers {
  const { users, tokens } = gatekeeper;
  const closeOf = (name: string, own: number, others: number | undefined): void => {
    for (const socket of [...sockets()]) {
      if (socket.user === name) socket.close(own);
      else if (others !== undefined && socket.user !== undefined) socket.close(others);
    }
  };
  return {
    list: () => users.all().map(({ profile }) => listed(profile)),
    add: (user) => {
      users.add(user);
    },
    change: (name, change) => {
      const { profile } = users.change(name, change);
      if (change.password !== undefined || change.hashAlgorithm !== undefined) {
        tokens.killAllOf(name);
      }
      if (!isUsable(profile, now())) {
        tokens.killAllOf(name);
        closeOf(name, CLOSE_CODES.ownUserDisabled, undefined);
        return;
      }
      const others = changesPermissions(change) ? CLOSE_CODES.someUserChanged : undefined;
      closeOf(name, CLOSE_CODES.ownUserChanged, others);
    },
    remove: (name) => {
      users.remove(name);
      tokens.killAllOf(name);
      closeOf(name, CLOSE_CODES.ownUserDisabled, CLOSE_CODES.someUserChanged);
    },
  };
}

function changesPermissions(change: UserChange): boolean {
  const others = ['isAdmin', 'rights', 'rooms', 'categories', 'controls', 'readOnly'] as const;
  return others.some((name) => Object.hasOwn(change, name));
}

function listed(profile: SimulatedUser): ListedUser {
  const { password: _password, visuPassword: _visuPassword, ...rest } = profile;
  return rest;
}
