import type { Action, ActionTarget, Authorize, Decision, Principal, Risk } from '@gatehouse/core';
import type { HomeControl, LoxoneHome } from '@gatehouse/loxone-controls';

/** Which tool somebody reads the house with, and which they move it with. */
const READING = 'loxone_get_state';
const TOOL_FOR: Readonly<Record<'control' | 'access', string>> = {
  control: 'loxone_control_device',
  access: 'loxone_control_access',
};

/** Risks of commands that the page offers; the rest is for tools of its own. */
export type OfferedRisk = keyof typeof TOOL_FOR;

/** The tool that gives commands of this risk; `undefined` where the page offers none. */
export function toolForRisk(risk: Risk): string | undefined {
  return risk === 'control' || risk === 'access' ? TOOL_FOR[risk] : undefined;
}

/** What several principals at once may see and do of a house: what each of them may. */
export interface HouseSight {
  sees(control: HomeControl): boolean;
  /** Whether a command of this risk may be given to a control, with or without asking. */
  mayCommand(control: HomeControl, risk: OfferedRisk): boolean;
}

/** Everything is asked of `authorize` (rule 1), for each control by itself. */
export function houseSight(
  home: Pick<LoxoneHome, 'control'>,
  authorize: Authorize,
  principals: readonly Principal[],
): HouseSight {
  function allowed(control: HomeControl, name: string, risk: Risk): boolean {
    const parent = control.parent === undefined ? undefined : home.control(control.parent);
    return principals.every((principal) => {
      const ask = (one: HomeControl): Decision => {
        const action: Action = { kind: 'tool', name, risk, targets: [targetOf(one, parent)] };
        return authorize(principal, action);
      };
      return parent === undefined ? ask(control).allow : partAllowed(ask(control), ask(parent));
    });
  }
  return {
    sees: (control) => allowed(control, READING, 'read'),
    mayCommand: (control, risk) => allowed(control, TOOL_FOR[risk], risk),
  };
}

/** As tools have it: what is given or denied for a whole holds for its parts, and a denial wins. */
function partAllowed(own: Decision, whole: Decision): boolean {
  if (!whole.allow && whole.reason === 'denied') return false;
  if (own.allow) return true;
  return (own.reason === 'target' || own.reason === 'not-granted') && whole.allow;
}

function targetOf(control: HomeControl, parent: HomeControl | undefined): ActionTarget {
  const room = control.room ?? parent?.room;
  return {
    id: control.id,
    name: control.name,
    ...(room === undefined ? {} : { roomId: room.id, roomName: room.name }),
  };
}
