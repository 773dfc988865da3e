import type { ActionTarget, Decision, Risk } from '@gatehouse/core';
import { type HouseEntry, targetOf } from './house/house-entry.js';
import type { HouseIndex } from './house/house-index.js';
import { membersOf } from './house/members.js';
import type { ToolContext } from './tool.js';

/** What the caller of one tool may see and do. Every answer comes from `authorize` (rule 1). */
export interface Access {
  /** Whether the tool may be called at all. */
  call(): Decision;
  /** Whether a control exists for this caller. What is not seen must leave no trace. */
  sees(entry: HouseEntry): boolean;
  /** Whether a command of this risk may be given to a control. */
  decide(entry: HouseEntry, risk: Risk): Decision;
}

/** @param tool - The tool that is being called, and the highest risk that it can reach. */
export function createAccess(
  context: Pick<ToolContext, 'principal' | 'authorize'>,
  index: HouseIndex,
  tool: { readonly name: string; readonly risk: Risk },
): Access {
  const ask = (risk: Risk, targets?: readonly ActionTarget[]): Decision =>
    context.authorize(context.principal, {
      kind: 'tool',
      name: tool.name,
      risk,
      ...(targets !== undefined && { targets }),
    });
  const askAbout = (entry: HouseEntry, risk: Risk): Decision => {
    const own = ask(risk, [targetOf(entry)]);
    const whole = entry.parent === undefined ? undefined : index.byId(entry.parent.id);
    return whole === undefined ? own : partDecision(own, ask(risk, [targetOf(whole)]));
  };
  const seen = new Map<string, boolean>();
  return {
    call: () => ask(tool.risk),
    sees(entry) {
      const known = seen.get(entry.control.id);
      if (known !== undefined) return known;
      const answer = askAbout(entry, 'read').allow || seesToUse(entry);
      seen.set(entry.control.id, answer);
      return answer;
    },
    decide(entry, risk) {
      const own = askAbout(entry, risk);
      // Else a key for one room could move the whole house by a central control in that room.
      const members = own.allow ? membersOf(entry.control, index) : [];
      if (members.length === 0) return own;
      const all = ask(
        risk,
        members.map(({ id, entry: member }) => (member === undefined ? { id } : targetOf(member))),
      );
      // The reason could name a member that the caller does not see.
      return all.allow ? all : { allow: false, reason: all.reason, needs: MEMBERS_NEEDED };
    },
  };

  /** Somebody who may only command must still find what they command. */
  function seesToUse(entry: HouseEntry): boolean {
    return tool.risk !== 'read' && askAbout(entry, tool.risk).allow;
  }
}

/**
 * Limits and permissions name a light controller, not its circuits: what is given or denied for the
 * whole holds for its parts. A denial wins, whichever of the two it names.
 */
function partDecision(own: Decision, whole: Decision): Decision {
  if (own.allow) return !whole.allow && whole.reason === 'denied' ? whole : own;
  const isLeftOut = own.reason === 'target' || own.reason === 'not-granted';
  return isLeftOut ? whole : own;
}

const MEMBERS_NEEDED = 'rights for every device that this central control moves';
