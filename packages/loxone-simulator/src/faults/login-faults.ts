import type { FaultTargets } from './targets.js';

const NORMAL_CLOSURE = 1000;

/** What goes wrong with users and their tokens (protocol reference §7, rows 9 to 12). */
export interface LoginFaults {
  /** Passwords and tokens are refused, and counted as failures. */
  rejectCredentials(on: boolean): void;
  /** Kills the user's tokens and closes the user's sockets with 4005. */
  changePassword(user: string, password: string): void;
  /** Kills the user's tokens and closes the user's sockets with 4006; logins are answered 423. */
  disableUser(user: string): void;
  /** All tokens become invalid; open sockets stay. */
  expireTokens(): void;
  /** All tokens become invalid, and the sockets that they opened are closed with 1000. */
  expireSessions(): void;
  /** Refreshing a token does not prolong the socket: it is closed at the old expiry. */
  keepOldExpiry(on: boolean): void;
  /** So many key exchanges are answered 401. */
  refuseKeyExchange(times: number): void;
  /** So many encrypted commands are answered 401, as for a salt that does not fit. */
  mismatchSalts(times: number): void;
}

export function loginFaults({ box, listener, users }: FaultTargets): LoginFaults {
  const { faults, gatekeeper } = box;
  return {
    rejectCredentials: (on) => {
      gatekeeper.rejectsEverything = on;
    },
    changePassword: (user, password) => users.change(user, { password }),
    disableUser: (user) => users.change(user, { enabled: false }),
    expireTokens: () => gatekeeper.tokens.clear(),
    expireSessions: () => {
      gatekeeper.tokens.clear();
      for (const session of listener.sessions) {
        if (session.user !== undefined) session.close(NORMAL_CLOSURE);
      }
    },
    keepOldExpiry: (on) => {
      faults.keepOldExpiry = on;
    },
    refuseKeyExchange: (times) => {
      faults.refusedKeyExchanges = times;
    },
    mismatchSalts: (times) => {
      faults.refusedSalts = times;
    },
  };
}
