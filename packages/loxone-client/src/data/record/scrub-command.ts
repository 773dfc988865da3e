import type { RecordedPayload } from '@gatehouse/loxone-protocol';
import type { Disguise } from './disguise.js';

/** What may be told of a command and of what it is answered. */
export interface ScrubbedCommand {
  readonly payload: RecordedPayload;
  /** `structure` and `states` need a look of their own; `binary` holds nothing but numbers. */
  readonly answer: 'told' | 'structure' | 'binary' | 'omitted';
}

const STRUCTURE = /^data\/loxapp3\.json$/i;
const NUMBERS = /^(?:dev\/sps\/getstatistic\/|binstatisticdata\/|data\/weatheru\.bin$)/i;
const HARMLESS =
  /^j?dev\/(?:sps\/(?:loxappversion3|enablebinstatusupdate|calendarget\w+|getstatisticinfo\/[^/]+|state|status)|cfg\/(?:api|version|timezoneoffset)|sys\/(?:numtasks|cpu|lastcpu|heap|date|time|sdtest))$/i;
const CONTROL = /^j?dev\/sps\/io\/([0-9a-f-]{35})\/(.*)$/i;
const WORD = /^\w{1,40}$/;
/** Parts of a control have ids like `<uuid>/AI1`. */
const PART = /^(?:[a-z]{1,3}\d{1,3}|master(?:value|color)|sensors)$/i;
/** Commands that tell of people or carry what people typed. */
const PERSONAL =
  /code|nfc|user|pass|pin|text|tts|answer|mail|phone|secureddetails|getentries|gethistory|controlnotes|lockcontrol|learn/i;
const PLAIN_ARGUMENT = /^[+-]?[\d.]{0,12}$|^(?:on|off|up|down|plus|minus|true|false)$/i;

const MASK = '***';

const LABELS: readonly (readonly [RegExp, string])[] = [
  [/^j?dev\/sys\/keyexchange\//i, 'key exchange'],
  [/^j?dev\/sys\/f?enc\//i, 'encrypted'],
  [/^(?:authwith|j?dev\/sys\/(?:get|refresh|check|kill))/i, 'login'],
  [/^j?dev\/sps\/ios\//i, 'secured command'],
];

/** Keeps what is known to tell nothing; anything else is omitted with a word on what it was. */
export function scrubCommand(command: string, disguise: Disguise): ScrubbedCommand {
  const [path = ''] = command.split('?', 1);
  if (STRUCTURE.test(path)) return { payload: { text: path }, answer: 'structure' };
  if (NUMBERS.test(path)) return { payload: { text: disguise.id(path) }, answer: 'binary' };
  if (HARMLESS.test(path)) return { payload: { text: disguise.id(path) }, answer: 'told' };
  const [, control, tail = ''] = CONTROL.exec(path) ?? [];
  if (control === undefined) {
    const label = LABELS.find(([pattern]) => pattern.test(path))?.[1] ?? 'other command';
    return { payload: { omitted: label }, answer: 'omitted' };
  }
  const shown = `jdev/sps/io/${disguise.id(control)}/${scrubTail(tail)}`;
  return { payload: { text: shown }, answer: PERSONAL.test(tail) ? 'omitted' : 'told' };
}

/** The word of a command stays, and arguments that are nothing but numbers or switches. */
function scrubTail(tail: string): string {
  const personal = PERSONAL.test(tail);
  const [first = '', ...rest] = tail.split('/');
  const [part, word, args] = PART.test(first)
    ? [[first], rest[0], rest.slice(1)]
    : [[], first, rest];
  const shown = args.map((arg) => (!personal && PLAIN_ARGUMENT.test(arg) ? arg : MASK));
  const kept = word === undefined || WORD.test(word) ? word : MASK;
  return [...part, ...(kept === undefined ? [] : [kept]), ...shown].join('/');
}
