import type {
  ApprovalEnd,
  ApprovalRequest,
  ApprovalRequester,
  ApprovalVerdict,
} from '@gatehouse/core';
import { RISKS } from '@gatehouse/core';

type Fields = Readonly<Record<string, unknown>>;

const KINDS = ['key', 'stdio', 'session', 'oauth'] as const;
const VERDICTS = ['approved', 'refused', 'expired'] as const;
const OUTCOMES = ['used', 'lapsed'] as const;

/** Reads a file of a request. @returns `undefined` for what this store cannot have written. */
export function parseRequest(text: string, id: string): ApprovalRequest | undefined {
  const fields = fieldsOf(text);
  if (fields === undefined) return undefined;
  const { tool, binding, effects, requestedAt, expiresAt } = fields;
  const requester = parseRequester(fields.requester);
  const risk = RISKS.find((one) => one === fields.risk);
  if (fields.id !== id || requester === undefined || risk === undefined) return undefined;
  if (!(isText(tool) && isText(binding) && isMoment(requestedAt) && isMoment(expiresAt))) {
    return undefined;
  }
  if (!(Array.isArray(effects) && effects.every(isText))) return undefined;
  return { id, requester, tool, risk, binding, effects, requestedAt, expiresAt };
}

function parseRequester(value: unknown): ApprovalRequester | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, kind, name, role, revision }: Partial<Record<string, unknown>> = { ...value };
  const known = KINDS.find((one) => one === kind);
  if (!(isText(id) && isText(name) && isText(role) && isText(revision))) return undefined;
  return known === undefined ? undefined : { id, kind: known, name, role, revision };
}

/** Reads a file of a verdict. */
export function parseVerdict(text: string): ApprovalVerdict | undefined {
  const { by, at, why, ...fields } = fieldsOf(text) ?? {};
  const verdict = VERDICTS.find((one) => one === fields.verdict);
  if (verdict === undefined || !isText(by) || !isMoment(at)) return undefined;
  if (why !== undefined && !isText(why)) return undefined;
  return { verdict, by, at, ...(why === undefined ? {} : { why }) };
}

/** Reads a file of an end. */
export function parseEnd(text: string): ApprovalEnd | undefined {
  const { at, ...fields } = fieldsOf(text) ?? {};
  const outcome = OUTCOMES.find((one) => one === fields.outcome);
  return outcome === undefined || !isMoment(at) ? undefined : { outcome, at };
}

/** @returns The content of a file: JSON with a final line break, for people who look. */
export function formatPart(part: ApprovalRequest | ApprovalVerdict | ApprovalEnd): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(part, null, 2)}\n`);
}

function fieldsOf(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isMoment(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
