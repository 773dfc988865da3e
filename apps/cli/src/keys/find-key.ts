import type { KeyRecord } from '@gatehouse/core';
import { parseKey } from '@gatehouse/keys';
import { EXIT, StartupError } from '@gatehouse/loxone-app';
import type { KeyReader } from '@gatehouse/mcp-auth';

/**
 * Finds a key by its id. A whole key is accepted too, since that is what people have at hand; only
 * its public part is used, and it is never repeated in a message.
 */
export async function findKey(keys: KeyReader, given: string): Promise<KeyRecord> {
  const parsed = parseKey(given);
  const id = parsed.ok ? parsed.id : given;
  const record = await keys.get(id);
  if (record !== undefined) return record;
  const known = (await keys.list()).map((key) => key.id);
  const hint =
    known.length === 0
      ? 'The store is empty.'
      : `Known are: ${known.slice(0, 10).join(', ')}${known.length > 10 ? ', …' : ''}.`;
  throw new StartupError(`There is no key of that id in ${keys.location}. ${hint}`, EXIT.usage);
}
