import { compareFirmware, decodeSegment, TOKEN_PERMISSIONS } from '@gatehouse/loxone-protocol';
import type { Box } from './box.js';
import { CALENDAR_ROUTES } from './calendar-routes.js';
import { PICTURE_ROUTES } from './picture-routes.js';
import { classic, type Reply } from './reply.js';
import { argumentsOf, type CommandRequest } from './request.js';
import { type Caller, type RouteTable, USER, USER_ON_SOCKET } from './route.js';

const WRONG_VISU_PASSWORD = 500;
/** Commands that change nothing (§4.5). */
const READS: ReadonlySet<string> = new Set([
  '',
  'state',
  'all',
  'controlnotes',
  'gethistory',
  'secureddetails',
]);
/** Controls of older firmware have no history (§7, 22). */
const HISTORY_SINCE = '14.5';
const LOCKS: ReadonlySet<string> = new Set(['lockcontrol', 'unlockcontrol']);

/** The structure, the controls and the calendar (protocol reference §4, §4.5, §6.4). */
export const HOUSE_ROUTES: RouteTable = {
  'data/loxapp3.json': {
    access: USER,
    run: (_, box, { user }) => ({
      kind: 'file',
      text: box.faults.structureText ?? box.views.of(user).structureText,
      contentType: 'application/json',
    }),
  },
  'sps/loxappversion3': {
    access: USER,
    run: ({ control }, box) => classic(control, box.house().structure.lastModified),
  },
  'sps/enablebinstatusupdate': {
    access: USER_ON_SOCKET,
    run: ({ control }) => ({ ...classic(control, '1'), subscribe: true }),
  },
  'sps/io': {
    access: USER,
    run: (request, box, caller) => control(request, request.rest, box, { caller, secured: false }),
  },
  'sps/ios': { access: USER, run: securedControl },
  'sps/checkuservisupwd': { access: USER, since: '16.0', run: checkVisuPassword },
  ...CALENDAR_ROUTES,
  ...PICTURE_ROUTES,
};

/** `{uuid}/{command}` */
function control(
  request: CommandRequest,
  path: string,
  box: Box,
  { caller, secured }: { readonly caller: Caller; readonly secured: boolean },
): Reply {
  const refusal = refusalOf(path, box, caller);
  if (refusal !== undefined) return classic(request.control, '0', refusal);
  if (isTooNew(path, box)) return classic(request.control, '0');
  const { falseAcks } = box.faults;
  if (falseAcks === 'undone') return classic(request.control, '1');
  const { value, code, extra } = box.house().execute(path, { secured });
  if (falseAcks === 'denied') return classic(request.control, '0');
  return classic(request.control, value, code, extra);
}

/** `{hash}/{uuid}/{command}`: for controls that ask for the visualisation password (§2.8). */
function securedControl(request: CommandRequest, box: Box, caller: Caller): Reply {
  const [hash = '', ...path] = request.rest.split('/');
  if (!box.gatekeeper.isVisuPassword(hash, caller.user, caller.address)) {
    return classic(request.control, '0', WRONG_VISU_PASSWORD);
  }
  return control(request, path.join('/'), box, { caller, secured: true });
}

function checkVisuPassword(request: CommandRequest, box: Box, caller: Caller): Reply {
  const [hash = ''] = argumentsOf(request);
  const right = box.gatekeeper.isVisuPassword(hash, caller.user, caller.address);
  return classic(request.control, right ? '1' : '0', right ? 200 : WRONG_VISU_PASSWORD);
}

/** What is not visible is as good as unknown; what is only visible is not commanded. */
function refusalOf(path: string, box: Box, { user }: Caller): 403 | 404 | undefined {
  const { id, word } = addressOf(path, box);
  const use = box.views.of(user).mayUse(id);
  if (use === 'nothing') return 404;
  if (use === 'read' && !READS.has(word)) return 403;
  return LOCKS.has(word) && !box.gatekeeper.hasRight(user, TOKEN_PERMISSIONS.admin)
    ? 403
    : undefined;
}

/** Which control or part of one is meant, and the first word of its command. */
function addressOf(path: string, box: Box): { readonly id: string; readonly word: string } {
  const [id = '', second = '', third = ''] = path.split('/').map(decodeSegment);
  const isPart = box.house().find(`${id}/${second}`) !== undefined;
  return {
    id: isPart ? `${id}/${second}` : id,
    word: (isPart ? third : second).toLowerCase(),
  };
}

/** A command that controls of this firmware do not know: it is not done. */
function isTooNew(path: string, box: Box): boolean {
  const { id, word } = addressOf(path, box);
  const isOld = compareFirmware(box.firmware, HISTORY_SINCE) < 0;
  return word === 'gethistory' && isOld && box.house().find(id) !== undefined;
}
