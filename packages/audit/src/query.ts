import type { AuditRecord, AuditStorage, Logger } from '@gatehouse/core';
import { compileFilter } from './filter.js';
import { parseLine } from './line.js';
import { parseRecord } from './record.js';
import type { AuditQuery } from './types.js';

/** A record and the line that it was read from. */
export interface FoundRecord {
  readonly record: AuditRecord;
  readonly text: string;
}

/** Where records are looked for. */
export interface QueryContext {
  readonly storage: AuditStorage;
  readonly logger: Logger;
}

/** Lines that are read at once when going backwards: first few, since the newest are asked for most. */
const FIRST_SPAN = 1024;
const LONGEST_SPAN = 65_536;

/** Reads lines as records. What is none is counted, and the logger is told at the end. */
class RecordReader {
  readonly #matches: (record: AuditRecord) => boolean;
  #unreadable = 0;

  constructor(query: AuditQuery) {
    this.#matches = compileFilter(query);
  }

  read(text: string): FoundRecord | undefined {
    const record = parseRecord(text);
    if (record === undefined) {
      this.#unreadable += 1;
      return undefined;
    }
    return this.#matches(record) ? { record, text } : undefined;
  }

  report({ storage, logger }: QueryContext): void {
    if (this.#unreadable > 0) {
      logger.warn('lines of the audit trail are no records; verify it', {
        location: storage.location,
        lines: this.#unreadable,
      });
    }
  }
}

async function* forwards(storage: AuditStorage, reader: RecordReader): AsyncGenerator<FoundRecord> {
  for await (const text of storage.read()) {
    const found = reader.read(text);
    if (found !== undefined) {
      yield found;
    }
  }
}

/** The lines from one number up to another one, which is not included. */
async function readSpan(storage: AuditStorage, from: number, to: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const text of storage.read(from)) {
    const sequence = parseLine(text)?.sequence;
    if (sequence !== undefined && sequence >= to) {
      break;
    }
    lines.push(text);
  }
  return lines;
}

async function* backwards(
  storage: AuditStorage,
  reader: RecordReader,
): AsyncGenerator<FoundRecord> {
  const head = await storage.head();
  if (head === undefined) {
    return;
  }
  let to = Infinity;
  let from = head.sequence + 1;
  for (let span = FIRST_SPAN; to > head.firstSequence; span = Math.min(span * 4, LONGEST_SPAN)) {
    from = Math.max(head.firstSequence, from - span);
    const lines = await readSpan(storage, from, to);
    for (const text of lines.reverse()) {
      const found = reader.read(text);
      if (found !== undefined) {
        yield found;
      }
    }
    to = from;
  }
}

/** Finds records, oldest or newest first. Nothing is verified. */
export async function* findRecords(
  context: QueryContext,
  query: AuditQuery,
): AsyncGenerator<FoundRecord> {
  const { storage } = context;
  const reader = new RecordReader(query);
  let left = query.limit ?? Infinity;
  for await (const found of query.newestFirst
    ? backwards(storage, reader)
    : forwards(storage, reader)) {
    yield found;
    left -= 1;
    if (left <= 0) {
      break;
    }
  }
  reader.report(context);
}
