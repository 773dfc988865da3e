import { readFile } from 'node:fs/promises';
import { parseRecording } from '@gatehouse/loxone-protocol';
import { AdjustableTime } from './adjustable-time.js';
import type { CommandLine } from './command-line.js';
import { startControlApi } from './control-api/control-api.js';
import { startDiscovery } from './discovery/responder.js';
import { startSsdp } from './discovery/ssdp-responder.js';
import { createGeneratedHouse } from './load/generated-house.js';
import { startLoad } from './load/load-generator.js';
import type { SimulatorOptions } from './options.js';
import { type RecordedHouse, readRecordedHouse } from './replay/recorded-house.js';
import { startReplay } from './replay/replay.js';
import { type Simulator, startSimulator } from './simulator.js';

/** A simulator with what runs beside it. */
export interface Running {
  readonly simulator: Simulator;
  /** Lines for whoever started it. */
  readonly notes: readonly string[];
  stop(): Promise<void>;
}

/** What ends with the simulator, in the order in which it was started. */
interface Companion {
  readonly note: string;
  readonly stop: () => Promise<void> | void;
}

/** Starts what the command line asks for; all of it or nothing. */
export async function startRunning(
  commandLine: Pick<
    CommandLine & { readonly kind: 'start' },
    'structureFile' | 'options' | 'extras'
  >,
): Promise<Running> {
  const { extras } = commandLine;
  const time = new AdjustableTime();
  const recorded =
    extras.replayFile === undefined
      ? undefined
      : readRecordedHouse(parseRecording(await readFile(extras.replayFile, 'utf8')));
  const simulator = await startSimulator(await optionsFor(commandLine, time, recorded));
  const companions: Companion[] = [];
  const stop = async (): Promise<void> => {
    for (const companion of companions.reverse()) await companion.stop();
    await simulator.stop();
  };
  try {
    for (const start of companionsOf(commandLine, { simulator, time, recorded })) {
      companions.push(await start());
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { simulator, notes: companions.map(({ note }) => note), stop };
}

async function optionsFor(
  {
    structureFile,
    options,
    extras,
  }: Pick<CommandLine & { readonly kind: 'start' }, 'structureFile' | 'options' | 'extras'>,
  { clock, timers }: AdjustableTime,
  recorded: RecordedHouse | undefined,
): Promise<SimulatorOptions> {
  if (recorded !== undefined) {
    const { structure, firmware } = recorded;
    return {
      ...(firmware !== undefined && { firmware }),
      ...options,
      clock,
      timers,
      structure,
      physics: false,
    };
  }
  if (extras.controls !== undefined) {
    return { ...options, clock, timers, structure: createGeneratedHouse(extras.controls) };
  }
  const structure = structureFile === undefined ? undefined : await readFile(structureFile, 'utf8');
  return { ...options, clock, timers, ...(structure !== undefined && { structure }) };
}

function companionsOf(
  { options, extras }: Pick<CommandLine & { readonly kind: 'start' }, 'options' | 'extras'>,
  running: {
    readonly simulator: Simulator;
    readonly time: AdjustableTime;
    readonly recorded: RecordedHouse | undefined;
  },
): readonly (() => Promise<Companion> | Companion)[] {
  const { simulator, time, recorded } = running;
  const { clock, timers } = time;
  const { controlPort, discovery, eventsPerSecond } = extras;
  return [
    ...(controlPort === undefined ? [] : [() => control(simulator, time, controlPort)]),
    ...(discovery === undefined
      ? []
      : [() => search(simulator, options.host), () => searchBySsdp(simulator)]),
    ...(recorded === undefined
      ? []
      : [
          () => {
            const { speed = 1 } = options;
            const { stop } = startReplay(simulator, recorded, { speed, timers });
            return { note: `replaying ${recorded.deltas.length} changes`, stop };
          },
        ]),
    ...(eventsPerSecond === undefined
      ? []
      : [
          () => {
            const { stop } = startLoad({ house: simulator.house, eventsPerSecond, clock, timers });
            return { note: `changing ${eventsPerSecond} states each second`, stop };
          },
        ]),
  ];
}

async function control(
  simulator: Simulator,
  time: AdjustableTime,
  port: number,
): Promise<Companion> {
  const api = await startControlApi({
    simulator,
    port,
    advance: (ms) => time.advance(ms),
    now: () => time.clock.now(),
  });
  return { note: `control API at ${api.url}`, stop: () => api.stop() };
}

async function search(simulator: Simulator, host: string | undefined): Promise<Companion> {
  const { port, stop } = await startDiscovery({
    reply: () => simulator.discoveryReply(),
    ...(host !== undefined && { host }),
  });
  return { note: `answering searches on UDP port ${port}`, stop };
}

async function searchBySsdp(simulator: Simulator): Promise<Companion> {
  const { port, stop } = await startSsdp({ reply: () => simulator.discoveryReply() });
  return { note: `answering searches by SSDP on UDP port ${port}`, stop };
}
