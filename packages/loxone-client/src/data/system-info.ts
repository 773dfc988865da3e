import {
  type CpuUsage,
  type HeapUsage,
  type ProgramState,
  parseHeap,
  parseLastCpu,
  parseProgramState,
  parseQuantity,
  parseSdTest,
  type SdCardTest,
} from '@gatehouse/loxone-protocol';
import { askValue, type HouseLink } from './house-link.js';

/** How a Miniserver is. What it does not tell, or not to this user, is absent. */
export interface SystemInfo {
  readonly firmware?: string;
  readonly state?: ProgramState;
  /** Per cent. */
  readonly cpu?: number;
  readonly lastCpu?: CpuUsage;
  readonly heap?: HeapUsage;
  readonly tasks?: number;
  /** Cycles of the program in a second. */
  readonly cyclesPerSecond?: number;
  /** By its own clock. */
  readonly date?: string;
  readonly time?: string;
}

/**
 * Asks a Miniserver how it is (protocol reference §6.7), one question after the other: old ones have
 * little to spare. A question that it refuses is passed over.
 *
 * @throws LoxoneError when the connection fails.
 */
export async function fetchSystemInfo(link: HouseLink): Promise<SystemInfo> {
  const ask = (path: string): Promise<unknown> => askQuietly(link, path);
  const firmware = textOf(await ask('jdev/cfg/version'));
  const state = parseProgramState(await ask('jdev/sps/state'));
  const cpu = parseQuantity(await ask('jdev/sys/cpu'));
  const lastCpu = parseLastCpu(await ask('jdev/sys/lastcpu'));
  const heap = parseHeap(await ask('jdev/sys/heap'));
  const tasks = parseQuantity(await ask('jdev/sys/numtasks'));
  const cyclesPerSecond = parseQuantity(await ask('jdev/sps/status'));
  const date = textOf(await ask('jdev/sys/date'));
  const time = textOf(await ask('jdev/sys/time'));
  return {
    ...(firmware !== undefined && { firmware }),
    ...(state !== undefined && { state }),
    ...(cpu !== undefined && { cpu }),
    ...(lastCpu !== undefined && { lastCpu }),
    ...(heap !== undefined && { heap }),
    ...(tasks !== undefined && { tasks }),
    ...(cyclesPerSecond !== undefined && { cyclesPerSecond }),
    ...(date !== undefined && { date }),
    ...(time !== undefined && { time }),
  };
}

/**
 * Tests the memory card, which takes seconds.
 *
 * @returns `undefined` when the answer is none.
 * @throws LoxoneError when the Miniserver refuses or the connection fails.
 */
export async function testSdCard(link: HouseLink): Promise<SdCardTest | undefined> {
  return parseSdTest(await askValue(link, 'the test of the memory card', 'jdev/sys/sdtest'));
}

async function askQuietly(link: HouseLink, path: string): Promise<unknown> {
  const { code, value } = await link.command(path);
  return code >= 200 && code < 300 ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
