import type { Step } from '../request.js';

type Arguments = Readonly<Record<string, unknown>>;

/** One call of a tool that takes targets and an action. */
type Acting = (
  targets: string | readonly unknown[],
  action: string,
  more?: Arguments,
) => readonly Step[];

function acting(tool: string): Acting {
  return (
    targets: string | readonly unknown[],
    action: string,
    more: Arguments = {},
  ): readonly Step[] => [
    { tool, args: { targets: typeof targets === 'string' ? [targets] : targets, action, ...more } },
  ];
}

export const lights: Acting = acting('loxone_control_lights');
export const covers: Acting = acting('loxone_control_covers');
export const climate: Acting = acting('loxone_set_climate');
export const media: Acting = acting('loxone_control_media');

function commanding(tool: string): Acting {
  return (
    targets: string | readonly unknown[],
    command: string,
    args?: Arguments,
  ): readonly Step[] => [
    {
      tool,
      args: {
        targets: typeof targets === 'string' ? [targets] : targets,
        command,
        ...(args !== undefined && { args }),
      },
    },
  ];
}

export const device: Acting = commanding('loxone_control_device');
export const access: Acting = commanding('loxone_control_access');

export function scene(name: string, more: Arguments = {}): readonly Step[] {
  return [{ tool: 'loxone_activate_scene', args: { scene: name, ...more } }];
}

export function search(query: string, more: Arguments = {}): readonly Step[] {
  return [{ tool: 'loxone_search', args: { query, ...more } }];
}

export function read(...targets: readonly unknown[]): readonly Step[] {
  return [{ tool: 'loxone_get_state', args: { targets } }];
}

export function batch(...steps: readonly Step[]): readonly Step[] {
  return [
    { tool: 'loxone_batch', args: { steps: steps.map(({ tool, args }) => ({ tool, args })) } },
  ];
}
