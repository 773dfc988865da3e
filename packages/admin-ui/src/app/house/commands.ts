import type { ActRequest, HouseCommand } from '../../wire/index.js';

/** The one number that a command takes. */
export type CommandArgument = NonNullable<HouseCommand['argument']>;

/** A command that the page offers as a slider. */
export type SliderCommand = HouseCommand & { readonly argument: CommandArgument };

/** What the page offers for a device. */
export interface Offered {
  readonly buttons: readonly HouseCommand[];
  readonly sliders: readonly SliderCommand[];
}

/** Parts commands without argument from those with a number. */
export function offeredBy(commands: readonly HouseCommand[]): Offered {
  return {
    buttons: commands.filter(({ argument }) => argument === undefined),
    sliders: commands.filter(isSlider),
  };
}

function isSlider(command: HouseCommand): command is SliderCommand {
  return command.argument !== undefined;
}

/** How far a slider moves at once: as the command says, else by whole numbers, else in a hundred steps. */
export function stepOf({ min, max, step }: CommandArgument): number {
  if (step !== undefined && step > 0) return step;
  const span = max - min;
  return span > 2 ? 1 : span / 100;
}

/** A value with its unit, as precise as the steps are. */
export function valueText(value: number, argument: CommandArgument): string {
  const decimals = decimalsOf(stepOf(argument));
  const number = value.toFixed(decimals);
  return argument.unit === undefined ? number : `${number} ${argument.unit}`;
}

function decimalsOf(step: number): number {
  const [, decimals = ''] = /\.(\d+)$/.exec(String(Number(step.toFixed(4)))) ?? [];
  return decimals.length;
}

/** The nearest value that the slider can stand at. */
export function clamped(value: number, { min, max }: CommandArgument): number {
  return Math.min(max, Math.max(min, value));
}

/** What is sent for a button, or for a slider at a value. */
export function actOf(command: HouseCommand, value?: number): ActRequest {
  const { name, argument } = command;
  if (argument === undefined || value === undefined) return { command: name };
  return { command: name, args: { [argument.name]: clamped(value, argument) } };
}

/** Whether it is more than everyday control, and is marked as such. */
export function isGrave(risk: string): boolean {
  return risk !== 'read' && risk !== 'control';
}
