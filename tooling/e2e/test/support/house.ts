import { type Simulator, startSimulator } from '@gatehouse/loxone-simulator';

/** Credentials of the simulated house. */
export const LOXONE_USER = 'e2e';
export const LOXONE_PASSWORD = 'canary-miniserver-password-7f3a';

/** A simulated Miniserver, and the environment that points the server at it. */
export interface House {
  readonly simulator: Simulator;
  readonly env: Readonly<Record<string, string>>;
  /** Commands that changed something, in the order in which the Miniserver received them. */
  controlCommands(): readonly string[];
}

/** Starts a simulated Miniserver; `structure` is LoxAPP3 JSON, default the demo house. */
export async function startHouse(structure?: unknown): Promise<House> {
  const simulator = await startSimulator({
    user: LOXONE_USER,
    password: LOXONE_PASSWORD,
    ...(structure === undefined ? {} : { structure }),
  });
  return {
    simulator,
    env: {
      LOXONE_HOST: `127.0.0.1:${simulator.port}`,
      LOXONE_USER,
      LOXONE_PASS: LOXONE_PASSWORD,
    },
    controlCommands: () =>
      simulator.commands
        .map((received) => received.command)
        .filter((command) => /^j?dev\/sps\/ios?\//.test(command)),
  };
}
