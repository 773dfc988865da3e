import {
  type Clock,
  formatRecordingEvent,
  formatRecordingHeader,
  PATHS,
  type RecordingEvent,
  systemClock,
} from '@gatehouse/loxone-protocol';
import type { HttpReply, Transport } from '../transport.js';
import { Disguise } from './record/disguise.js';
import { RecordingSocket, type Timeless } from './record/recording-socket.js';
import { scrubText } from './record/scrub-json.js';
import { type SeenStructure, SessionScrubber } from './record/scrub-session.js';
import { scrubStructure } from './record/scrub-structure.js';

/** Where a recording goes and what must not be in it. */
export interface RecordingOptions {
  /** Takes one line, without its line break. Must not throw. */
  readonly write: (line: string) => void;
  /** Words that are replaced wherever they stand: the user's name, names of people in the house. */
  readonly names?: readonly string[];
  /** Firmware of the Miniserver, where it is known. */
  readonly firmware?: string;
  /** LoxAPP3.json as the client has it already, for one that will not load it again. */
  readonly structure?: string;
  readonly clock?: Clock;
}

/** Keys and certificates are of no use to a replay, which has its own. */
const KEYS = /\/(?:getPublicKey|getcertificate|getkey|apiKeyHash)/i;

/**
 * Records everything that passes through a transport as lines of a recording; `Recording` of
 * `@gatehouse/loxone-protocol` says how they look. Nothing secret is written: commands and answers
 * that are encrypted, log in, or are not known to be harmless are omitted; serial numbers, addresses,
 * places, people, keys, codes and passwords are replaced. Names of rooms and controls stay.
 *
 * A recording can be replayed when the structure file is in it: the client loads it while it is
 * recorded, or `structure` tells what it has kept from before.
 */
export function recordTransport(transport: Transport, options: RecordingOptions): Transport {
  const { write, names = [], firmware, structure, clock = systemClock } = options;
  const disguise = new Disguise();
  for (const name of names) disguise.learnName(name);
  if (firmware !== undefined) disguise.learnVersion(firmware);
  const seen: SeenStructure = { personalStates: undefined };
  const startedAt = clock.now();
  let latest = 0;
  const note = (event: Timeless): void => {
    // A clock that is set back must not turn the recording around.
    latest = Math.max(latest, clock.now() - startedAt);
    const line: RecordingEvent = { t: latest, ...event };
    write(formatRecordingEvent(line));
  };
  write(
    formatRecordingHeader({ version: 1, startedAt, ...(firmware !== undefined && { firmware }) }),
  );
  if (structure !== undefined) {
    const scrubbed = scrubStructure(structure, disguise);
    if (scrubbed === undefined) throw new TypeError('structure must be a LoxAPP3.json');
    seen.personalStates = scrubbed.personalStates;
    note({ kind: 'http', path: `/${PATHS.structure}`, status: 200, body: scrubbed.text });
  }
  return {
    async get(path, signal) {
      const reply = await transport.get(path, signal);
      const [shown = ''] = path.split('?', 1);
      note({ kind: 'http', path: disguise.id(shown), ...scrubReply(shown, reply, disguise) });
      return reply;
    },
    async open(handlers, signal) {
      const recorder = new RecordingSocket(new SessionScrubber(disguise, seen), note);
      const opened = await transport.open(recorder.around(handlers), signal);
      if (opened.ok) {
        note({ kind: 'opened' });
        return { ok: true, socket: recorder.beside(opened.socket) };
      }
      note({ kind: 'refused', ...scrubReply('', opened.reply, disguise) });
      return opened;
    },
  };
}

function scrubReply(
  path: string,
  { status, body }: HttpReply,
  disguise: Disguise,
): { readonly status: number; readonly body: string } {
  const version = /'version'\s*:\s*'([\d.]+)'/.exec(body)?.[1];
  if (version !== undefined) disguise.learnVersion(version);
  return { status, body: KEYS.test(path) ? '' : scrubText(body, disguise) };
}
