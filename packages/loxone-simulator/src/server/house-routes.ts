import { decodeSegment, TOKEN_PERMISSIONS } from '@gatehouse/loxone-protocol';
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
  'sps/checkuservisupwd': { access: USER, run: checkVisuPassword },
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
  const [id = '', second = '', third = ''] = path.split('/').map(decodeSegment);
  const isPart = box.house().find(`${id}/${second}`) !== undefined;
  const use = box.views.of(user).mayUse(isPart ? `${id}/${second}` : id);
  if (use === 'nothing') return 404;
  const word = (isPart ? third : second).toLowerCase();
  if (use === 'read' && !READS.has(word)) return 403;
  return LOCKS.has(word) && !box.gatekeeper.hasRight(user, TOKEN_PERMISSIONS.admin)
    ? 403
    : undefined;
}
