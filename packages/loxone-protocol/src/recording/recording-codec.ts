import { decodeWireBase64, encodeBase64 } from '../base64.js';
import { type LoxoneError, malformedAnswer } from '../errors.js';
import { isMessageKind } from '../header.js';
import { isJsonObject, type JsonObject, tryParseJson } from '../json.js';
import type {
  RecordedPayload,
  RecordedReply,
  Recording,
  RecordingEvent,
  RecordingHeader,
} from './recording.js';

const FORMAT = 'loxone-recording';
const VERSION = 1;

/** The first line of a recording, without a line break. */
export function formatRecordingHeader(header: RecordingHeader): string {
  const { version, firmware, startedAt } = header;
  return JSON.stringify({ format: FORMAT, version, firmware, startedAt });
}

/** Any other line, without a line break. */
export function formatRecordingEvent(event: RecordingEvent): string {
  if (event.kind !== 'sent' && event.kind !== 'received') return JSON.stringify(event);
  const { payload, ...rest } = event;
  return JSON.stringify({ ...rest, ...(payload && writePayload(payload)) });
}

/** A whole recording, each line ended. */
export function formatRecording({ header, events }: Recording): string {
  return [formatRecordingHeader(header), ...events.map(formatRecordingEvent), ''].join('\n');
}

/**
 * Reads a whole recording. Lines of an unknown kind are left out, and so is a last line that the end
 * of the file cut.
 *
 * @throws LoxoneError `ERR_LOXONE_ANSWER_MALFORMED` naming the first line that makes no sense.
 */
export function parseRecording(text: string): Recording {
  const lines = text.split('\n');
  const header = readHeader(lines[0] ?? '');
  const events: RecordingEvent[] = [];
  let before = 0;
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.trim() === '') continue;
    const fields = tryParseJson(line)?.value;
    if (!isJsonObject(fields)) {
      if (index === lines.length - 1) break;
      throw invalid(index + 1, 'it is not a JSON object');
    }
    const t = timeOf(fields, before, index + 1);
    before = t;
    const event = readEvent(fields, t, index + 1);
    if (event !== undefined) events.push(event);
  }
  return { header, events };
}

function readHeader(line: string): RecordingHeader {
  const fields = tryParseJson(line)?.value;
  if (!isJsonObject(fields) || fields.format !== FORMAT) throw invalid(1, 'it begins no recording');
  const { version, firmware, startedAt } = fields;
  if (version !== VERSION) throw invalid(1, 'it is of a version that cannot be read');
  return {
    version,
    ...(typeof firmware === 'string' && { firmware }),
    ...(typeof startedAt === 'number' && { startedAt }),
  };
}

function timeOf({ t }: JsonObject, before: number, line: number): number {
  if (typeof t !== 'number' || t < 0) throw invalid(line, '"t" is no time');
  if (t < before) throw invalid(line, '"t" goes back');
  return t;
}

function readEvent(fields: JsonObject, t: number, line: number): RecordingEvent | undefined {
  const { kind } = fields;
  if (kind === 'opened') return { t, kind };
  if (kind === 'refused') return { t, kind, ...readReply(fields, line) };
  if (kind === 'closed') return readClosed(fields, t, line);
  if (kind === 'received') return readReceived(fields, t, line);
  if (kind === 'http') {
    const { path } = fields;
    if (typeof path !== 'string') throw invalid(line, '"path" is no text');
    return { t, kind, path, ...readReply(fields, line) };
  }
  if (kind !== 'sent') return undefined;
  const payload = readPayload(fields, line);
  if (payload === undefined) throw invalid(line, 'nothing was sent');
  return { t, kind, payload };
}

function readClosed(fields: JsonObject, t: number, line: number): RecordingEvent {
  const { code, reason } = fields;
  if (typeof code !== 'number') throw invalid(line, '"code" is no number');
  return { t, kind: 'closed', code, reason: typeof reason === 'string' ? reason : '' };
}

function readReceived(fields: JsonObject, t: number, line: number): RecordingEvent {
  const { id } = fields;
  if (typeof id !== 'number' || !isMessageKind(id)) throw invalid(line, '"id" is no identifier');
  const payload = readPayload(fields, line);
  return { t, kind: 'received', id, ...(payload !== undefined && { payload }) };
}

function readReply({ status, body }: JsonObject, line: number): RecordedReply {
  if (typeof status !== 'number') throw invalid(line, '"status" is no number');
  if (typeof body !== 'string') throw invalid(line, '"body" is no text');
  return { status, body };
}

function readPayload(fields: JsonObject, line: number): RecordedPayload | undefined {
  const { text, bytes, omitted } = fields;
  if (typeof text === 'string') return { text };
  if (typeof omitted === 'string') return { omitted };
  if (bytes === undefined) return undefined;
  if (bytes === '') return { bytes: new Uint8Array() };
  const decoded = typeof bytes === 'string' ? decodeWireBase64(bytes) : undefined;
  if (decoded === undefined) throw invalid(line, '"bytes" is not base64');
  return { bytes: decoded };
}

function writePayload(payload: RecordedPayload): JsonObject {
  return 'bytes' in payload ? { bytes: encodeBase64(payload.bytes) } : payload;
}

function invalid(line: number, problem: string): LoxoneError {
  return malformedAnswer('The recording cannot be used', `line ${line}: ${problem}`);
}
