import type { WholeServer } from './whole-server.js';

/** Keys that let nobody in, and two that do. */
export interface Keys {
  readonly admin: string;
  /** A key that is good and may do nothing. */
  readonly powerless: string;
  readonly wrong: string;
  readonly expired: string;
  readonly revoked: string;
  /** Good, but only from an address that no test has. */
  readonly elsewhere: string;
}

/** A browser that is signed in. */
export interface SignedIn {
  readonly cookie: string;
  readonly csrfToken: string;
}

const MINUTE = 60_000;
const BY = { id: 'test' };

/** Makes one key of each kind. */
export async function makeKeys({ auth, advance }: WholeServer): Promise<Keys> {
  const create = async (role: string, more: object = {}): Promise<{ id: string; key: string }> => {
    const { record, key } = await auth.keys.create({ name: role, role, ...more }, BY);
    return { id: record.id, key };
  };
  const admin = await create('admin');
  const revoked = await create('admin');
  await auth.keys.revoke(revoked.id, BY);
  const expired = await create('admin', { expiresAt: Date.now() + MINUTE });
  const elsewhere = await create('admin', { ipWhitelist: ['192.0.2.1'] });
  const powerless = await create('custom', { permissions: ['prompt:none'] });
  advance(2 * MINUTE);
  return {
    admin: admin.key,
    powerless: powerless.key,
    wrong: `${admin.key.slice(0, -1)}${admin.key.endsWith('0') ? '1' : '0'}`,
    expired: expired.key,
    revoked: revoked.key,
    elsewhere: elsewhere.key,
  };
}

/** Signs in as a page does. */
export async function signIn({ url }: WholeServer, key: string): Promise<SignedIn> {
  const response = await fetch(`${url}/admin/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key }),
  });
  const body = (await response.json()) as { csrfToken: string };
  const cookie = response.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  if (cookie === '') throw new TypeError(`signing in gave ${response.status} and no cookie`);
  return { cookie, csrfToken: body.csrfToken };
}

/** Signs out. */
export async function signOut({ url }: WholeServer, session: SignedIn): Promise<void> {
  const { cookie, csrfToken } = session;
  const headers = { cookie, 'x-csrf-token': csrfToken };
  await fetch(`${url}/admin/api/session`, { method: 'DELETE', headers });
}
