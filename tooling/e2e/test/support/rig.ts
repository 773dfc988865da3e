import { type TemporaryHome, temporaryHome } from './home.js';
import { type House, startHouse } from './house.js';
import { houseIsLive, type RunningServer, startServer } from './server.js';

/** A simulated house, a server in front of it and an empty home: what most tests need. */
export interface Rig {
  readonly home: TemporaryHome;
  readonly house: House;
  readonly server: RunningServer;
  /** Environment of the server; the command line takes it too. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/**
 * Starts a rig and waits until the house is live.
 *
 * @param more - Further environment of the server.
 */
export async function startRig(
  structure?: unknown,
  more: Readonly<Record<string, string>> = {},
): Promise<Rig> {
  const home = temporaryHome();
  const house = await startHouse(structure);
  const env = { ...home.env, ...house.env, ...more };
  const server = await startServer(env);
  await houseIsLive(server);
  return {
    home,
    house,
    server,
    env,
    stop: async () => {
      await server.program.stop();
      await house.simulator.stop();
      home.remove();
    },
  };
}
