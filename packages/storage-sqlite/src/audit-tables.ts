import type { AuditHead, AuditLine, EpochMs } from '@gatehouse/core';
import { checksumOf } from './checksum.js';
import type { Database, Statement } from './driver.js';
import { damaged } from './sqlite-errors.js';

type HeadRow = readonly [head: string, checksum: string];
/** A line with its number. */
export type NumberedLine = readonly [sequence: number, text: string];

/** The tables of the audit trail. Everything in them is done at once; transactions are the caller's. */
export class AuditTables {
  readonly #path: string;
  readonly #head: Statement<HeadRow>;
  readonly #setHead: Statement<never>;
  readonly #append: Statement<never>;
  readonly #page: Statement<NumberedLine>;
  readonly #last: Statement<number | null>;
  readonly #firstYoung: Statement<number | null>;
  readonly #lineBefore: Statement<NumberedLine>;
  readonly #removeUpTo: Statement<never>;

  constructor(database: Database, path: string) {
    this.#path = path;
    this.#head = database.prepare<HeadRow>('SELECT head, checksum FROM audit_head').raw();
    this.#setHead = database.prepare(
      'INSERT OR REPLACE INTO audit_head (one, head, checksum) VALUES (1, ?, ?)',
    );
    this.#append = database.prepare(
      'INSERT INTO audit_lines (sequence, at, text) VALUES (?, ?, ?)',
    );
    this.#page = database
      .prepare<NumberedLine>(
        'SELECT sequence, text FROM audit_lines WHERE sequence >= ? ORDER BY sequence LIMIT ?',
      )
      .raw();
    this.#last = database.prepare<number>('SELECT max(sequence) FROM audit_lines').pluck();
    // From the oldest on, so that a clock which went back makes no gap.
    this.#firstYoung = database
      .prepare<number>('SELECT sequence FROM audit_lines WHERE at >= ? ORDER BY sequence LIMIT 1')
      .pluck();
    this.#lineBefore = database
      .prepare<NumberedLine>(
        'SELECT sequence, text FROM audit_lines WHERE sequence < ? ORDER BY sequence DESC LIMIT 1',
      )
      .raw();
    this.#removeUpTo = database.prepare('DELETE FROM audit_lines WHERE sequence <= ?');
  }

  head(): AuditHead | undefined {
    const row = this.#head.get();
    if (row === undefined) {
      return undefined;
    }
    const [head, checksum] = row;
    if (checksum !== checksumOf([head])) {
      throw damaged(this.#path, 'the head of its audit trail was changed on the disk');
    }
    return JSON.parse(head);
  }

  setHead(head: AuditHead): void {
    const text = JSON.stringify(head);
    this.#setHead.run(text, checksumOf([text]));
  }

  append(lines: readonly AuditLine[]): void {
    for (const { sequence, at, text } of lines) {
      this.#append.run(sequence, at, text);
    }
  }

  /** Lines from a number on, oldest first. */
  page(from: number, size: number): readonly NumberedLine[] {
    return this.#page.all(from, size);
  }

  /** Number of the youngest line; 0 when there is none. */
  last(): number {
    return this.#last.get() ?? 0;
  }

  /** The youngest line of the oldest ones that are all older than `before`. */
  lastOlderThan(before: EpochMs): NumberedLine | undefined {
    return this.#lineBefore.get(this.#firstYoung.get(before) ?? Number.MAX_SAFE_INTEGER);
  }

  /** @returns How many there were. */
  removeUpTo(sequence: number): number {
    return this.#removeUpTo.run(sequence).changes;
  }
}
