import type { RequestExtra, RequestHandler } from './intercept.js';
import { member, type Offer, type OfferKind } from './methods.js';
import type { Rule } from './rules.js';

const READ: Rule = { risk: 'read' };
const CONTROL: Rule = { risk: 'control' };

/** A server whose list has more pages than this is not worth guessing about. */
const MOST_PAGES = 100;

/**
 * The rule of an entry of a list, where the host gave none: resources and prompts are `read`; a
 * tool is by its annotations, `read` if it says that it is read-only, else `control`.
 *
 * The hint comes from the server's author, who also wrote the tool. `destructiveHint` is not looked
 * at: absent means true (MCP 2025-06-18, tool annotations), so it tells nothing apart.
 */
export function ruleOfEntry(kind: OfferKind, entry: unknown): Rule {
  if (kind !== 'tool') return READ;
  return member(member(entry, 'annotations'), 'readOnlyHint') === true ? READ : CONTROL;
}

/**
 * The rule of an offer that is about to be used: as {@link ruleOfEntry}, by what the server's own
 * list tells this caller about it now.
 *
 * @param listTools - The handler of `tools/list`, not guarded; absent = there are no tools.
 * @returns `undefined` for a tool that is not on the list.
 */
export async function annotatedRule(
  offer: Offer,
  listTools: RequestHandler | undefined,
  extra: RequestExtra,
): Promise<Rule | undefined> {
  if (offer.kind !== 'tool') return READ;
  if (listTools === undefined) return undefined;
  let cursor: unknown;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const params = cursor === undefined ? {} : { cursor };
    const result = await listTools({ method: 'tools/list', params }, extra);
    const tools = member(result, 'tools');
    const found = (Array.isArray(tools) ? tools : []).find(
      (entry) => member(entry, 'name') === offer.name,
    );
    if (found !== undefined) return ruleOfEntry(offer.kind, found);
    cursor = member(result, 'nextCursor');
    if (cursor === undefined) return undefined;
  }
  return undefined;
}
