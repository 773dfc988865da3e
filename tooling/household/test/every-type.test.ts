import { CONTROL_TYPES, type CommandSpec } from '@gatehouse/loxone-controls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { houseOfEveryType, ROOM, sampleArguments } from '../src/every-type.js';
import { type Household, startHousehold } from '../src/household.js';

/** The tool for a command of this risk; what is stored is changed by a tool that is off by default. */
const TOOL_FOR = { control: 'loxone_control_device', access: 'loxone_control_access' } as const;

type Daily = CommandSpec & { readonly risk: 'control' | 'access' };

function dailyCommands(type: (typeof CONTROL_TYPES)[number]): readonly Daily[] {
  return type.commands.filter((command): command is Daily => command.risk !== 'admin');
}

describe('a house with one control of each type', () => {
  let household: Household;
  beforeAll(async () => {
    household = await startHousehold(houseOfEveryType());
  });
  afterAll(() => household.stop());

  it.each(CONTROL_TYPES.map((type) => [type.type, type] as const))(
    'has a %s that is read, and takes its commands',
    async (name, type) => {
      const target = `${name} [${ROOM}]`;
      const read = await household.call({ tool: 'loxone_get_state', args: { targets: [target] } });
      expect(read.isError, read.text).toBeUndefined();
      for (const command of dailyCommands(type)) {
        const before = household.sent();
        const args = {
          targets: [target],
          command: command.name,
          args: sampleArguments(command),
          wait_ms: 0,
        };
        const result = await household.call({ tool: TOOL_FOR[command.risk], args });
        expect(result.isError, `${command.name}: ${result.text}`).toBeUndefined();
        expect(household.sent(), command.name).toBe(before + 1);
      }
    },
  );
});
