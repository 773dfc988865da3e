import type { Authorize, Principal, Risk } from '@gatehouse/core';
import type { HouseIndex } from './house-index.js';

/** What one caller sees of one structure, as far as it has been asked: control id → yes or no. */
export type Sight = Map<string, boolean>;

interface Sights {
  /** Whose rules the answers are. */
  readonly authorize: Authorize;
  readonly revision: string;
  readonly byTool: Map<string, Sight>;
}

/** Answers live as long as the structure and the principal that they are about, and no longer. */
const known = new WeakMap<HouseIndex, WeakMap<Principal, Sights>>();

/**
 * What is already known of what a caller sees. In a house of thousands of controls every search
 * would else ask for thousands of decisions that were all made before.
 *
 * `Authorize` is pure but for the clock, and a principal that has expired is refused with the whole
 * call; a change of the key makes another principal, or another revision of it.
 *
 * @param tool - A permission may name a tool, so each has answers of its own.
 */
export function sightOf(
  index: HouseIndex,
  principal: Principal,
  authorize: Authorize,
  tool: { readonly name: string; readonly risk: Risk },
): Sight {
  const { byTool } = sightsOf(index, principal, authorize);
  const key = `${tool.risk}:${tool.name}`;
  const sight = byTool.get(key) ?? new Map<string, boolean>();
  byTool.set(key, sight);
  return sight;
}

function sightsOf(index: HouseIndex, principal: Principal, authorize: Authorize): Sights {
  const byPrincipal = known.get(index) ?? new WeakMap<Principal, Sights>();
  known.set(index, byPrincipal);
  const present = byPrincipal.get(principal);
  const { revision } = principal;
  if (present?.authorize === authorize && present.revision === revision) return present;
  const fresh: Sights = { authorize, revision, byTool: new Map() };
  byPrincipal.set(principal, fresh);
  return fresh;
}
