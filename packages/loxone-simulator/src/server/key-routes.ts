import { compareFirmware } from '@gatehouse/loxone-protocol';
import type { Box } from './box.js';
import { classic, native, type Reply } from './reply.js';
import { argumentsOf, type CommandRequest } from './request.js';
import { type Caller, OPEN, OPEN_BY_HTTP, type RouteTable } from './route.js';

/** Before this, answers do not name the hash: it is SHA1 (protocol reference §2.4). */
const NAMES_HASH_SINCE = '10.3';

/** Public key, one-time keys and salts (§1.2, §2.4, §2.8). */
export const KEY_ROUTES: RouteTable = {
  'sys/getpublickey': {
    access: OPEN_BY_HTTP,
    run: ({ control }, box) => classic(control, box.keys.publicKeyText),
  },
  'sys/getcertificate': {
    access: OPEN_BY_HTTP,
    run: (_, box) => ({ kind: 'file', text: box.keys.certificate, contentType: 'text/plain' }),
  },
  'sys/getkey': {
    access: OPEN,
    run: ({ control }, box, { address }) => classic(control, box.gatekeeper.keys.issue(address)),
  },
  'sys/getkey2': {
    access: OPEN,
    run: (request, box, caller) => hashInputs(request, box, caller, 'salt'),
  },
  'sys/getvisusalt': {
    access: OPEN,
    run: (request, box, caller) => hashInputs(request, box, caller, 'visuSalt'),
  },
};

/** An unknown user gets an answer too, so that nobody can try out names. */
function hashInputs(
  request: CommandRequest,
  box: Box,
  caller: Caller,
  which: 'salt' | 'visuSalt',
): Reply {
  const [user = ''] = argumentsOf(request);
  if (user === '') return native(request.control, '', 400);
  const { users, keys } = box.gatekeeper;
  const material = users.hashMaterial(user);
  return native(request.control, {
    key: keys.issue(caller.address),
    salt: material[which],
    ...(compareFirmware(box.firmware, NAMES_HASH_SINCE) >= 0 && { hashAlg: material.algorithm }),
  });
}
