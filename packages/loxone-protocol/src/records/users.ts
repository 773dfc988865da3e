import { malformedAnswer } from '../errors.js';
import { type JsonObject, parseEmbeddedJson } from '../json.js';
import type { LoxoneSeconds } from '../time.js';
import {
  choice,
  decodeList,
  type Field,
  flag,
  number,
  type RecordCodec,
  recordCodec,
  records,
  text,
} from './record-codec.js';

/** Whether and when a user may be used (protocol reference §6.6). */
export type UserState = 'enabled' | 'disabled' | 'enabled-until' | 'enabled-from' | 'timespan';

/** A user as `getuserlist2` lists it. */
export interface UserSummary {
  readonly uuid: string;
  readonly name: string;
  readonly isAdmin: boolean;
  readonly state?: UserState;
}

/** A group that a user belongs to. */
export interface UserGroupReference {
  readonly uuid: string;
  readonly name: string;
}

/** A user as `getuser/{uuid}` tells. Codes and tags are counted, never kept. */
export interface UserDetails extends UserSummary {
  readonly changePassword: boolean;
  readonly validFrom?: LoxoneSeconds;
  readonly validUntil?: LoxoneSeconds;
  /** Bits as in {@link TOKEN_PERMISSIONS}. */
  readonly userRights?: number;
  /** −2 unset · −1 empty · 0 weak – 3 strong. */
  readonly passwordScore?: number;
  readonly visuPasswordScore?: number;
  readonly groups: readonly UserGroupReference[];
  readonly nfcTagCount: number;
  readonly keycodeCount: number;
}

/** A group as `getgrouplist` lists it. */
export interface UserGroup {
  readonly uuid: string;
  readonly name: string;
  readonly description?: string;
  /** 0 normal · 2 all users · 3 no access · 4 all access. */
  readonly type?: number;
  readonly userRights?: number;
}

const STATES: ReadonlyMap<number, UserState> = new Map([
  [0, 'enabled'],
  [1, 'disabled'],
  [2, 'enabled-until'],
  [3, 'enabled-from'],
  [4, 'timespan'],
]);

const SUMMARY: RecordCodec<UserSummary> = recordCodec<UserSummary>(
  {
    uuid: text('uuid'),
    name: text('name'),
    isAdmin: flag('isAdmin'),
    state: choice('userState', STATES),
  },
  ['uuid', 'name'],
);

const GROUP_REFERENCE: RecordCodec<UserGroupReference> = recordCodec<UserGroupReference>(
  { uuid: text('uuid'), name: text('name') },
  ['uuid', 'name'],
);

const DETAILS: RecordCodec<UserDetails> = recordCodec<UserDetails>(
  {
    uuid: text('uuid'),
    name: text('name'),
    isAdmin: flag('isAdmin'),
    state: choice('userstate', STATES),
    changePassword: flag('changePassword'),
    validFrom: number('validFrom'),
    validUntil: number('validUntil'),
    userRights: number('userRights'),
    passwordScore: number('scorePWD'),
    visuPasswordScore: number('scoreVisuPWD'),
    groups: records('usergroups', GROUP_REFERENCE),
    nfcTagCount: count('nfcTags'),
    keycodeCount: count('keycodes'),
  },
  ['uuid', 'name'],
);

const GROUP: RecordCodec<UserGroup> = recordCodec<UserGroup>(
  {
    uuid: text('uuid'),
    name: text('name'),
    description: text('description'),
    type: number('type'),
    userRights: number('userRights'),
  },
  ['uuid', 'name'],
);

/**
 * Reads the value of `getuserlist2`, a list or its text. Users without uuid or name are left out.
 *
 * @throws LoxoneError `ERR_LOXONE_ANSWER_MALFORMED` when it is no list.
 */
export function parseUserList(value: unknown): readonly UserSummary[] {
  return decodeList(SUMMARY, listFrom(value));
}

/** The list that the Miniserver answers. */
export function formatUserList(users: readonly UserSummary[]): readonly JsonObject[] {
  return users.map((user) => SUMMARY.encode(user));
}

/**
 * Reads the value of `getuser/{uuid}`, an object or its text.
 *
 * @throws LoxoneError `ERR_LOXONE_ANSWER_MALFORMED` when it is no user.
 */
export function parseUser(value: unknown): UserDetails {
  const user = DETAILS.decode(parseEmbeddedJson(value));
  if (user === undefined) throw malformedAnswer(SENTENCE, 'a user has no uuid or no name');
  return user;
}

/** The object that the Miniserver answers, with nothing where a tag or a code would stand. */
export function formatUser(user: UserDetails): JsonObject {
  return DETAILS.encode(user);
}

/**
 * Reads the value of `getgrouplist`, a list or its text.
 *
 * @throws LoxoneError `ERR_LOXONE_ANSWER_MALFORMED` when it is no list.
 */
export function parseGroupList(value: unknown): readonly UserGroup[] {
  return decodeList(GROUP, listFrom(value));
}

/** The list that the Miniserver answers. */
export function formatGroupList(groups: readonly UserGroup[]): readonly JsonObject[] {
  return groups.map((group) => GROUP.encode(group));
}

const SENTENCE = 'The users cannot be understood';

function listFrom(value: unknown): readonly unknown[] {
  const list = parseEmbeddedJson(value);
  if (!Array.isArray(list)) throw malformedAnswer(SENTENCE, 'they are not a list');
  return list;
}

/** The length of a list whose entries are secrets. */
function count(key: string): Field<number> {
  return {
    key,
    read: (value) => (Array.isArray(value) ? value.length : 0),
    write: (length) => Array.from({ length }, () => ({})),
  };
}
