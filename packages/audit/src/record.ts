import type { AuditActor, AuditEventType, AuditRecord, AuditValue } from '@gatehouse/core';
import { OPTIONAL_TEXTS } from './event-fields.js';

/** The form of a type: a trail of a newer version may hold types that are not known here. */
const TYPE = /^[a-z-]{1,32}\.[a-z-]{1,32}$/;
const OUTCOMES: readonly string[] = ['success', 'denied', 'failed'];

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isType(value: unknown): value is AuditEventType {
  return typeof value === 'string' && TYPE.test(value);
}

function isOutcome(value: unknown): value is AuditRecord['outcome'] {
  return typeof value === 'string' && OUTCOMES.includes(value);
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

function isActor(value: unknown): value is AuditActor {
  return (
    isObject(value) &&
    typeof value.id === 'string' &&
    isOptionalText(value.kind) &&
    isOptionalText(value.role)
  );
}

function isValue(value: unknown): value is AuditValue {
  return (
    ['string', 'number', 'boolean'].includes(typeof value) ||
    (Array.isArray(value) && value.every((item) => typeof item === 'string'))
  );
}

function isDetails(value: unknown): value is Readonly<Record<string, AuditValue>> | undefined {
  return value === undefined || (isObject(value) && Object.values(value).every(isValue));
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function optionalTexts(
  line: Readonly<Record<string, unknown>>,
): { [Field in (typeof OPTIONAL_TEXTS)[number]]?: string } | undefined {
  const texts: { [Field in (typeof OPTIONAL_TEXTS)[number]]?: string } = {};
  for (const field of OPTIONAL_TEXTS) {
    const value = line[field];
    if (!isOptionalText(value)) {
      return undefined;
    }
    if (value !== undefined) {
      texts[field] = value;
    }
  }
  return texts;
}

/**
 * Reads a line as a record, without verifying it.
 *
 * @returns `undefined` when it is none.
 */
export function parseRecord(text: string): AuditRecord | undefined {
  const line = tryParse(text);
  if (!isObject(line)) {
    return undefined;
  }
  const { sequence, type, actor, outcome, details } = line;
  const at = typeof line.at === 'string' ? Date.parse(line.at) : Number.NaN;
  const texts = optionalTexts(line);
  if (
    typeof sequence !== 'number' ||
    !Number.isSafeInteger(sequence) ||
    Number.isNaN(at) ||
    !isType(type) ||
    !isActor(actor) ||
    !isOutcome(outcome) ||
    !isDetails(details) ||
    texts === undefined
  ) {
    return undefined;
  }
  return {
    sequence,
    at,
    type,
    actor,
    outcome,
    ...texts,
    ...(details === undefined ? {} : { details }),
  };
}
