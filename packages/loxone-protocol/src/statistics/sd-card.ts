import { type LoxoneError, malformedAnswer } from '../errors.js';
import { viewOf, writeUint32 } from '../tables/bytes.js';
import { decodeText, encodeText } from '../text.js';
import { readValues, type StatisticRow, writeValues } from './rows.js';

/** A statistics file as it lies on the memory card, `/stats/<uuid>.<YYYYMM>` (§6.1). */
export interface StatisticFile {
  /** Name of the control that recorded. */
  readonly name: string;
  /** Kind of that control, a number of the firmware. */
  readonly objectType: number;
  /** Times as in binary statistics of the first generation. */
  readonly rows: readonly StatisticRow[];
}

/** Number of outputs → doubles that an entry really has. */
const SLOTS = [1, 3, 7, 10] as const;
const MAX_OUTPUTS = SLOTS[3];
const COUNT_FLAG = 0x8000_0000;
const HEAD_BYTES = 12;
const MARK_BYTES = 4;
const TIME_BYTES = 4;

/**
 * Reads such a file. Entries have room for 1, 3, 7 or 10 values, of which only the first are used,
 * and begin at a multiple of their own size behind the name. A trailing fragment is left out.
 *
 * @throws LoxoneError `ERR_LOXONE_ANSWER_MALFORMED` when its header cannot be right.
 */
export function decodeStatisticFile(bytes: Uint8Array): StatisticFile {
  const view = viewOf(bytes);
  if (bytes.length < HEAD_BYTES) throw malformed('its header is cut short');
  const outputs = view.getUint32(0, true) % COUNT_FLAG;
  if (outputs === 0) throw malformed('it records nothing');
  const nameBytes = view.getUint32(8, true);
  if (HEAD_BYTES + nameBytes > bytes.length) throw malformed('its name is cut short');
  const entryBytes = entryLength(outputs);
  const rows: StatisticRow[] = [];
  for (
    let at = firstEntry(nameBytes, entryBytes);
    at + entryBytes <= bytes.length;
    at += entryBytes
  ) {
    rows.push({
      time: view.getUint32(at + MARK_BYTES, true),
      values: readValues(view, at + MARK_BYTES + TIME_BYTES, Math.min(outputs, MAX_OUTPUTS)),
    });
  }
  const name = decodeText(bytes.subarray(HEAD_BYTES, HEAD_BYTES + nameBytes)).replace(/\0+$/, '');
  return { name, objectType: view.getUint32(4, true), rows };
}

/**
 * Writes such a file.
 *
 * @param outputs - How many values each row has, 1–10.
 * @param mark - The two words that each entry begins with: parts of the control's uuid.
 * @throws RangeError when a number does not fit its field, or a row has another number of values.
 */
export function encodeStatisticFile(
  file: StatisticFile,
  outputs: number,
  mark: readonly [number, number] = [0, 0],
): Uint8Array {
  if (!Number.isInteger(outputs) || outputs < 1 || outputs > MAX_OUTPUTS) {
    throw new RangeError(`outputs must be an integer from 1 to ${MAX_OUTPUTS}, got ${outputs}`);
  }
  const name = encodeText(file.name);
  const entryBytes = entryLength(outputs);
  const start = firstEntry(name.length, entryBytes);
  const bytes = new Uint8Array(start + file.rows.length * entryBytes);
  const view = viewOf(bytes);
  view.setUint32(0, outputs + COUNT_FLAG, true);
  writeUint32(view, 4, file.objectType, 'objectType');
  view.setUint32(8, name.length, true);
  bytes.set(name, HEAD_BYTES);
  for (const [index, { time, values }] of file.rows.entries()) {
    if (values.length !== outputs) throw new RangeError(`each row must have ${outputs} values`);
    const at = start + index * entryBytes;
    view.setUint16(at, mark[0], true);
    view.setUint16(at + 2, mark[1], true);
    writeUint32(view, at + MARK_BYTES, time, 'time');
    writeValues(view, at + MARK_BYTES + TIME_BYTES, values);
  }
  return bytes;
}

function entryLength(outputs: number): number {
  const slots = SLOTS.find((count) => outputs <= count) ?? MAX_OUTPUTS;
  return MARK_BYTES + TIME_BYTES + slots * 8;
}

function firstEntry(nameBytes: number, entryBytes: number): number {
  return Math.ceil((HEAD_BYTES + nameBytes + 1) / entryBytes) * entryBytes;
}

function malformed(problem: string): LoxoneError {
  return malformedAnswer('The statistics file cannot be understood', problem);
}
