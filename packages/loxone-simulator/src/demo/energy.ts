import { type ControlPlan, demoId } from './builder.js';

const TOTALS = ['total', 'totalDay', 'totalWeek', 'totalMonth', 'totalYear'] as const;
const NEGATIVE = [
  'totalNeg',
  'totalNegDay',
  'totalNegWeek',
  'totalNegMonth',
  'totalNegYear',
] as const;

interface MeterKind {
  readonly type: 'unidirectional' | 'bidirectional' | 'storage';
  readonly states: readonly string[];
}

const ONE_WAY: MeterKind = { type: 'unidirectional', states: ['actual', ...TOTALS] };
const TWO_WAY: MeterKind = { type: 'bidirectional', states: ['actual', ...TOTALS, ...NEGATIVE] };
const STORAGE: MeterKind = { type: 'storage', states: [...TWO_WAY.states, 'storage'] };

function meter(name: string, kind: MeterKind): ControlPlan {
  return {
    type: 'Meter',
    name,
    room: 'Utility Room',
    category: 'Energy',
    details: {
      type: kind.type,
      actualFormat: '%.2fkW',
      totalFormat: '%.1fkWh',
      ...(kind === STORAGE && { storageFormat: '%.0f%%', storageMax: 10 }),
    },
    states: kind.states,
    more: {
      statisticV2: {
        groups: [
          { id: 1, mode: 7, dataPoints: [{ title: 'Power', format: '%.2fkW', output: 'actual' }] },
          {
            id: 2,
            mode: 10,
            accumulated: true,
            dataPoints: [{ title: 'Energy', format: '%.1fkWh', output: 'total' }],
          },
        ],
      },
    },
  };
}

function node(nodeType: string, title: string, state: string): Readonly<Record<string, unknown>> {
  return {
    uuid: demoId('Utility Room', `Energy Flow/${title}`),
    nodeType,
    title,
    actualEfmState: state,
    ctrlUuid: demoId('Utility Room', title),
  };
}

/** Roof, battery, grid, meters, and the car. */
export const ENERGY: readonly ControlPlan[] = [
  meter('Solar Production', ONE_WAY),
  meter('Battery', STORAGE),
  meter('Grid', TWO_WAY),
  meter('House Consumption', ONE_WAY),
  meter('Heat Pump', ONE_WAY),
  {
    type: 'EFM',
    name: 'Energy Flow',
    room: 'Utility Room',
    category: 'Energy',
    details: {
      actualFormat: '%.2fkW',
      nodes: [
        node('Grid', 'Grid', 'actual0'),
        node('Production', 'Solar Production', 'actual1'),
        node('Storage', 'Battery', 'actual2'),
      ],
    },
    states: ['Ppwr', 'Gpwr', 'Spwr', 'Pri', 'Pre', 'CO2', 'actual0', 'actual1', 'actual2'],
  },
  {
    type: 'EnergyManager2',
    name: 'Energy Manager',
    room: 'Utility Room',
    category: 'Energy',
    details: { HasSsoc: true, HasSpwr: true, MinSocLocked: false, MaxSpwrLocked: false },
  },
  {
    type: 'Wallbox2',
    name: 'Wallbox',
    room: 'Garage',
    category: 'Energy',
    details: {
      type: 'unidirectional',
      actualFormat: '%.2fkW',
      totalFormat: '%.1fkWh',
      min: 1.4,
      max: 11,
      modes: [
        { id: 1, name: 'Full power', value: 11, setByLogic: false },
        { id: 2, name: 'Solar only', value: 4, setByLogic: false },
      ],
    },
  },
];
