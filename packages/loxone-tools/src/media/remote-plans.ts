import { choicesOf, chooseNamed } from '../command/named-choice.js';
import { type CommandPlan, type PlanContext, plan } from '../command/plan.js';
import { isValue } from '../command/reached.js';
import type { MediaWish } from './media-wish.js';
import { cannotDo } from './zone-plans.js';

/** Buttons of a remote control, which sends and hears nothing back. */
const BUTTONS: ReadonlySet<string> = new Set(['play', 'pause', 'stop', 'next', 'previous', 'mute']);

/** Puts a wish to a remote control; its source is the mode that it is in. */
export function planRemote(context: PlanContext, wish: MediaWish): CommandPlan {
  const { control, states } = context;
  if (BUTTONS.has(wish.action)) {
    return plan(control.id, 'press-button', () => undefined, { button: wish.action });
  }
  switch (wish.action) {
    case 'on':
      return plan(control.id, 'on', isValue('active', true));
    case 'off':
      return plan(control.id, 'off', isValue('active', false));
    case 'source': {
      const chosen = chooseNamed(choicesOf(control, states, 'modeList'), wish.source, 'mode');
      if (!chosen.ok) return chosen;
      const mode = chosen.value;
      return plan(control.id, 'select-mode', isValue('mode', mode), { mode });
    }
    default:
      return cannotDo(control.type, wish.action);
  }
}
