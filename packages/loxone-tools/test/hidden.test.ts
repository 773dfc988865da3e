import type { Authorize, Principal } from '@gatehouse/core';
import type { HomeControl } from '@gatehouse/loxone-controls';
import { createAuthorizer } from '@gatehouse/rbac';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorize, limitedTo } from './support/authorize.js';
import { call } from './support/call.js';
import { category, control, room } from './support/controls.js';
import { FakeHome, type WireStates } from './support/fake-home.js';
import { RUNS_TIMEOUT, runs } from './support/many-runs.js';

const LIGHTING = category('Beleuchtung', 'lights');
const SECRET = category('Tresor', 'undefined');
const STUDY = room('Büro EG', 'study');
const HALL = room('Flur', 'hall');

const controller = control({
  id: 'a-light',
  name: 'Licht',
  type: 'LightControllerV2',
  room: STUDY,
  category: LIGHTING,
});

/** What the keys of these tests see, or a part of it. */
const VISIBLE: readonly HomeControl[] = [
  controller,
  control({ id: 'a-light/1', name: 'Spots', type: 'Dimmer', parent: controller }),
  control({ id: 'a-blind', name: 'Rollo', type: 'Jalousie', room: STUDY }),
  control({ id: 'a-heat', name: 'Heizung', type: 'IRoomControllerV2', room: STUDY }),
  control({ id: 'a-lamp', name: 'Stehlampe', type: 'Switch', room: STUDY, category: LIGHTING }),
];

/** Somewhere there is something else: that much everybody may know who has a limited key. */
const ELSEWHERE = control({ id: 'q', name: 'Q', type: 'Pushbutton', room: HALL });

/** Everything that could get in the way, be counted, be offered or be found instead. */
const HIDDEN: readonly HomeControl[] = [
  control({ id: 'b1', name: 'Licht', type: 'Dimmer', room: room('Büro OG', 'b-office') }),
  control({ id: 'b2', name: 'Stehlampe', type: 'Dimmer', room: room('Büro', 'b-study') }),
  control({ id: 'b3', name: 'Stehlamp', type: 'Dimmer', room: room('Küche EG', 'b-kitchen') }),
  control({ id: 'b4', name: 'Spots', type: 'Dimmer', room: room('Wohnzimmer EG', 'b-living') }),
  control({ id: 'b5', name: 'Rollos', type: 'Jalousie', room: room('Keller', 'b-cellar') }),
  control({ id: 'b6', name: 'Zebra', type: 'Alarm', room: HALL, category: SECRET }),
  control({ id: 'b7', name: 'Heizung', type: 'IRoomControllerV2', room: room('Bad DG', 'b-bath') }),
  control({
    id: 'b8',
    name: 'Alle Lichter',
    type: 'CentralLightController',
    room: HALL,
    details: { controls: [{ uuid: 'a-light' }, { uuid: 'b1' }] },
  }),
];

const WIRE: WireStates = {
  'a-light': { activeMoods: '[1]', activeMoodsNum: 1, moodList: '[{"id":1,"name":"Abend"}]' },
  'a-blind': { position: 0.4, up: 1 },
  'a-heat': { tempActual: 21, tempTarget: 22 },
  b1: { position: 50 },
  b5: { position: 0.2, down: 1 },
  b6: { level: 3, armed: 1 },
};

const KEYS: readonly (readonly [string, Principal])[] = [
  ['a room', limitedTo({ rooms: ['study'] })],
  ['a room by name', limitedTo({ rooms: ['Büro EG'] })],
  ['devices', limitedTo({ devices: ['a-light', 'a-blind'] })],
  ['a circuit', limitedTo({ devices: ['a-light/1'] })],
  ['nothing', limitedTo({ devices: ['nothing'] })],
];

const RULES: readonly (readonly [string, Authorize])[] = [
  ['the rules of these tests', authorize],
  ['the real rules', createAuthorizer().authorize],
];

const WORDS = [
  ...[
    'Licht',
    'Spots',
    'Rollo',
    'Rollos',
    'Heizung',
    'Stehlampe',
    'Stehlamp',
    'Stehlampf',
    'Zebra',
    'Zebar',
  ],
  ...[
    'Büro',
    'Büro EG',
    'Büro OG',
    'office',
    'Küche',
    'kitchen',
    'Wohnzimmer',
    'Keller',
    'Bad',
    'Flur',
    'Bueor',
  ],
  ...[
    'light',
    'blinds',
    'heating',
    'alarm',
    'EG',
    'OG',
    'ground floor',
    'basement',
    'attic',
    'Tresor',
  ],
  ...['b1', 'b6', 'a-light', 'a-light/1', 'b-office', 'study', 'Alle', 'Q', '', '?'],
] as const;

const word = fc.constantFrom(...WORDS);
const phrase = fc.oneof(
  word,
  fc.tuple(word, word).map((words) => words.join(' ')),
  fc.tuple(word, word).map(([name, place]) => `${name} [${place}]`),
);
const selector = fc.record(
  {
    room: word,
    floor: word,
    category: word,
    family: fc.constantFrom('lights', 'covers', 'climate', 'security', 'Rollos'),
    all: fc.constant(true as const),
  },
  { requiredKeys: ['all'] },
);
const targets = fc.array(fc.oneof(phrase, selector), { maxLength: 3 });

/** Any call of a tool that reads, and of two that would act. */
const anyCall = fc.oneof(
  fc
    .record({ detail: fc.constantFrom('min', 'std', 'full') })
    .map((args) => ['loxone_overview', args] as const),
  fc
    .record(
      {
        query: phrase,
        room: word,
        family: fc.constantFrom('lights', 'covers', 'security'),
        state: fc.constantFrom('on', 'off', 'open', 'closed'),
      },
      { requiredKeys: [] },
    )
    .map((args) => ['loxone_search', { ...args, limit: 100 }] as const),
  fc
    .record({ targets, detail: fc.constantFrom('main', 'all') })
    .map((args) => ['loxone_get_state', args] as const),
  fc.record({ targets }).map((args) => ['loxone_describe_control', args] as const),
  fc
    .record({ targets, dry_run: fc.boolean() })
    .map((args) => ['loxone_control_lights', { ...args, action: 'off', wait_ms: 0 }] as const),
  fc
    .record({ targets, dry_run: fc.boolean() })
    .map((args) => ['loxone_control_covers', { ...args, action: 'open', wait_ms: 0 }] as const),
);

/** Two houses that differ only in what these keys do not see. */
function houses(): readonly [FakeHome, FakeHome] {
  return [
    new FakeHome([...VISIBLE, ELSEWHERE], WIRE),
    new FakeHome([...HIDDEN.slice(0, 4), ...VISIBLE, ELSEWHERE, ...HIDDEN.slice(4)], WIRE),
  ];
}

describe.each(RULES)('what a key does not see, by %s', (_rules, rules) => {
  it.each(KEYS)(
    'makes no difference to any answer: a key for %s',
    async (_name, principal) => {
      await fc.assert(
        fc.asyncProperty(anyCall, async ([tool, args]) => {
          const [small, large] = houses();
          const own = await call(tool, args, { home: small, principal, authorize: rules });
          const among = await call(tool, args, { home: large, principal, authorize: rules });
          expect(among).toEqual(own);
          expect(large.executed).toEqual(small.executed);
          for (const { request } of large.executed) expect(request.control).toMatch(/^a-/);
        }),
        runs(50),
      );
    },
    RUNS_TIMEOUT,
  );

  it('is there: without the limit the answers differ', async () => {
    const principal = { ...limitedTo({}), role: 'operator' };
    const [small, large] = houses();
    const args = { query: 'Stehlampe' };
    const own = await call('loxone_search', args, { home: small, principal, authorize: rules });
    const all = await call('loxone_search', args, { home: large, principal, authorize: rules });
    expect(all.structured).not.toEqual(own.structured);
  });
});
