import { EXIT, type MiniserverLogin, StartupError } from '@gatehouse/loxone-app';
import {
  createLoxoneClient,
  fetchSystemInfo,
  isLoxoneError,
  type LoxoneClient,
  type SystemInfo,
} from '@gatehouse/loxone-client';

/** What a Miniserver says of itself once it has let somebody in. */
export interface LoginFacts {
  readonly name: string | null;
  readonly serial: string | null;
  readonly firmware: string | null;
  readonly controls: number;
  /** Seconds that its clock is ahead of this machine's; `null` when it does not tell. */
  readonly clock_ahead_seconds: number | null;
}

/**
 * Logs in once, looks around and leaves, and the token with it. A password is sent once: one that is
 * refused, or that nobody answers to, is not sent again.
 *
 * @param now - Epoch milliseconds.
 * @throws StartupError that says what the Miniserver, or the way to it, had against it.
 */
export async function checkLogin(
  login: MiniserverLogin,
  now: () => number,
  signal: AbortSignal,
): Promise<LoginFacts> {
  const { name: _, ...access } = login;
  const client = createLoxoneClient({ ...access, clientName: 'loxone-mcp test' });
  try {
    client.start();
    await firstAttempt(client, signal);
    const info = client.home.info();
    const system = await fetchSystemInfo(client.link);
    return {
      name: info?.name ?? null,
      serial: info?.serial ?? null,
      firmware: system.firmware ?? info?.firmware ?? null,
      controls: client.home.controls().length,
      clock_ahead_seconds: clockAhead(system, client.facts.utcOffset(), now()),
    };
  } catch (error) {
    if (!isLoxoneError(error)) throw error;
    throw new StartupError(error.message, EXIT.failed, { cause: error });
  } finally {
    await client.stop({ keepToken: false });
  }
}

/** The client would try for ever; whoever tests wants to hear of the first failure. */
async function firstAttempt(client: LoxoneClient, signal: AbortSignal): Promise<void> {
  const failed = new AbortController();
  const check = (): void => {
    const { problem, retryAt } = client.home.status();
    if (problem !== undefined && retryAt !== undefined) {
      failed.abort(
        new StartupError(`${problem.replace(/; next attempt in \d+ s$/, '')}.`, EXIT.failed),
      );
    }
  };
  const end = client.home.onChange(check);
  try {
    check();
    await client.whenLive(AbortSignal.any([signal, failed.signal]));
  } finally {
    end();
  }
}

function clockAhead(
  { date, time }: SystemInfo,
  utcOffset: number | undefined,
  now: number,
): number | null {
  const wall = Date.parse(`${date}T${time}Z`);
  if (Number.isNaN(wall) || utcOffset === undefined) return null;
  return Math.round((wall - utcOffset * 1000 - now) / 1000);
}
