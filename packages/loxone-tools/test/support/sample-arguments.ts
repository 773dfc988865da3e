import type { ArgumentSpec, CommandSpec } from '@gatehouse/loxone-controls';

/** Arguments that a command takes, and the details that a control needs for them. */
export interface Sample {
  readonly args: Readonly<Record<string, string | number>>;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Makes up arguments from what the catalog says of them. */
export function sampleOf({ args }: CommandSpec): Sample {
  const samples = args.map((arg) => ({ arg, value: sampleValue(arg) }));
  return {
    args: Object.fromEntries(samples.map(({ arg, value }) => [arg.name, value])),
    details: Object.fromEntries(samples.flatMap(({ arg, value }) => detailsOf(arg, value))),
  };
}

function sampleValue(arg: ArgumentSpec): string | number {
  switch (arg.kind) {
    case 'number':
      return arg.min ?? Math.min(1, arg.max ?? 1);
    case 'choice':
      return Object.keys(arg.choices)[0] ?? '';
    case 'text':
      return arg.example ?? (arg.json === true ? '{}' : 'Sample');
  }
}

/** A control lists what can be chosen, and whom it moves. */
function detailsOf(arg: ArgumentSpec, value: string | number): readonly [string, unknown][] {
  if (arg.kind === 'number' && arg.choicesFromDetails !== undefined) {
    return [[arg.choicesFromDetails, { [value]: 'Sample' }]];
  }
  if (arg.kind === 'text' && arg.membersFromDetails !== undefined) {
    const uuid = String(value).split(/[: ]/)[0];
    return [[arg.membersFromDetails, [{ uuid }]]];
  }
  return [];
}
