import { TOKEN_PERMISSIONS } from '@gatehouse/loxone-protocol';
import type { Box } from './box.js';
import { classic, type Reply } from './reply.js';
import { argumentsOf, type CommandRequest } from './request.js';
import { type Access, type Route, type RouteTable, USER } from './route.js';

const ADMIN: Access = { login: true, right: TOKEN_PERMISSIONS.admin };
const BAD_REQUEST = 400;

/** The schedule of operating modes (protocol reference §6.4); only administrators change it. */
export const CALENDAR_ROUTES: RouteTable = {
  'sps/calendargetentries': read((box) => JSON.stringify(box.house().calendar.entries())),
  'sps/calendargetheatperiod': read((box) => box.house().calendar.period('heat')),
  'sps/calendargetcoolperiod': read((box) => box.house().calendar.period('cool')),
  'sps/calendarcreateentry': change((box, args) => box.house().calendar.create(args)),
  'sps/calendarupdateentry': change((box, args) => box.house().calendar.update(args)),
  'sps/calendardeleteentry': change((box, [uuid = '']) => box.house().calendar.delete(uuid)),
};

function read(value: (box: Box) => string): Route {
  return { access: USER, run: ({ control }, box) => classic(control, value(box)) };
}

function change(act: (box: Box, args: readonly string[]) => boolean): Route {
  return {
    access: ADMIN,
    run: (request: CommandRequest, box): Reply => {
      const done = act(box, argumentsOf(request));
      box.house().calendarChanged();
      return classic(request.control, done ? '1' : '0', done ? 200 : BAD_REQUEST);
    },
  };
}
