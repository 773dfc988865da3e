import {
  type ApiInfo,
  compareFirmware,
  PATHS,
  parseAnswer,
  parseApiInfo,
} from '@gatehouse/loxone-protocol';
import { assertServed, getByHttp, type Reach } from './http-answer.js';
import { unreachable } from './network-problem.js';
import type { HttpReply } from './transport.js';

/** The first firmware that knows `getjwt` (protocol reference §2.5). */
const OLDEST_FIRMWARE = '10.2';

/**
 * Asks whether a Miniserver is there and has started. While it boots it accepts connections and
 * answers 503; sockets must not be opened then (protocol reference §1.2, §7 no. 5).
 *
 * @throws LoxoneError `ERR_LOXONE_UNREACHABLE` or `_TIMEOUT`.
 */
export function probe(reach: Reach): Promise<HttpReply> {
  return getByHttp(reach, `/${PATHS.apiKey}`, 'sign of life');
}

/**
 * Reads what came back.
 *
 * @throws LoxoneError `ERR_LOXONE_BOOTING` (503), `_LOCKED_OUT` (403), `_ANSWER_MALFORMED`, or
 * `_UNREACHABLE`, also for firmware that is too old.
 */
export function readProbe(reply: HttpReply, host: string): ApiInfo {
  assertServed(reply, host);
  const info = parseApiInfo(parseAnswer(reply.body).value);
  if (compareFirmware(info.firmware, OLDEST_FIRMWARE) < 0) {
    throw unreachable(host, `its firmware is older than ${OLDEST_FIRMWARE}`);
  }
  return info;
}
