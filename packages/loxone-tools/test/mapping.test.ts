import {
  checkCommand,
  commandsOf,
  controlType,
  type HomeControl,
} from '@gatehouse/loxone-controls';
import { describe, expect, it } from 'vitest';
import { accessCommands } from '../src/control-access/access-command.js';
import { findCommand } from '../src/device/find-command.js';
import { createLoxoneTools } from '../src/index.js';
import { control } from './support/controls.js';
import { LOX, MCP_LOXONE, MCP_LOXONE_TOOLS, type Place } from './support/mapping.js';

const TOOLS = new Map(
  createLoxoneTools({
    optIn: ['loxone_manage_scenes', 'loxone_send_command', 'loxone_admin'],
  }).map((tool) => [tool.name, tool]),
);
const PLACES = [...MCP_LOXONE, ...LOX];
const inTools = PLACES.flatMap((place) => ('tool' in place ? [[place.name, place] as const] : []));

/** What the tables mean by the names that they use. */
const TYPES: Readonly<Record<string, string>> = {
  Alarm: 'Alarm',
  Button: 'Pushbutton',
  'Front door': 'IntercomV2',
  Gate: 'Gate',
  'Safe lamp': 'Switch',
  Slider: 'Slider',
  Socket: 'Switch',
  Wallbox: 'Wallbox2',
};

function named({ tool, args }: Extract<Place, { tool: string }>): HomeControl | undefined {
  const [target] = Array.isArray(args.targets) ? args.targets : [];
  const type = typeof target === 'string' ? TYPES[target] : undefined;
  const byCommand = tool === 'loxone_control_device' || tool === 'loxone_control_access';
  return byCommand && type !== undefined ? control({ id: 'it', name: 'It', type }) : undefined;
}

describe('what other programs do', () => {
  it.each(inTools)('%s has its place', (_name, place) => {
    const tool = TOOLS.get(place.tool);
    expect(tool, place.tool).toBeDefined();
    const parsed = tool?.inputSchema.safeParse(place.args);
    expect(parsed?.error?.message).toBeUndefined();
    const it = named(place);
    if (it === undefined) return;
    const wish = {
      command: String(place.args.command),
      args: (place.args.args ?? {}) as Record<string, string>,
    };
    const part = control({ id: 'p', name: 'Part', type: 'Pushbutton', parent: it });
    const found =
      place.tool === 'loxone_control_access'
        ? accessCommands(it, wish, [part])
        : [{ control: it, wish }];
    expect(found).toHaveLength(1);
    for (const one of found) {
      const spec = findCommand(one.control, one.wish);
      const names = commandsOf(one.control).map(({ name }) => name);
      expect(names, `${it.type} ${wish.command}`).toContain(spec?.name);
      expect(checkCommand(one.control, spec?.name ?? '', one.wish.args)).toMatchObject({
        ok: true,
      });
    }
  });

  it('is all there: each of the 27 tools at least once', () => {
    expect(MCP_LOXONE_TOOLS).toHaveLength(27);
    const mapped = new Set(MCP_LOXONE.map(({ name }) => name.split(' ')[0]));
    expect([...mapped].sort()).toEqual([...MCP_LOXONE_TOOLS].sort());
  });

  it('names nothing twice, and types that there are', () => {
    for (const places of [MCP_LOXONE, LOX]) {
      const names = places.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
    for (const type of Object.values(TYPES)) expect(controlType(type), type).toBeDefined();
  });

  it('is left out only for a reason', () => {
    for (const place of PLACES) {
      if ('leftOut' in place) expect(place.leftOut.length).toBeGreaterThan(20);
    }
  });
});
