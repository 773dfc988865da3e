import { createHash } from 'node:crypto';
import type { Uuid } from '@gatehouse/loxone-protocol';

/** A uuid in Loxone's form that is always the same for the same name. */
export function uuidFrom(name: string): Uuid {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-ffff${hex.slice(16, 28)}`;
}
