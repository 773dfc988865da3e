import { keyStatus } from '@gatehouse/keys';
import type { McpAuth } from '@gatehouse/mcp-auth';

/** An admin key that works: just made (then with the key itself), or there before. */
export interface AdminKey {
  readonly keyId: string;
  /** The key, if it was made now; it is shown this once. */
  readonly newKey?: string;
}

/** Makes the first admin key where no working one exists. */
export async function ensureAdminKey(auth: McpAuth): Promise<AdminKey> {
  const records = await auth.keys.list();
  const now = Date.now();
  const existing = records.find(
    (record) => record.role === 'admin' && keyStatus(record, now) === 'active',
  );
  if (existing !== undefined) return { keyId: existing.id };
  const { record, key } = await auth.keys.create(
    { name: 'First admin', role: 'admin' },
    { id: 'loxone-mcp-server' },
  );
  return { keyId: record.id, newKey: key };
}
