import { TOKEN_PERMISSIONS, unixToLoxoneSeconds } from '@gatehouse/loxone-protocol';
import { rightsOf, userState } from '../auth/user-profile.js';
import type { User } from '../auth/users.js';
import { uuidFrom } from '../uuid-from.js';
import type { Box } from './box.js';
import { classic, type Reply } from './reply.js';
import { argumentsOf, type CommandRequest } from './request.js';
import { type Access, type Caller, type RouteTable, USER } from './route.js';

const MANAGER: Access = { login: true, right: TOKEN_PERMISSIONS.userManagement };
const USER_IDS_SINCE = '14.3';
const SCORE_UNSET = -2;
const SCORE_STRONG = 3;
const LAST_ADMIN = 403;
const UNKNOWN = 400;

const GROUPS = [
  { name: 'Administrators', type: 4, userRights: 0xffff_ffff },
  { name: 'All', type: 2, userRights: 0 },
] as const;

/** Reading users, and the few writes that tests need (protocol reference §6.6). */
export const USER_ROUTES: RouteTable = {
  'sps/getuserlist2': {
    access: MANAGER,
    run: ({ control }, box) => classic(control, box.gatekeeper.users.all().map(summary)),
  },
  'sps/getuser': { access: USER, run: one },
  'sps/getgrouplist': {
    access: MANAGER,
    run: ({ control }) =>
      classic(
        control,
        GROUPS.map((group) => ({ ...group, description: '', uuid: groupUuid(group.name) })),
      ),
  },
  'sps/getcontrolpermissions': { access: MANAGER, run: permissions },
  'sps/getcustomuserfields': {
    access: MANAGER,
    since: USER_IDS_SINCE,
    run: ({ control }) => classic(control, {}),
  },
  'sps/getuserpropertyoptions': {
    access: MANAGER,
    since: USER_IDS_SINCE,
    run: ({ control }) => classic(control, {}),
  },
  'sps/checkuserid': { access: MANAGER, since: USER_IDS_SINCE, run: checkUserId },
  'sps/trustusermanagement': {
    access: MANAGER,
    run: (request) => classic(request.control, { peers: [] }),
  },
  'sps/deleteuser': { access: MANAGER, run: deleteUser },
  'sps/createuser': { access: MANAGER, run: notHere },
  'sps/addoredituser': { access: MANAGER, run: notHere },
  'sps/updateuserpwdh': { access: MANAGER, run: notHere },
};

function summary({ uuid, profile }: User): Readonly<Record<string, unknown>> {
  return {
    name: profile.name,
    uuid,
    isAdmin: profile.isAdmin === true,
    userState: userState(profile),
    expirationAction: 0,
  };
}

/** Everybody may read who they are themselves. */
function one(request: CommandRequest, box: Box, caller: Caller): Reply {
  const [uuid = ''] = argumentsOf(request);
  const user = byUuid(box, uuid);
  const isOwn = user !== undefined && user.profile.name === caller.user;
  if (!isOwn && !box.gatekeeper.hasRight(caller.user, TOKEN_PERMISSIONS.userManagement)) {
    return classic(request.control, '', 403);
  }
  return user === undefined
    ? classic(request.control, '', 404)
    : classic(request.control, details(user));
}

function details({ uuid, profile }: User): Readonly<Record<string, unknown>> {
  const { name, isAdmin = false, validFrom, validUntil, visuPassword } = profile;
  return {
    uuid,
    name,
    userid: '',
    isAdmin,
    changePassword: true,
    userstate: userState(profile),
    ...(validFrom !== undefined && { validFrom: loxoneSeconds(validFrom) }),
    ...(validUntil !== undefined && { validUntil: loxoneSeconds(validUntil) }),
    userRights: rightsOf(profile),
    scorePWD: SCORE_STRONG,
    scoreVisuPWD: visuPassword === undefined ? SCORE_UNSET : SCORE_STRONG,
    usergroups: GROUPS.filter(({ type }) => isAdmin || type === 2).map((group) => ({
      name: group.name,
      uuid: groupUuid(group.name),
    })),
    nfcTags: [],
    keycodes: [],
    customFields: [],
  };
}

/** Who may use a control. */
function permissions(request: CommandRequest, box: Box): Reply {
  const [id = ''] = argumentsOf(request);
  if (box.house().find(id) === undefined) return classic(request.control, '', 404);
  const users = box.gatekeeper.users
    .all()
    .filter(({ profile }) => box.views.of(profile.name).mayUse(id) !== 'nothing')
    .map(({ uuid, profile }) => ({ name: profile.name, uuid, type: 0 }));
  return classic(request.control, users);
}

function checkUserId(request: CommandRequest, box: Box): Reply {
  const [id = ''] = argumentsOf(request);
  return classic(request.control, box.gatekeeper.users.find(id)?.uuid ?? '');
}

/** Closes the sockets of whoever is deleted; the last administrator stays. */
function deleteUser(request: CommandRequest, box: Box): Reply {
  const [uuid = ''] = argumentsOf(request);
  const user = byUuid(box, uuid);
  if (user === undefined) return classic(request.control, '', UNKNOWN);
  const admins = box.gatekeeper.users.all().filter(({ profile }) => profile.isAdmin === true);
  if (admins.length === 1 && admins[0] === user) return classic(request.control, '', LAST_ADMIN);
  box.operations.removeUser(user.profile.name);
  return classic(request.control, '1');
}

/** Users are made and changed by `simulator.users`, not over the wire. */
function notHere(request: CommandRequest): Reply {
  return classic(request.control, '0', UNKNOWN);
}

function byUuid(box: Box, uuid: string): User | undefined {
  return box.gatekeeper.users.all().find((user) => user.uuid === uuid);
}

function groupUuid(name: string): string {
  return uuidFrom(`group/${name}`);
}

function loxoneSeconds(epochMs: number): number {
  return unixToLoxoneSeconds(Math.floor(epochMs / 1000));
}
