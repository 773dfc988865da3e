import type { ActRequest, HouseChoice, HouseCommand, HouseRange } from '../../wire/index.js';

/** A command that the page offers as a slider. */
export type SliderCommand = HouseCommand & { readonly argument: HouseRange };

/** A command that the page offers as names to choose from. */
export type ChoiceCommand = HouseCommand & { readonly argument: HouseChoice };

/** What the page offers for a device. */
export interface Offered {
  readonly choices: readonly ChoiceCommand[];
  readonly sliders: readonly SliderCommand[];
  readonly buttons: readonly HouseCommand[];
}

/** So much stands with a device; the rest comes when it is called. */
const FEW = { sliders: 2, buttons: 4 } as const;

/** Parts commands without argument from those with a number, and from those with a name. */
export function offeredBy(commands: readonly HouseCommand[]): Offered {
  return {
    choices: commands.filter(isChoice),
    sliders: commands.filter(isSlider),
    buttons: commands.filter(({ argument }) => argument === undefined),
  };
}

function isChoice(command: HouseCommand): command is ChoiceCommand {
  return command.argument !== undefined && 'choices' in command.argument;
}

function isSlider(command: HouseCommand): command is SliderCommand {
  return command.argument !== undefined && !('choices' in command.argument);
}

/** What is offered at first, and how many more there are. One left-out button is shown instead. */
export function firstOf(offered: Offered): { readonly first: Offered; readonly more: number } {
  const choices = offered.choices.filter(isOfHouse).slice(0, 1);
  const first: Offered = {
    choices,
    sliders: offered.sliders.slice(0, FEW.sliders),
    // Moods and outputs by name are what people look for; off, next and previous are among them.
    buttons: choices.length > 0 ? [] : offered.buttons.slice(0, FEW.buttons),
  };
  const more = countOf(offered) - countOf(first);
  const isOneMore = more === 1 && offered.choices.length === 0;
  return isOneMore ? { first: offered, more: 0 } : { first, more };
}

/** Names that somebody gave in this house, not words that every device of the kind has. */
function isOfHouse({ argument }: ChoiceCommand): boolean {
  return argument.choices.some(({ value }) => typeof value === 'number');
}

function countOf({ choices, sliders, buttons }: Offered): number {
  return choices.length + sliders.length + buttons.length;
}

/** How far a slider moves at once: as the command says, else by whole numbers, else in a hundred steps. */
export function stepOf({ min, max, step }: HouseRange): number {
  if (step !== undefined && step > 0) return step;
  const span = max - min;
  return span > 2 ? 1 : span / 100;
}

/** A value with its unit, as precise as the steps are. */
export function valueText(value: number, argument: HouseRange): string {
  const decimals = decimalsOf(stepOf(argument));
  const number = value.toFixed(decimals);
  return argument.unit === undefined ? number : `${number} ${argument.unit}`;
}

function decimalsOf(step: number): number {
  const [, decimals = ''] = /\.(\d+)$/.exec(String(Number(step.toFixed(4)))) ?? [];
  return decimals.length;
}

/** The nearest value that the slider can stand at. */
export function clamped(value: number, { min, max }: HouseRange): number {
  return Math.min(max, Math.max(min, value));
}

/** What is sent for a button. */
export function actOf({ name }: HouseCommand): ActRequest {
  return { command: name };
}

/** What is sent for a slider at a value. */
export function slideTo({ name, argument }: SliderCommand, value: number): ActRequest {
  return { command: name, args: { [argument.name]: clamped(value, argument) } };
}

/** What is sent for a name that was chosen. */
export function chooseOf(
  { name, argument }: ChoiceCommand,
  value: HouseChoice['choices'][number]['value'],
): ActRequest {
  return { command: name, args: { [argument.name]: value } };
}

/** Whether it is more than everyday control, and is marked as such. */
export function isGrave(risk: string): boolean {
  return risk !== 'read' && risk !== 'control';
}
