import type { KeyChangeRequest, NewKeyRequest } from '@gatehouse/admin-ui/wire';
import type { KeyRequest, KeyUpdate } from '@gatehouse/mcp-auth';

/** Fields that are there, `undefined` ones left out. */
function given<Fields extends object>(fields: Fields): Fields {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Fields;
}

/** A list that limits nothing is no list: a form that was left empty sends one. */
function listOf(list: readonly string[] | undefined): readonly string[] | undefined {
  return list?.length === 0 ? undefined : list;
}

/** What the key manager takes to make a key. */
export function keyRequestOf(request: NewKeyRequest): KeyRequest {
  const { addresses, devices, rooms, permissions, ...others } = request;
  return given({
    ...others,
    ipWhitelist: addresses,
    devices: listOf(devices),
    rooms: listOf(rooms),
    permissions: listOf(permissions),
  }) as KeyRequest;
}

/** As {@link listOf}, of a change: an empty list removes the limit. */
function changedList(
  list: readonly string[] | null | undefined,
): readonly string[] | null | undefined {
  return list?.length === 0 ? null : list;
}

/** What the key manager takes to change one. */
export function keyUpdateOf(request: KeyChangeRequest): KeyUpdate {
  const { revision: _, addresses, devices, rooms, permissions, ...others } = request;
  return given({
    ...others,
    ipWhitelist: addresses === null ? [] : addresses,
    devices: changedList(devices),
    rooms: changedList(rooms),
    permissions: changedList(permissions),
  }) as KeyUpdate;
}
