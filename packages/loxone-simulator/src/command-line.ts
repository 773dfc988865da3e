import { parseArgs } from 'node:util';
import { isTimeZone, type SimulatorOptions } from './options.js';

/** Where the password may come from, so that it does not show in the list of processes. */
export const PASSWORD_VARIABLE: string = 'LOXONE_SIMULATOR_PASSWORD';

export const USAGE: string = `loxone-simulator: a Miniserver that real Loxone clients can talk to

Usage: loxone-simulator --user NAME [options]

  --user NAME        user that clients log in as
  --password TEXT    password of that user; default: environment variable ${PASSWORD_VARIABLE}
  --structure FILE   LoxAPP3.json to serve; default: the demo house
  --host ADDRESS     address to listen on; default: 127.0.0.1
  --port NUMBER      port to listen on, 0 for a free one; default: 7777
  --firmware VERSION firmware to speak like, for example 10.2.1.0; default: 14.5.12.7
  --speed FACTOR     how much faster than the clock movements run; default: 1
  --time-zone NAME   time zone of the house, for example Europe/Vienna; default: the machine's
  --tls              serve HTTPS and WSS with a certificate chain of its own
  --generation N     1 or 2: which generation of Miniserver to be
  --control-port N   serve the control API on this port of 127.0.0.1, 0 for a free one
  --discovery        answer the search for Miniservers, by UDP (7070) and SSDP (1900)
  --controls N       serve a generated house of that many controls
  --events-per-second N  change so many states of it each second
  --replay FILE      serve a recorded house, and let happen in it what was recorded
  --help             show this
`;

/** What the command line asks for. */
export type CommandLine =
  | { readonly kind: 'help' }
  | { readonly kind: 'misuse'; readonly problem: string }
  | {
      readonly kind: 'start';
      readonly structureFile: string | undefined;
      readonly options: SimulatorOptions;
      readonly extras: Extras;
    };

/** What runs beside the simulator. */
export interface Extras {
  readonly controlPort?: number;
  readonly discovery?: true;
  /** Size of a generated house. */
  readonly controls?: number;
  readonly eventsPerSecond?: number;
  readonly replayFile?: string;
}

const DEFAULT_PORT = 7777;
const MAX_PORT = 65_535;
const MAX_CONTROLS = 100_000;

const OPTIONS = {
  user: { type: 'string' },
  password: { type: 'string' },
  structure: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  firmware: { type: 'string' },
  speed: { type: 'string' },
  'time-zone': { type: 'string' },
  tls: { type: 'boolean' },
  generation: { type: 'string' },
  'control-port': { type: 'string' },
  discovery: { type: 'boolean' },
  controls: { type: 'string' },
  'events-per-second': { type: 'string' },
  replay: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

/** Reads the command line. A problem is told in one sentence that never holds the password. */
export function parseCommandLine(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): CommandLine {
  let values: Values;
  try {
    ({ values } = parseArgs({ args: [...args], options: OPTIONS, strict: true }));
  } catch (error) {
    return misuse(explain(error, args));
  }
  if (values.help === true) return { kind: 'help' };
  const password = values.password ?? env[PASSWORD_VARIABLE];
  const port = Number(values.port ?? DEFAULT_PORT);
  const speed = Number(values.speed ?? 1);
  if (!values.user) return misuse('--user is missing');
  if (!password) return misuse(`--password is missing, and ${PASSWORD_VARIABLE} is not set`);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    return misuse('--port must be a whole number from 0 to 65535');
  }
  if (!(speed > 0)) return misuse('--speed must be a number above 0');
  if (values.firmware !== undefined && !/^\d+(\.\d+){1,3}$/.test(values.firmware)) {
    return misuse('--firmware must be numbers with dots, for example 14.5.12.7');
  }
  const timeZone = values['time-zone'];
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    return misuse('--time-zone must be an IANA name, for example Europe/Vienna');
  }
  const problem = extraProblem(values);
  if (problem !== undefined) return misuse(problem);
  return {
    kind: 'start',
    structureFile: values.structure,
    options: {
      user: values.user,
      password,
      port,
      speed,
      tls: values.tls === true,
      ...(values.host !== undefined && { host: values.host }),
      ...(values.firmware !== undefined && { firmware: values.firmware }),
      ...(timeZone !== undefined && { timeZone }),
      ...(values.generation !== undefined && { generation: values.generation === '1' ? 1 : 2 }),
    },
    extras: extrasOf(values),
  };
}

function extraProblem(values: Values): string | undefined {
  const { generation, controls, replay, structure } = values;
  if (generation !== undefined && generation !== '1' && generation !== '2') {
    return '--generation must be 1 or 2';
  }
  if (generation === '1' && values.tls === true) return '--tls is nothing for generation 1';
  if (!isWhole(values['control-port'], 0, MAX_PORT)) {
    return '--control-port must be a whole number from 0 to 65535';
  }
  if (!isWhole(controls, 1, MAX_CONTROLS)) {
    return `--controls must be a whole number from 1 to ${MAX_CONTROLS}`;
  }
  if (values['events-per-second'] !== undefined && !(Number(values['events-per-second']) > 0)) {
    return '--events-per-second must be a number above 0';
  }
  const houses = [structure, controls, replay].filter((house) => house !== undefined);
  return houses.length > 1 ? 'only one of --structure, --controls and --replay' : undefined;
}

function isWhole(text: string | undefined, from: number, to: number): boolean {
  if (text === undefined) return true;
  return Number.isInteger(Number(text)) && Number(text) >= from && Number(text) <= to;
}

function extrasOf(values: Values): Extras {
  return {
    ...(values['control-port'] !== undefined && { controlPort: Number(values['control-port']) }),
    ...(values.discovery === true && { discovery: true }),
    ...(values.controls !== undefined && { controls: Number(values.controls) }),
    ...(values['events-per-second'] !== undefined && {
      eventsPerSecond: Number(values['events-per-second']),
    }),
    ...(values.replay !== undefined && { replayFile: values.replay }),
  };
}

function misuse(problem: string): CommandLine {
  return { kind: 'misuse', problem };
}

/** `parseArgs` quotes what it did not expect, which may be a password typed at the wrong place. */
function explain(error: unknown, args: readonly string[]): string {
  const unknown = args.find(
    (arg, at) => /^--?[a-z]/.test(arg) && !isKnown(arg) && !isValue(args, at),
  );
  if (unknown !== undefined) return `${unknown.split('=')[0]} is no option`;
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL'
    ? 'there is an argument that belongs to no option'
    : 'an option lacks its value, or has one that it does not take';
}

function isKnown(arg: string): boolean {
  const [name = ''] = arg.replace(/^--/, '').split('=');
  return Object.hasOwn(OPTIONS, name) || arg === '-h';
}

const FLAGS: ReadonlySet<string> = new Set(['--tls', '--help', '--discovery', '-h']);

/** Whether the argument stands where the value of the option before it belongs. */
function isValue(args: readonly string[], at: number): boolean {
  const before = args[at - 1] ?? '';
  return isKnown(before) && !before.includes('=') && !FLAGS.has(before);
}
