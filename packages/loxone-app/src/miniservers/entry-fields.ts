import { sealedKeyId } from '@gatehouse/crypto';
import { parseSecretReference } from '../secrets/secret-reference.js';
import {
  certificates,
  fingerprints,
  miniserver,
  serialNumber,
  type TlsChoice,
} from '../settings/miniserver.js';
import { text } from '../settings/parsers.js';
import type { Parsed } from '../settings/setting.js';
import type { Miniserver, StoredSecret } from './miniserver.js';
import { tlsContradictions } from './tls-contradictions.js';

/** An entry, or all that is wrong with it: each begins with a field, and shows no value. */
export type ReadEntry =
  | { readonly ok: true; readonly entry: Miniserver }
  | { readonly ok: false; readonly problems: readonly string[] };

const KNOWN: ReadonlySet<string> = new Set([
  'host',
  'user',
  'serial',
  'tls',
  'tls_pin',
  'tls_ca',
  'password',
  'password_from',
  'visu_password',
  'visu_password_from',
]);

/** Reads the fields of one Miniserver as the file has them. */
export function readEntry(value: unknown): ReadEntry {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, problems: ['must be an object'] };
  }
  const fields = new Map<string, unknown>(Object.entries(value));
  const problems = unknownFields(fields);
  const read = <T>(name: string, parse: (value: unknown) => Parsed<T>): T | undefined => {
    if (!fields.has(name)) return undefined;
    const parsed = parse(fields.get(name));
    if (parsed.ok) return parsed.value;
    problems.push(`${name} ${parsed.problem}`);
    return undefined;
  };
  const secret = (name: string): StoredSecret | undefined => {
    const sealed = read(name, sealedText);
    const from = read(`${name}_from`, reference);
    if (fields.has(name) && fields.has(`${name}_from`)) {
      problems.push(`${name} and ${name}_from exclude each other`);
    }
    return sealed ?? from;
  };
  const host = read('host', fromText(miniserver));
  const user = read('user', fromText(text));
  const password = secret('password');
  const visuPassword = secret('visu_password');
  const serial = read('serial', fromText(serialNumber));
  const tls = read('tls', tlsValue);
  const tlsPin = read('tls_pin', pins);
  const tlsCa = read('tls_ca', fromText(certificates));
  if (host === undefined || user === undefined || password === undefined || problems.length > 0) {
    return { ok: false, problems: [...missingFields(fields), ...problems] };
  }
  const entry: Miniserver = {
    host,
    user,
    password,
    ...(visuPassword !== undefined && { visuPassword }),
    ...(serial !== undefined && { serial }),
    ...(tls !== undefined && { tls }),
    ...(tlsPin !== undefined && { tlsPin }),
    ...(tlsCa !== undefined && { tlsCa }),
  };
  const contradictions = tlsContradictions(entry);
  return contradictions.length > 0 ? { ok: false, problems: contradictions } : { ok: true, entry };
}

/** A setting with a typing error would not protect, so it is no field that may be passed over. */
function unknownFields(fields: ReadonlyMap<string, unknown>): string[] {
  return [...fields.keys()]
    .filter((name) => !KNOWN.has(name))
    .map((name) =>
      /^[a-z_]{1,30}$/.test(name) ? `${name} is not known` : 'has a field that is not known',
    );
}

function missingFields(fields: ReadonlyMap<string, unknown>): string[] {
  const missing = ['host', 'user'].filter((name) => !fields.has(name));
  const hasPassword = fields.has('password') || fields.has('password_from');
  return [...missing, ...(hasPassword ? [] : ['password'])].map((name) => `${name} is missing`);
}

function fromText<T>(parse: (text: string) => Parsed<T>): (value: unknown) => Parsed<T> {
  return (value) =>
    typeof value === 'string' ? parse(value) : { ok: false, problem: 'must be text' };
}

function sealedText(value: unknown): Parsed<StoredSecret> {
  if (typeof value === 'string' && sealedKeyId(value) !== undefined) {
    return { ok: true, value: { kind: 'sealed', sealed: value } };
  }
  const problem =
    'is not sealed (enc:v1:…), and nothing else may stand there; ' +
    'seal it with: loxone-mcp miniserver add NAME --replace';
  return { ok: false, problem };
}

function reference(value: unknown): Parsed<StoredSecret> {
  const parsed = fromText(parseSecretReference)(value);
  return parsed.ok ? { ok: true, value: { kind: 'reference', reference: parsed.value } } : parsed;
}

function tlsValue(value: unknown): Parsed<TlsChoice> {
  return value === true || value === false || value === 'auto'
    ? { ok: true, value }
    : { ok: false, problem: 'must be true, false or "auto"' };
}

function pins(value: unknown): Parsed<readonly string[]> {
  const isList = Array.isArray(value) && value.length > 0;
  return isList && value.every((one) => typeof one === 'string' && !one.includes(','))
    ? fingerprints(value.join(','))
    : { ok: false, problem: 'must be a list of SHA-256 fingerprints' };
}
