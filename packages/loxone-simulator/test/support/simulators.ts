import { afterEach } from 'vitest';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/index.js';

export const USER = 'ada';
export const PASSWORD = 'Tür & Tor: 100%';

const running: Simulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.stop()));
});

/** Starts a simulator that is stopped after the test. */
export async function start(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await startSimulator({ user: USER, password: PASSWORD, ...options });
  running.push(simulator);
  return simulator;
}

export function basic(user: string, password: string): Record<string, string> {
  return {
    Authorization: `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`,
  };
}

export const CREDENTIALS: Record<string, string> = basic(USER, PASSWORD);

/** GET, with the user's credentials unless told otherwise. */
export async function get(
  simulator: Simulator,
  path: string,
  headers: Record<string, string> = CREDENTIALS,
): Promise<{ status: number; type: string; body: string; headers: Headers }> {
  const response = await fetch(`${simulator.url}/${path}`, { headers });
  const type = response.headers.get('content-type') ?? '';
  return { status: response.status, type, body: await response.text(), headers: response.headers };
}
