/** How the program of the house runs: `jdev/sps/state` (protocol reference §6.7). */
export type ProgramState =
  | 'none'
  | 'booting'
  | 'loaded'
  | 'started'
  | 'link'
  | 'running'
  | 'changed'
  | 'error'
  | 'updating';

/** Memory of the Miniserver, kilobytes. */
export interface HeapUsage {
  readonly usedKb: number;
  readonly totalKb: number;
}

/** What `jdev/sys/lastcpu` tells. */
export interface CpuUsage {
  /** Per cent. */
  readonly cpu: number;
  /** Per cent spent in the program of the house. */
  readonly program?: number;
  readonly cycles?: number;
}

/** What `jdev/sys/sdtest` tells of the memory card. */
export interface SdCardTest {
  readonly readKbPerSecond?: number;
  readonly writeKbPerSecond?: number;
  /** `No error (0 0)` says that it is well. */
  readonly healthy: boolean;
  readonly manufacturerId?: number;
  /** Year and month of its making: `2014/2`. */
  readonly madeIn?: string;
  /** Per cent. */
  readonly usage?: number;
}

const STATES: readonly ProgramState[] = [
  'none',
  'booting',
  'loaded',
  'started',
  'link',
  'running',
  'changed',
  'error',
  'updating',
];

const HEAP = /(\d{1,15})\s*\/\s*(\d{1,15})\s*kB/i;
const NUMBER = /^\s*([+-]?\d{1,15}(?:\.\d{0,15})?)/;

/** Reads `jdev/sps/state`. */
export function parseProgramState(value: unknown): ProgramState | undefined {
  const number = parseQuantity(value);
  return number === undefined ? undefined : STATES[number];
}

/** The number that stands for a state. */
export function formatProgramState(state: ProgramState): string {
  return String(STATES.indexOf(state));
}

/** Reads the number at the beginning of `39%`, `21.5°`, `0.000` or 7. */
export function parseQuantity(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const digits = typeof value === 'string' ? NUMBER.exec(value)?.[1] : undefined;
  return digits === undefined ? undefined : Number(digits);
}

/** Reads `352880/1016404kB`. */
export function parseHeap(value: unknown): HeapUsage | undefined {
  const [, used, total] = HEAP.exec(shortText(value)) ?? [];
  return used === undefined ? undefined : { usedKb: Number(used), totalKb: Number(total) };
}

/** `352880/1016404kB` */
export function formatHeap({ usedKb, totalKb }: HeapUsage): string {
  return `${usedKb}/${totalKb}kB`;
}

/** Reads `CPU:12 SPS:26 Cycles:99`. */
export function parseLastCpu(value: unknown): CpuUsage | undefined {
  const text = shortText(value);
  const cpu = numberAfter(text, 'CPU:');
  const program = numberAfter(text, 'SPS:');
  const cycles = numberAfter(text, 'Cycles:');
  if (cpu === undefined) return undefined;
  return {
    cpu,
    ...(program !== undefined && { program }),
    ...(cycles !== undefined && { cycles }),
  };
}

/** `CPU:12 SPS:26 Cycles:99` */
export function formatLastCpu({ cpu, program, cycles }: CpuUsage): string {
  return [
    `CPU:${cpu}`,
    ...(program === undefined ? [] : [`SPS:${program}`]),
    ...(cycles === undefined ? [] : [`Cycles:${cycles}`]),
  ].join(' ');
}

/** Reads `SD Performance: Read: 540kB/s, Write: 370kB/s, No error (0 0), …`. */
export function parseSdTest(value: unknown): SdCardTest | undefined {
  const text = shortText(value);
  if (!/\bSD\b/.test(text)) return undefined;
  const read = numberAfter(text, 'Read:');
  const write = numberAfter(text, 'Write:');
  const manufacturerId = numberAfter(text, 'ManufacturerId:');
  const usage = numberAfter(text, 'Usage:');
  const madeIn = /\bDate\s*:?\s*(\d{4}\/\d{1,2})\b/.exec(text)?.[1];
  return {
    healthy: /\bno error\b/i.test(text),
    ...(read !== undefined && { readKbPerSecond: read }),
    ...(write !== undefined && { writeKbPerSecond: write }),
    ...(manufacturerId !== undefined && { manufacturerId }),
    ...(madeIn !== undefined && { madeIn }),
    ...(usage !== undefined && { usage }),
  };
}

/** The text that `sdtest` answers. */
export function formatSdTest(test: SdCardTest): string {
  const { readKbPerSecond, writeKbPerSecond, healthy, manufacturerId, madeIn, usage } = test;
  const parts = [
    ...(readKbPerSecond === undefined ? [] : [`Read: ${readKbPerSecond}kB/s`]),
    ...(writeKbPerSecond === undefined ? [] : [`Write: ${writeKbPerSecond}kB/s`]),
    healthy ? 'No error (0 0)' : 'Error (1 0)',
    ...(manufacturerId === undefined ? [] : [`ManufacturerId: ${manufacturerId}`]),
    ...(madeIn === undefined ? [] : [`Date ${madeIn}`]),
    ...(usage === undefined ? [] : [`Usage: ${usage}%`]),
  ];
  return `SD Performance: ${parts.join(', ')}`;
}

const MAX_CHARS = 4096;

/** What is longer is none of these. */
function shortText(value: unknown): string {
  return typeof value === 'string' && value.length <= MAX_CHARS ? value : '';
}

function numberAfter(text: string, label: string): number | undefined {
  const at = text.indexOf(label);
  return at < 0 ? undefined : parseQuantity(text.slice(at + label.length));
}
