import type { Action, ActionTarget, Decision, Risk } from '@gatehouse/core';
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
  /** The last word before commands are sent, all of which `decide` has allowed. */
  commit(entries: readonly HouseEntry[], risk: Risk): Promise<Decision>;
}

/** A tool that asks nobody must not act on a permission that a person has to confirm. */
const UNCONFIRMED: Decision = {
  allow: false,
  reason: 'not-confirmed',
  needs: 'the confirmation of a person, which this tool cannot ask for',
};

/** What was asked, and the answer. */
interface Answer {
  readonly action: Action;
  readonly decision: Decision;
}

/** @param tool - The tool that is being called, and the highest risk that it can reach. */
export function createAccess(
  context: Pick<ToolContext, 'principal' | 'authorize' | 'authorizeAct' | 'decide'>,
  index: HouseIndex,
  tool: { readonly name: string; readonly risk: Risk },
): Access {
  const { principal, authorize, authorizeAct = authorize } = context;
  const actionOf = (risk: Risk, targets?: readonly ActionTarget[]): Action => ({
    kind: 'tool',
    name: tool.name,
    risk,
    ...(targets !== undefined && { targets }),
  });
  const ask = (risk: Risk, targets?: readonly ActionTarget[]): Answer => {
    const action = actionOf(risk, targets);
    return { action, decision: authorize(principal, action) };
  };
  const askAbout = (entry: HouseEntry, risk: Risk): Answer => {
    const own = ask(risk, [targetOf(entry)]);
    const whole = entry.parent === undefined ? undefined : index.byId(entry.parent.id);
    return whole === undefined ? own : partAnswer(own, ask(risk, [targetOf(whole)]));
  };
  /** Several questions may lead to one denial; asked once more, that one is recorded. */
  const denied = ({ action, decision }: Answer): Decision => {
    const again = authorizeAct(principal, action);
    return again.allow ? decision : again;
  };
  const seen = new Map<string, boolean>();
  return {
    call: () => ask(tool.risk).decision,
    sees(entry) {
      const known = seen.get(entry.control.id);
      if (known !== undefined) return known;
      const answer = askAbout(entry, 'read').decision.allow || seesToUse(entry);
      seen.set(entry.control.id, answer);
      return answer;
    },
    decide(entry, risk) {
      const own = askAbout(entry, risk);
      if (!own.decision.allow) return denied(own);
      // Else a key for one room could move the whole house by a central control in that room.
      const members = membersOf(entry.control, index);
      if (members.length === 0) return confirmed(own.decision);
      const all = ask(
        risk,
        members.map(({ id, entry: member }) => (member === undefined ? { id } : targetOf(member))),
      );
      if (all.decision.allow) return confirmed(all.decision);
      const decision = denied(all);
      // The reason could name a member that the caller does not see.
      return decision.allow ? decision : { ...decision, needs: MEMBERS_NEEDED };
    },
    async commit(entries, risk) {
      if (context.decide === undefined) return { allow: true };
      const targets = entries.flatMap((entry) => askAbout(entry, risk).action.targets ?? []);
      return confirmed(await context.decide(actionOf(risk, targets)));
    },
  };

  /** Somebody who may only command must still find what they command. */
  function seesToUse(entry: HouseEntry): boolean {
    return tool.risk !== 'read' && askAbout(entry, tool.risk).decision.allow;
  }
}

function confirmed(decision: Decision): Decision {
  return decision.allow && decision.confirm === true ? UNCONFIRMED : decision;
}

/**
 * Limits and permissions name a light controller, not its circuits: what is given or denied for the
 * whole holds for its parts. A denial wins, whichever of the two it names.
 */
function partAnswer(own: Answer, whole: Answer): Answer {
  if (own.decision.allow) return isDenial(whole.decision) ? whole : own;
  const isLeftOut = own.decision.reason === 'target' || own.decision.reason === 'not-granted';
  return isLeftOut ? whole : own;
}

function isDenial(decision: Decision): boolean {
  return !decision.allow && decision.reason === 'denied';
}

const MEMBERS_NEEDED = 'rights for every device that this central control moves';
