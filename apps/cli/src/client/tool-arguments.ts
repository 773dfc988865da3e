/** What a tool takes, as far as arguments are read by it: JSON Schema. */
export interface ToolSchema {
  readonly properties?: Readonly<Record<string, unknown>> | undefined;
}

/** Arguments of a call, or what is wrong with them. */
export type ReadArguments =
  | { readonly ok: true; readonly args: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly problem: string };

const PAIR = /^([A-Za-z_][A-Za-z0-9_]*)(:?=)(.*)$/s;

/**
 * Reads arguments as they are typed: `name=value`, by the type that the tool's schema names for it,
 * and `name:=json` for anything else. A list is written with commas, or one item at a time:
 *
 *     targets="Kitchen light" targets="Desk" brightness=40 dry_run=true
 *     targets:='[{"room":"Kitchen","all":true}]'
 */
export function readArguments(pairs: readonly string[], schema: ToolSchema): ReadArguments {
  const args: Record<string, unknown> = {};
  for (const pair of pairs) {
    const [, name, sign, text] = PAIR.exec(pair) ?? [];
    if (name === undefined || text === undefined) {
      return { ok: false, problem: `${JSON.stringify(pair)} is not name=value` };
    }
    if (!Object.hasOwn(schema.properties ?? {}, name)) {
      const known = Object.keys(schema.properties ?? {}).join(', ');
      return { ok: false, problem: `there is no argument ${name}; there are: ${known}` };
    }
    const value = sign === ':=' ? readJson(text) : readTyped(text, typesOf(schema, name));
    if (value === undefined) return { ok: false, problem: `${name} is not what the tool takes` };
    args[name] =
      Array.isArray(args[name]) && Array.isArray(value) ? [...args[name], ...value] : value;
  }
  return { ok: true, args };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** By the strictest type that fits: `5` is a number where a number may stand, else text. */
function readTyped(text: string, types: ReadonlySet<string>): unknown {
  if (types.has('array')) return text.split(',').map((item) => item.trim());
  const isNumber = text.trim() !== '' && Number.isFinite(Number(text));
  if ((types.has('number') || types.has('integer')) && isNumber) return Number(text);
  if (types.has('boolean') && /^(true|false)$/.test(text)) return text === 'true';
  if (types.has('string') || types.size === 0) return text;
  return undefined;
}

function typesOf(schema: ToolSchema, name: string): ReadonlySet<string> {
  const types = new Set<string>();
  collect(schema.properties?.[name], types);
  return types;
}

function collect(schema: unknown, into: Set<string>): void {
  if (typeof schema !== 'object' || schema === null) return;
  if ('type' in schema) for (const type of [schema.type].flat()) into.add(String(type));
  if ('enum' in schema && into.size === 0) into.add('string');
  for (const union of ['anyOf', 'oneOf'] as const) {
    const members = union in schema ? (schema as Record<string, unknown>)[union] : undefined;
    if (Array.isArray(members)) for (const member of members) collect(member, into);
  }
}
