import type { RoleName, StoreHeader } from '@gatehouse/core';
import { checksumOf } from './checksum.js';
import type { Database, Statement } from './driver.js';
import { damaged } from './sqlite-errors.js';

type PepperRow = readonly [position: number, id: string, sealed: string, checksum: string];
type SequenceRow = readonly [last: number, checksum: string];

/** What a store holds beside its keys: the sealed peppers, and the last number of each role. */
export class HeaderTable {
  readonly #path: string;
  readonly #peppers: Statement<PepperRow>;
  readonly #addPepper: Statement<never>;
  readonly #sequence: Statement<SequenceRow>;
  readonly #setSequence: Statement<never>;

  constructor(database: Database, path: string) {
    this.#path = path;
    this.#peppers = database
      .prepare<PepperRow>('SELECT position, id, sealed, checksum FROM peppers ORDER BY position')
      .raw();
    this.#addPepper = database.prepare(
      'INSERT INTO peppers (position, id, sealed, checksum) VALUES (?, ?, ?, ?)',
    );
    this.#sequence = database
      .prepare<SequenceRow>('SELECT last, checksum FROM sequences WHERE role = ?')
      .raw();
    this.#setSequence = database.prepare(
      'INSERT OR REPLACE INTO sequences (role, last, checksum) VALUES (?, ?, ?)',
    );
  }

  read(): StoreHeader | undefined {
    const peppers = this.#peppers.all().map(([position, id, sealed, checksum]) => {
      if (checksum !== checksumOf([position, id, sealed])) {
        throw damaged(this.#path, 'a pepper in its header was changed on the disk');
      }
      return Object.freeze({ id, sealed });
    });
    return peppers.length === 0 ? undefined : Object.freeze({ peppers: Object.freeze(peppers) });
  }

  write({ peppers }: StoreHeader): void {
    for (const [position, { id, sealed }] of peppers.entries()) {
      this.#addPepper.run(position, id, sealed, checksumOf([position, id, sealed]));
    }
  }

  /** Counts one number of a role. @returns The number, ≥ 1, which nobody had before. */
  count(role: RoleName): number {
    const [last = 0, checksum] = this.#sequence.get(role) ?? [];
    if (checksum !== undefined && checksum !== checksumOf([role, last])) {
      throw damaged(this.#path, 'the last number of a role was changed on the disk');
    }
    this.#setSequence.run(role, last + 1, checksumOf([role, last + 1]));
    return last + 1;
  }
}
