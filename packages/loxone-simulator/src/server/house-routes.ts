import { decodeSegment } from '@gatehouse/loxone-protocol';
import type { Box } from './box.js';
import { classic, type Reply } from './reply.js';
import { argumentsOf, type CommandRequest } from './request.js';
import { type Caller, type RouteTable, USER, USER_ON_SOCKET } from './route.js';

const WRONG_VISU_PASSWORD = 500;

/** The structure, the controls and the calendar (protocol reference §4, §4.5, §6.4). */
export const HOUSE_ROUTES: RouteTable = {
  'data/loxapp3.json': {
    access: USER,
    run: (_, box) => ({
      kind: 'file',
      text: box.faults.structureText ?? box.house().structureText,
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
  'sps/io': { access: USER, run: (request, box) => control(request, request.rest, box, false) },
  'sps/ios': { access: USER, run: securedControl },
  'sps/checkuservisupwd': { access: USER, run: checkVisuPassword },
  'sps/calendargetentries': { access: USER, run: ({ control }) => classic(control, '[]') },
  'sps/calendargetheatperiod': {
    access: USER,
    run: ({ control }, box) => classic(control, period(box, 'heat')),
  },
  'sps/calendargetcoolperiod': {
    access: USER,
    run: ({ control }, box) => classic(control, period(box, 'cool')),
  },
};

/** `{uuid}/{command}` */
function control(request: CommandRequest, path: string, box: Box, secured: boolean): Reply {
  const messages = messageCenterEntries(path, box);
  if (messages !== undefined) return classic(request.control, messages);
  const { value, code, extra } = box.house().execute(path, { secured });
  return classic(request.control, value, code, extra);
}

/** `{hash}/{uuid}/{command}`: for controls that ask for the visualisation password (§2.8). */
function securedControl(request: CommandRequest, box: Box, caller: Caller): Reply {
  const [hash = '', ...path] = request.rest.split('/');
  if (!box.gatekeeper.isVisuPassword(hash, caller.address)) {
    return classic(request.control, '0', WRONG_VISU_PASSWORD);
  }
  return control(request, path.join('/'), box, true);
}

function checkVisuPassword(request: CommandRequest, box: Box, caller: Caller): Reply {
  const [hash = ''] = argumentsOf(request);
  const right = box.gatekeeper.isVisuPassword(hash, caller.address);
  return classic(request.control, right ? '1' : '0', right ? 200 : WRONG_VISU_PASSWORD);
}

/** The message centre is no control, but is asked like one (§6.5); nothing ever happens here. */
function messageCenterEntries(path: string, box: Box): unknown {
  const [id = '', command = ''] = path.split('/').map(decodeSegment);
  const centers = Object.values(box.house().structure.messageCenter);
  if (command.toLowerCase() !== 'getentries') return undefined;
  if (!centers.some((center) => center.uuidAction === id)) return undefined;
  return { isLimitedUser: false, entries: [] };
}

/** `10-15/04-15` */
function period(box: Box, which: 'heat' | 'cool'): string {
  const { other } = box.house().structure.msInfo;
  const [from, until] = [other[`${which}PeriodStart`], other[`${which}PeriodEnd`]];
  return typeof from === 'string' && typeof until === 'string' ? `${from}/${until}` : '';
}
