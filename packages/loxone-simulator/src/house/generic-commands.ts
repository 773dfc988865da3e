import { mainStates } from '@gatehouse/loxone-controls';
import type { WireCommand } from '../physics/physics.js';
import type { Control } from './control.js';

/** What came of a command for a control. */
export interface CommandResult {
  /** Status as in protocol reference §2.7. */
  readonly code: number;
  /** `"1"` done, `"0"` not done, or what was asked for. */
  readonly value: unknown;
  /** Stands beside the value, as `output0` of `all` does. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

export const DONE: CommandResult = { code: 200, value: '1' };
export const NOT_DONE: CommandResult = { code: 200, value: '0' };
export const NOT_FOUND: CommandResult = { code: 404, value: '0' };
export const FORBIDDEN: CommandResult = { code: 403, value: '0' };

const LOCKED_BY_VISUALISATION = 1;
const PRINTF = /%[-+ 0#]*\d*(?:\.(\d+))?[a-zA-Z]/;

/**
 * Commands that every control takes, whatever its type (protocol reference §4.5).
 *
 * @returns `undefined` when it is not one of them.
 */
export function genericCommand(control: Control, command: WireCommand): CommandResult | undefined {
  switch (command.word) {
    case '':
    case 'state':
      return { code: 200, value: shownState(control) };
    case 'all':
      return { code: 200, value: shownState(control), extra: outputs(control) };
    case 'controlnotes':
      return { code: 200, value: notesOf(control) };
    case 'secureddetails':
      return control.description.securedDetails
        ? { code: 200, value: JSON.stringify(securedDetails()) }
        : NOT_FOUND;
    case 'lockcontrol':
      return lock(control, command);
    case 'unlockcontrol':
      return unlock(control);
    default:
      return undefined;
  }
}

/** Where an intercom's camera and telephone are (protocol reference §5.5); made up, like the rest. */
function securedDetails(): unknown {
  return {
    videoInfo: { alertImage: '/camera', streamUrl: '/camera', user: 'door', pass: 'simulated' },
    audioInfo: { host: '127.0.0.1', user: 'door', pass: 'simulated' },
  };
}

/** Whether somebody has locked the control in the visualisation or by logic. */
export function isLocked(control: Control): boolean {
  return /"locked":\s*[12]/.test(control.text('jLocked'));
}

function lock(control: Control, command: WireCommand): CommandResult {
  const [on = '', ...reason] = command.args;
  if (!control.has('jLocked') || control.details.jLockable !== true) return NOT_DONE;
  if (on !== '0' && on !== '1') return NOT_DONE;
  const locked = on === '1' ? LOCKED_BY_VISUALISATION : 0;
  control.set('jLocked', JSON.stringify({ locked, reason: reason.join('/') }));
  return DONE;
}

function unlock(control: Control): CommandResult {
  if (!control.has('jLocked')) return NOT_DONE;
  control.set('jLocked', '');
  return DONE;
}

/** The state that answers "how is it?", as the box prints it. */
function shownState(control: Control): string {
  const name =
    mainStates(control.type).find(({ name }) => control.has(name))?.name ??
    Object.keys(control.description.states)[0];
  if (name === undefined) return '0';
  const text = control.text(name);
  if (text !== '') return text;
  return printed(control.details.format, control.number(name));
}

function printed(format: unknown, value: number): string {
  if (typeof format !== 'string') return String(value);
  return format
    .replace(PRINTF, (_, digits?: string) => value.toFixed(Number(digits ?? 0)))
    .replaceAll('%%', '%');
}

function outputs(control: Control): Readonly<Record<string, unknown>> {
  const names = Object.keys(control.description.states);
  return Object.fromEntries(
    names.map((name, index) => [
      `output${index}`,
      { name, nr: index + 1, value: control.text(name) || control.number(name) },
    ]),
  );
}

function notesOf(control: Control): string {
  return control.description.other.hasControlNotes === true
    ? `${control.name}: notes kept by the installer.`
    : '';
}
