import { z } from 'zod';
import { defineTool, failure, type ToolCall, type ToolKit } from '../define-tool.js';
import { drawChart } from '../history/series-chart.js';
import { errorSchema } from '../output-schema.js';
import type { ChartSeries } from '../ports/charts.js';
import { READ_TOOL } from '../read-tool.js';
import { stateValue } from '../state/state-value.js';
import { cleanText } from '../text/clean-text.js';
import type { ToolDefinition, ToolResult } from '../tool.js';
import { toolError } from '../tool-error.js';
import { type Balance, balanceOf, MAX_METERS, type Meter, metersOf, rounded } from './meters.js';
import { barsOf, PERIODS, type Period, type Total, totalOf } from './totals.js';

/** Each is a question to the Miniserver, and a colour in the chart. */
const MAX_CHARTED = 6;

const price = z.number().min(0, 'must be 0 or more').optional();

const inputSchema = z.strictObject({
  period: z.enum(PERIODS).default('now'),
  tariff: price.describe('Price of a kWh'),
  feed_in: price.describe('Paid for a kWh fed in'),
  chart: z.boolean().optional(),
});

const outputSchema = z.strictObject({
  balance: z.looseObject({}).optional(),
  meters: z.array(z.unknown()),
  remarks: z.array(z.string()).optional(),
  error: errorSchema,
  notice: z.string().optional(),
});

type EnergyArgs = z.output<typeof inputSchema>;

const NO_METERS = { meters: [] };

/** `loxone_energy` */
export function energyTool(kit: ToolKit): ToolDefinition {
  return defineTool(kit, {
    name: 'loxone_energy',
    title: 'Energy',
    description:
      'Energy by meter: power now (grid, solar, battery, wallbox), or what a period counted and cost.',
    ...READ_TOOL,
    inputSchema,
    outputSchema,
    empty: NO_METERS,
    handle: energy,
  });
}

async function energy(args: EnergyArgs, call: ToolCall): Promise<ToolResult> {
  const all = metersOf(call);
  const balance = args.period === 'now' ? balanceOf(call) : undefined;
  if (all.length === 0 && balanceOf(call) === undefined) {
    return failure(NO_ENERGY, NO_METERS);
  }
  const meters = all.slice(0, MAX_METERS);
  const { period } = args;
  const rows = period === 'now' ? meters.map(nowRow) : await periodRows(meters, period, args, call);
  const picture = args.chart === true ? await pictureOf(meters, period, call) : { content: [] };
  const remarks = [
    ...(all.length > MAX_METERS ? [`The first ${MAX_METERS} of ${all.length} meters.`] : []),
    ...(args.tariff === undefined && args.feed_in !== undefined
      ? ['feed_in counts only beside a tariff.']
      : []),
    ...(picture.remark === undefined ? [] : [picture.remark]),
  ];
  const lines = [...(balance === undefined ? [] : [balanceText(balance)]), ...rows.map(rowText)];
  return {
    text: [...lines, ...remarks].join('\n') || 'Nothing was counted.',
    structured: {
      ...(balance !== undefined && { balance }),
      meters: rows,
      ...(remarks.length > 0 && { remarks }),
    },
    ...(picture.content.length > 0 && { content: picture.content }),
  };
}

const NO_ENERGY = toolError(
  'nothing_selected',
  'There are no meters here.',
  'Find what there is with loxone_search.',
);

/** One meter as an answer has it. */
interface Row {
  readonly id: string;
  readonly label: string;
  readonly role: string;
  readonly power?: number;
  readonly power_unit?: string;
  readonly storage_percent?: number;
  readonly energy?: number;
  readonly returned?: number;
  readonly unit?: string;
  readonly cost?: number;
  readonly currency?: string;
}

function nowRow(meter: Meter): Row {
  const { states } = meter;
  const actual = states.find(({ name }) => name === 'actual');
  const storage = stateValue(states, 'storage');
  return {
    ...headOf(meter),
    ...(typeof actual?.value === 'number' && {
      power: rounded(actual.value),
      power_unit: cleanText(actual.unit ?? ''),
    }),
    ...(typeof storage === 'number' && { storage_percent: rounded(storage) }),
  };
}

function headOf({ entry, role }: Meter): Pick<Row, 'id' | 'label' | 'role'> {
  return { id: entry.control.id, label: entry.label, role };
}

/** One meter after the other: a Miniserver has little to spare. */
async function periodRows(
  meters: readonly Meter[],
  period: Exclude<Period, 'now'>,
  args: EnergyArgs,
  call: ToolCall,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const meter of meters) {
    if (call.signal?.aborted === true) break;
    const total = await totalOf(meter, period, call.ports.data, call);
    rows.push({
      ...headOf(meter),
      ...(total !== undefined && {
        ...total,
        unit: cleanText(total.unit),
        ...costOf(total, args, call.ports.data?.currency()),
      }),
    });
  }
  return rows;
}

/** Only kilowatt-hours have a price; a meter may count water. */
function costOf(
  { energy: used, returned = 0, unit }: Total,
  { tariff, feed_in = 0 }: EnergyArgs,
  currency: string | undefined,
): Pick<Row, 'cost' | 'currency'> {
  const factor = /^wh$/i.test(unit.trim()) ? 0.001 : 1;
  if (tariff === undefined || !/^k?wh$/i.test(unit.trim())) return {};
  const cost = Number(((used * tariff - returned * feed_in) * factor).toFixed(2));
  return { cost, ...(currency !== undefined && { currency: cleanText(currency) }) };
}

async function pictureOf(
  meters: readonly Meter[],
  asked: Period,
  call: ToolCall,
): ReturnType<typeof drawChart> {
  const { data, charts } = call.ports;
  const period = asked === 'now' ? 'today' : asked;
  const series: ChartSeries[] = [];
  for (const meter of data === undefined ? [] : meters) {
    if (series.length === MAX_CHARTED || call.signal?.aborted === true) break;
    const bars = data === undefined ? undefined : await barsOf(meter, period, data, call);
    if (bars === undefined || bars.points.length === 0) continue;
    series.push({ label: meter.entry.label, unit: cleanText(bars.unit), points: bars.points });
  }
  if (series.length === 0) return { content: [], remark: 'Nothing was recorded to draw.' };
  const timeZone = data?.timeZone() ?? 'UTC';
  return drawChart(charts, { title: `Energy, ${period}`, kind: 'bar', series, timeZone });
}

function balanceText(balance: Balance): string {
  const { grid = 0, production, battery = 0, consumption, unit } = balance;
  const parts = [
    grid < 0 ? `${-grid} ${unit} fed into the grid` : `${grid} ${unit} from the grid`,
    ...(production === undefined ? [] : [`${production} ${unit} produced`]),
    ...(battery === 0
      ? []
      : [
          battery < 0
            ? `battery charged with ${-battery} ${unit}`
            : `${battery} ${unit} from the battery`,
        ]),
    ...(consumption === undefined ? [] : [`${consumption} ${unit} used in the house`]),
    ...(balance.battery_percent === undefined ? [] : [`battery ${balance.battery_percent} % full`]),
  ];
  return `${parts.join(', ')}.`;
}

function rowText(row: Row): string {
  const { label, power, power_unit, storage_percent, energy: used, returned, unit, cost } = row;
  const parts = [
    ...(power === undefined ? [] : [`${power} ${power_unit ?? ''}`.trim()]),
    ...(storage_percent === undefined ? [] : [`${storage_percent} % full`]),
    ...(used === undefined ? [] : [`${used} ${unit ?? ''}`.trim()]),
    ...(returned === undefined ? [] : [`${returned} ${unit ?? ''} back`]),
    ...(cost === undefined
      ? []
      : [`cost ${cost}${row.currency === undefined ? '' : ` ${row.currency}`}`]),
  ];
  return `${label}: ${parts.join(', ') || 'nothing known'}`;
}
