import type { Principal } from '@gatehouse/core';
import type { HomeControl, HomeRoom, LoxoneHome } from '@gatehouse/loxone-controls';
import { controlType, decodeState, familyOf } from '@gatehouse/loxone-controls';
import { createLoxoneTools, type ToolContext } from '@gatehouse/loxone-tools';
import { createAuthorizer } from '@gatehouse/rbac';
import type { Case } from '../measure.js';
import { measure, nowUs } from '../measure.js';
import type { GroupResult } from '../report.js';
import type { Settings } from '../settings.js';

/** Of a very large house. */
const CONTROLS = 2_000;
const OPERATIONS = 200;

const ROOMS = ['Küche', 'Wohnzimmer', 'Bad', 'Flur', 'Büro', 'Ložnice', 'Obývací pokoj', 'Salon'];
const FLOORS = ['EG', '1. OG', '2. OG', 'DG', 'KG'];
const DEVICES = [
  ['LightControllerV2', 'Licht', '{"activeMoods":"[1]","activeMoodsNum":1}'],
  ['Jalousie', 'Raffstore links', '{"position":0.4,"shadePosition":0.5}'],
  ['Jalousie', 'Raffstore rechts', '{"position":1}'],
  ['IRoomControllerV2', 'Raumregelung', '{"tempActual":21.5,"tempTarget":22}'],
  ['Dimmer', 'Leselampe', '{"position":45}'],
  ['Switch', 'Steckdose', '{"active":1}'],
  ['InfoOnlyAnalog', 'Luftfeuchte', '{"value":47.3}'],
] as const;

type Wire = Readonly<Record<string, string | number>>;

function roomOf(number: number): HomeRoom {
  const kind = ROOMS[number % ROOMS.length] ?? '';
  const floor = FLOORS[Math.floor(number / ROOMS.length) % FLOORS.length] ?? '';
  const house = Math.floor(number / ROOMS.length / FLOORS.length) + 1;
  return { id: `room-${number}`, name: `${kind} ${floor} Haus ${house}` };
}

function controlOf(at: number): HomeControl {
  const [type, name] = DEVICES[at % DEVICES.length] ?? DEVICES[0];
  const known = controlType(type);
  const id = `1c8b2764-0060-3732-ffff${at.toString(16).padStart(12, '0')}`;
  return {
    id,
    name,
    type,
    family: familyOf(type),
    capabilities: known?.capabilities ?? [],
    room: roomOf(Math.floor(at / DEVICES.length)),
    secured: false,
    favorite: false,
    details: {},
    states: Object.fromEntries((known?.states ?? []).map((state) => [state.name, state.name])),
  };
}

/** A house in memory that decodes its states when they are read, as the client does. */
function bigHouse(): LoxoneHome {
  const controls = Array.from({ length: CONTROLS }, (_, at) => controlOf(at));
  const byId = new Map(controls.map((control, at) => [control.id, { control, at }]));
  const wires = DEVICES.map(([, , json]) => JSON.parse(json) as Wire);
  return {
    status: () => ({ phase: 'live', since: 0 }),
    info: () => ({ name: 'Bench', serial: '0', temperatureUnit: '°C', structureVersion: '1' }),
    rooms: () => controls.flatMap(({ room }) => room ?? []),
    categories: () => [],
    controls: () => controls,
    control: (id) => byId.get(id)?.control,
    states: (id) => {
      const found = byId.get(id);
      if (found === undefined) return [];
      const { control, at } = found;
      const wire = wires[at % wires.length] ?? {};
      return Object.keys(control.states).map((name) => ({
        name,
        ...decodeState(control.type, name, wire[name], { details: control.details }),
      }));
    },
    execute: () => Promise.reject(new TypeError('a benchmark of reads has sent something')),
    onChange: () => () => undefined,
  };
}

function principal(limits: Pick<Principal, 'rooms'>): Principal {
  const role = limits.rooms === undefined ? 'operator' : 'device';
  return { id: 'mcp_x_001', kind: 'key', name: 'x', role, scopes: [], revision: '1', ...limits };
}

/** Calls tools on a house of 2,000 controls: whatever is read is read from memory. */
export async function toolsGroup({ rounds, share }: Settings): Promise<GroupResult> {
  const tools = new Map(createLoxoneTools().map((tool) => [tool.name, tool]));
  const { authorize } = createAuthorizer();
  const home = bigHouse();
  const everything: ToolContext = { home, principal: principal({}), authorize };
  const rooms = Array.from({ length: 40 }, (_, number) => roomOf(number * 3).name);
  const limited: ToolContext = { home, principal: principal({ rooms }), authorize };
  const tool = (
    name: string,
    called: string,
    argsOf: (index: number) => Record<string, unknown>,
    context: ToolContext,
  ): Case => ({
    name,
    async run() {
      const samples = new Float64Array(Math.ceil(OPERATIONS * share));
      for (let index = 0; index < samples.length; index += 1) {
        const start = nowUs();
        const result = await tools.get(called)?.run(argsOf(index), context);
        samples[index] = nowUs() - start;
        if (result === undefined || result.isError === true) {
          throw new TypeError(`${name} came to nothing: ${result?.text ?? 'no such tool'}`);
        }
      }
      return samples;
    },
  });
  const query = (index: number): Record<string, unknown> => ({
    query: `${index % 2 === 0 ? 'kitchen lights' : 'Raffstore'} ${FLOORS[index % 5] ?? ''}`,
  });
  const label = (index: number): string => `Licht [${roomOf((index % 40) * 3).name}]`;
  const phrase = (index: number): string => `Licht ${roomOf((index % 40) * 3).name}`;
  const timings = await measure(
    [
      tool('search, the whole house', 'loxone_search', query, everything),
      tool('search, a key for 40 rooms', 'loxone_search', query, limited),
      tool('get state, by name', 'loxone_get_state', (at) => ({ targets: [label(at)] }), limited),
      tool('get state, by words', 'loxone_get_state', (at) => ({ targets: [phrase(at)] }), limited),
      tool('overview', 'loxone_overview', () => ({}), everything),
    ],
    rounds,
  );
  const [search, narrow, state, words] = timings.map(({ p50 }) => p50 / 1_000);
  const most = (
    what: string,
    value: number | undefined,
    goal: number,
  ): GroupResult['claims'][0] => ({
    what: `${what}, p50`,
    value: value ?? Number.NaN,
    unit: 'ms',
    goal: { kind: 'at most', value: goal },
  });
  return {
    name: `tools: a house of ${CONTROLS.toLocaleString('en-US')} controls is read`,
    timings,
    claims: [
      most('search, the whole house', search, 5),
      most('search, a key for 40 rooms', narrow, 5),
      most('get state, by name', state, 1),
      most('get state, by words', words, 5),
    ],
  };
}
