import type { Action, ActionTarget, Decision, Risk } from '@gatehouse/core';
import { type HouseEntry, targetOf } from './house/house-entry.js';
import type { HouseIndex } from './house/house-index.js';
import { membersOf } from './house/members.js';
import { sightOf } from './house/sight.js';
import type { ToolContext } from './tool.js';

/** What the caller of one tool may see and do. Every answer comes from `authorize` (rule 1). */
export interface Access {
  /** The highest risk that the tool can reach. */
  readonly risk: Risk;
  /** Whether the tool may be called at all. */
  call(): Decision;
  /** Whether a control exists for this caller. What is not seen must leave no trace. */
  sees(entry: HouseEntry): boolean;
  /** Whether a command of this risk may be given to a control, and who has to agree to it. */
  decide(entry: HouseEntry, risk: Risk): Decision;
  /**
   * The last word before commands are sent, all of which `decide` has allowed.
   *
   * @param consented - Whether somebody has agreed to them, where that is needed.
   */
  commit(entries: readonly HouseEntry[], risk: Risk, consented: boolean): Promise<Decision>;
}

/** The rules became stricter while the call was under way. */
const STRICTER_NOW: Decision = {
  allow: false,
  reason: 'not-confirmed',
  needs: 'the consent of a person, which it did not need when the call began',
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
  const seen = sightOf(index, principal, authorize, tool);
  return {
    risk: tool.risk,
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
      if (members.length === 0) return own.decision;
      const all = ask(
        risk,
        members.map(({ id, entry: member }) => (member === undefined ? { id } : targetOf(member))),
      );
      if (all.decision.allow) return stricter(own.decision, all.decision);
      const decision = denied(all);
      // The reason could name a member that the caller does not see.
      return decision.allow ? decision : { ...decision, needs: MEMBERS_NEEDED };
    },
    async commit(entries, risk, consented) {
      if (context.decide === undefined) return { allow: true };
      const targets = entries.flatMap((entry) => askAbout(entry, risk).action.targets ?? []);
      const decision = await context.decide(actionOf(risk, targets), consented);
      const isOpen = decision.allow && decision.consent !== undefined && !consented;
      return isOpen ? STRICTER_NOW : decision;
    },
  };

  /** Somebody who may only command must still find what they command. */
  function seesToUse(entry: HouseEntry): boolean {
    return tool.risk !== 'read' && askAbout(entry, tool.risk).decision.allow;
  }
}

/** Of two decisions that allow, the one that asks for more. */
function stricter(one: Decision, other: Decision): Decision {
  if (!one.allow || one.consent === 'approve') return one;
  return other.allow && other.consent === undefined ? one : other;
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
