import type { AuditActor, AuditEvent, AuditValue } from '@gatehouse/core';
import { OPTIONAL_TEXTS, type Writable } from './event-fields.js';
import { shorten } from './safe-text.js';
import type { RedactOptions } from './types.js';

const HIDDEN = '[redacted]';

/** Characters that are kept of a text, of an item of a list, and of a name. */
const LONGEST_TEXT = 1024;
const LONGEST_ITEM = 256;
const LONGEST_NAME = 64;
/** Items that are kept of a list, and members of the details. */
const MOST_ITEMS = 32;

/** Names that tell of a secret wherever they stand in a detail's name. */
const SECRET_WORDS = [
  'apikey',
  'authorization',
  'cookie',
  'credential',
  'masterkey',
  'passphrase',
  'passwd',
  'password',
  'pepper',
  'privatekey',
  'secret',
  'token',
];
/** Names too short for that: `pin` is in `spinning`, `code` in `statusCode`. */
const SECRET_NAMES = new Set(
  ['accesscode', 'bearer', 'code', 'doorcode', 'jwt', 'key', 'otp', 'pin', 'pincode'].concat([
    'pwd',
    'securepass',
    'signature',
    'visucode',
    'visupw',
  ]),
);

/**
 * Shapes of secrets, each with the part before the secret in a group. No repetition stands inside
 * another one, so that no text takes long.
 */
const SHAPES = [
  // A key of ours or of an older format; its public id stays.
  '(_[0-9]{3,15}_)[0-9a-z-]{8,}',
  // A sealed value; the id of its master key stays.
  String.raw`(enc:(?:v1:[\w-]{22}:)?)[\w+/=:.-]{8,}`,
  String.raw`(\b(?:bearer|basic)\s{1,8})[^\s,;]+`,
  // JSON Web Tokens (RFC 7519) start so: it is base64url of '{"'.
  String.raw`()\beyJ[\w-]{8,}(?:\.[\w-]{0,4096}){0,4}`,
  String.raw`((?:^|[?&;\s])(?:[a-z]{1,16}[-_])?(?:api-?_?key|code|key|passw(?:or)?d|pin|pwd|secret|token)=)[^\s&;]+`,
  // 32 bytes as base64 or base64url: a master key.
  String.raw`()(?<![\w+/-])[\w+/-]{43}=?(?![\w+/=-])`,
];

/** Hides secrets in what goes into the trail. */
interface Redactor {
  readonly isSecretName: (name: string) => boolean;
  readonly hide: (text: string) => string;
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function escapedPattern(text: string): string {
  return text.replace(/[^\w]/g, String.raw`\$&`);
}

/** Names whose judgement is remembered: those of the framework's own details, many times over. */
const KNOWN_NAMES = 512;

/** Remembers for the first few short texts what was found of them. */
function remember(judge: (text: string) => boolean): (text: string) => boolean {
  const known = new Map<string, boolean>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) {
      return found;
    }
    const judged = judge(text);
    if (known.size < KNOWN_NAMES && text.length <= LONGEST_NAME) {
      known.set(text, judged);
    }
    return judged;
  };
}

function compile({ fields = [], prefixes = [] }: RedactOptions): Redactor {
  const more = new Set(fields.map(plainName));
  const own = prefixes.filter((prefix) => prefix !== '').map(escapedPattern);
  const shapes = own.length === 0 ? SHAPES : [`((?:${own.join('|')}))[^\\s,;&"']+`, ...SHAPES];
  const secret = new RegExp(shapes.join('|'), 'gi');
  // Without memory of where it was, and nearly always enough.
  const anySecret = new RegExp(shapes.join('|'), 'i');
  const keepStart = (_whole: string, ...groups: (string | number | undefined)[]): string => {
    const start = groups.slice(0, shapes.length).find((group) => group !== undefined);
    return `${start ?? ''}${HIDDEN}`;
  };
  return {
    isSecretName: remember((name) => {
      const plain = plainName(name);
      return (
        SECRET_NAMES.has(plain) ||
        more.has(plain) ||
        SECRET_WORDS.some((word) => plain.includes(word))
      );
    }),
    hide: (text) => (anySecret.test(text) ? text.replace(secret, keepStart) : text),
  };
}

/** Whatever a caller without types hands over becomes text. */
function asText(value: unknown): string {
  return typeof value === 'string' ? value : `[${typeof value}]`;
}

function cleanValue(value: unknown, { hide }: Redactor): AuditValue {
  if (typeof value === 'boolean') {
    return value;
  }
  if (typeof value === 'number') {
    return Number.isFinite(value) ? value : String(value);
  }
  if (!Array.isArray(value)) {
    return shorten(asText(value), LONGEST_TEXT, hide);
  }
  const items = value.slice(0, MOST_ITEMS).map((item) => shorten(asText(item), LONGEST_ITEM, hide));
  return value.length > MOST_ITEMS ? [...items, `[cut, ${value.length} items]`] : items;
}

function cleanDetails(
  details: Readonly<Record<string, unknown>>,
  redactor: Redactor,
): Readonly<Record<string, AuditValue>> {
  const entries = Object.entries(details).filter(([, value]) => value !== undefined);
  const clean = entries.slice(0, MOST_ITEMS).map(([name, value]): [string, AuditValue] => {
    const shown = shorten(name, LONGEST_NAME, redactor.hide);
    return [shown, redactor.isSecretName(name) ? HIDDEN : cleanValue(value, redactor)];
  });
  if (entries.length > MOST_ITEMS) {
    clean.push(['cut', `${entries.length} details`]);
  }
  return Object.fromEntries(clean);
}

function cleanActor({ id, kind, role }: AuditActor, text: (value: unknown) => string): AuditActor {
  const actor: Writable<AuditActor> = { id: text(id) };
  if (kind !== undefined) {
    actor.kind = text(kind);
  }
  if (role !== undefined) {
    actor.role = text(role);
  }
  return actor;
}

/**
 * Makes a function that hides secrets in events.
 *
 * @returns A function to a copy of an event with secrets replaced by `[redacted]`, and texts cut at
 *   1,024 characters, items of lists at 256, lists and details at 32 members.
 */
export function createRedactor(options: RedactOptions = {}): (event: AuditEvent) => AuditEvent {
  const redactor = compile(options);
  const text = (value: unknown): string => shorten(asText(value), LONGEST_TEXT, redactor.hide);
  return (event) => {
    const { type, actor, outcome, details } = event;
    const clean: Writable<AuditEvent> = { type, actor: cleanActor(actor, text), outcome };
    for (const field of OPTIONAL_TEXTS) {
      const value = event[field];
      if (value !== undefined) {
        clean[field] = text(value);
      }
    }
    if (details !== undefined) {
      clean.details = cleanDetails(details, redactor);
    }
    return clean;
  };
}

/**
 * Hides secrets in one event: details by their name, and in every text what has the shape of a key,
 * a sealed value, a token or a credential in a URL or header.
 */
export function redactEvent(event: AuditEvent, options: RedactOptions = {}): AuditEvent {
  return createRedactor(options)(event);
}
