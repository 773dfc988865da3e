import { type ApiInfo, compareFirmware, PATHS, parseApiInfo } from '@gatehouse/loxone-protocol';
import { askByHttp, type Reach } from './http-answer.js';
import { unreachable } from './network-problem.js';

/** The first firmware that knows `getjwt` (protocol reference §2.5). */
const OLDEST_FIRMWARE = '10.2';

/**
 * Asks whether a Miniserver is there and has started. While it boots it accepts connections and
 * answers 503; sockets must not be opened then (protocol reference §1.2, §7 no. 5).
 *
 * @throws As `askByHttp` does, and `ERR_LOXONE_UNREACHABLE` for firmware that is too old.
 */
export async function probe(reach: Reach): Promise<ApiInfo> {
  const answer = await askByHttp(reach, `/${PATHS.apiKey}`, 'sign of life');
  const info = parseApiInfo(answer.value);
  if (compareFirmware(info.firmware, OLDEST_FIRMWARE) < 0) {
    throw unreachable(reach.host, `its firmware is older than ${OLDEST_FIRMWARE}`);
  }
  return info;
}
