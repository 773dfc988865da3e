/**
 * Replaces what tells whose house it is: serial numbers, addresses, names, keys. The same thing is
 * replaced by the same thing throughout a recording, so that ids still match.
 */
export class Disguise {
  readonly #serials = new Map<string, string>();
  readonly #addresses = new Map<string, string>();
  readonly #names: string[] = [];
  readonly #versions = new Set<string>();

  /** From now on this word is replaced. Very short ones would hit the wrong places. */
  learnName(name: string): void {
    if (name.length >= MIN_NAME_CHARS && !this.#names.includes(name)) this.#names.push(name);
  }

  /** A firmware version looks like an address and is none. */
  learnVersion(version: string): void {
    this.#versions.add(version);
  }

  /** A serial number of twelve hexadecimal digits, with or without separators. */
  serial(text: string): string {
    const digits = text.replace(/[^0-9a-f]/gi, '').toLowerCase();
    const known = this.#serials.get(digits);
    const next = PREFIX + (this.#serials.size + 1).toString(16).padStart(6, '0');
    // What is already a replacement stays, however often it comes by.
    const replacement = known ?? (REPLACEMENT.test(digits) ? digits : next);
    this.#serials.set(digits, replacement);
    return inTheFormOf(text, replacement);
  }

  /** An id or a path: only serial numbers in it are replaced. */
  id(text: string): string {
    return text
      .replace(UUID_TAIL, (_, head: string, tail: string) => head + this.serial(tail))
      .replace(SERIAL, (serial) => this.serial(serial));
  }

  /** Any text, for example a state or a part of an answer. */
  text(text: string): string {
    let shown = this.id(text)
      .replace(JWT, 'token')
      .replace(LONG_HEX, (digits) => '0'.repeat(digits.length))
      .replace(URL_HOST, '$1host.example.com')
      .replace(CLOUD_HOST, 'host.example.com')
      .replace(EMAIL, 'name@example.com')
      .replace(IPV4, (address) => this.#address(address))
      .replace(IPV6, (address) => (isReplacedSerial(address) ? address : '2001:db8::1'));
    for (const name of this.#names) shown = shown.replace(wordOf(name), 'someone');
    return shown;
  }

  #address(address: string): string {
    if (this.#versions.has(address) || address.startsWith('192.0.2.')) return address;
    const known = this.#addresses.get(address);
    const replacement = known ?? `192.0.2.${(this.#addresses.size % 253) + 1}`;
    this.#addresses.set(address, replacement);
    return replacement;
  }
}

const MIN_NAME_CHARS = 3;
/** The maker's own prefix; the rest counts up. */
const PREFIX = '504f94';
const REPLACEMENT = /^504f940000[0-9a-f]{2}$/;

const UUID_TAIL = /\b([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-ffff)([0-9a-f]{12})\b/gi;
const SERIAL =
  /(?<![0-9a-f])(?:50[:-]?4f[:-]?94|ee[:-]?e0[:-]?00)(?:[:-]?[0-9a-f]{2}){3}(?![0-9a-f])/gi;
const JWT = /\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g;
const LONG_HEX = /(?<![0-9a-f])[0-9a-f]{24,}(?![0-9a-f])/gi;
const URL_HOST = /(\b[a-z][a-z0-9+.-]{0,15}:\/\/)[^/\s"'<>]+/gi;
const CLOUD_HOST = /\b[\w-]+(?:\.[\w-]+){0,6}\.dyndns\.[\w.-]+/gi;
const EMAIL = /[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+/g;
const IPV4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g;
// At least four colons, or two in a row: a time of day has two of them.
const IPV6 =
  /(?<![0-9a-f:])(?:(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6})(?![0-9a-f:])/gi;

/** Upper case and separators as they were. */
function inTheFormOf(text: string, digits: string): string {
  const cased = /[A-F]/.test(text) ? digits.toUpperCase() : digits;
  const separator = /[:-]/.exec(text)?.[0];
  return separator === undefined ? cased : (cased.match(/../g) ?? []).join(separator);
}

function isReplacedSerial(text: string): boolean {
  return REPLACEMENT.test(text.replaceAll(':', '').toLowerCase());
}

function wordOf(name: string): RegExp {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(String.raw`(?<![\p{L}\p{N}])${escaped}(?![\p{L}\p{N}])`, 'giu');
}
