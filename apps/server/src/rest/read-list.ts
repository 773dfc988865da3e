import type { HouseCalls, LookingWay, Structured } from './house-calls.js';

/** Which page of a list. */
export interface PageAsked {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** A page of a list that a resource holds. */
export async function readList(
  uri: string,
  { limit, cursor }: PageAsked,
  calls: Pick<HouseCalls, 'read'>,
  way: LookingWay,
): Promise<Structured> {
  const query = new URLSearchParams({
    ...(limit !== undefined && { limit: String(limit) }),
    ...(cursor !== undefined && { cursor }),
  });
  const text = await calls.read(query.size === 0 ? uri : `${uri}?${query}`, way);
  return JSON.parse(text) as Structured;
}
