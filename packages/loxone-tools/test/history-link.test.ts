import type { Principal } from '@gatehouse/core';
import { describe, expect, it } from 'vitest';
import { createLoxoneTools } from '../src/index.js';
import { createLoxoneResources } from '../src/resources/loxone-resources.js';
import type { ResourceReading } from '../src/resources/resource.js';
import type { ToolContext } from '../src/tool.js';
import { authorize, limitedTo, monitor } from './support/authorize.js';
import { NOW } from './support/call.js';
import { control, room } from './support/controls.js';
import { type FakeData, fakeData } from './support/fake-data.js';
import { FakeHome } from './support/fake-home.js';

const HOUR = 3_600_000;
const KITCHEN = room('Küche', 'room-k');
/** Ids of parts hold a slash, and names of the house whatever somebody wrote. */
const METER = 'meter/AI?1&x=#ü';
const CONTROLS = [
  control({ id: METER, name: 'Meter, "main" [1]', type: 'Meter', room: KITCHEN }),
  control({ id: 'far', name: 'Far', type: 'Meter', room: room('Cellar') }),
];
const clock = { now: () => NOW };
const tools = createLoxoneTools({ clock });
const resources = createLoxoneResources({ clock, tools });

/** Every quarter of an hour of the last ten days. */
const points = Array.from({ length: 960 }, (_, at): readonly [number, number] => [
  NOW - (959 - at) * (HOUR / 4),
  at % 4,
]);
const RECORDS = [
  { output: 'actual', title: 'Power', unit: 'kW', accumulated: false, points },
  { output: 'total, all', title: 'Energy', unit: 'kWh', accumulated: true, points },
];

function contextOf(principal: Principal, data?: FakeData): ToolContext {
  const home = new FakeHome(CONTROLS);
  return { home, principal, authorize, ...(data !== undefined && { data }) };
}

const house = () => fakeData({ records: { [METER]: RECORDS, far: RECORDS } });
const cook = limitedTo({ rooms: ['Küche'] });

/** The address of the table that a call of the tool links. */
async function linkOf(args: Record<string, unknown>, context: ToolContext): Promise<string> {
  const tool = tools.find(({ name }) => name === 'loxone_history');
  const result = await tool?.run({ target: METER, from: '-10d', ...args }, context);
  const links = (result?.content ?? []).flatMap((extra) =>
    extra.type === 'resource_link' ? [extra] : [],
  );
  const [link, ...others] = links;
  if (link === undefined || others.length > 0) throw new TypeError(`links: ${links.length}`);
  expect(link.mimeType).toBe('text/csv');
  return link.uri;
}

function linesOf(reading: ResourceReading): readonly string[] {
  if (!reading.ok) throw new TypeError(reading.error.message);
  expect(reading.mimeType).toBe('text/csv');
  return reading.text.trimEnd().split('\r\n');
}

const read = (uri: string, context: ToolContext) => resources.read(uri, context);

describe('the table that loxone_history links', () => {
  it.each([
    ['all values', { bucket: 'raw' }, 'time,utc,Power (kW)', 960, /,3$/],
    [
      'the named quantity',
      { bucket: 'raw', output: 'Energy' },
      'time,utc,Energy (kWh)',
      960,
      /,3$/,
    ],
    ['the most of each hour', { bucket: 'hour', fn: 'max' }, 'time,utc,Power (kW)', 241, /,3$/],
    [
      'the least of each hour',
      { bucket: 'hour', fn: 'min' },
      'time,utc,Power (kW)',
      241,
      /,[0-3]$/,
    ],
  ])('has %s, and is read back by who got the link', async (_of, args, title, count, last) => {
    for (const principal of [monitor, cook]) {
      const context = contextOf(principal, house());
      const [head, ...rows] = linesOf(await read(await linkOf(args, context), context));
      expect(head).toBe(title);
      expect(rows).toHaveLength(count);
      expect(rows.at(-1)).toMatch(last);
    }
  });

  it('is asked for as the tool has read it', async () => {
    const data = house();
    const context = contextOf(cook, data);
    const uri = await linkOf({ bucket: 'raw', output: 'Energy' }, context);
    await read(uri, context);
    const [byTool, byLink] = data.queries;
    expect(byLink).toEqual(byTool);
    expect(byLink?.output).toBe('total, all');
  });

  it('is listed as a template with all of its parameters', () => {
    const csv = resources.definitions.find(({ name }) => name === 'control-history-csv');
    expect(csv?.pattern.template).toBe(
      'loxone://controls/{uuid}/history.csv{?from,to,bucket,fn,output}',
    );
  });

  it('is not there for who does not see the device, and nothing is asked for them', async () => {
    const data = house();
    const far = 'loxone://controls/far/history.csv?bucket=raw';
    const real = await read(far, contextOf(cook, data));
    const none = await read('loxone://controls/none/history.csv?bucket=raw', contextOf(cook, data));
    expect(real).toEqual(none);
    expect(real).toMatchObject({ ok: false, error: { code: 'unknown_device' } });
    // Whether the house records anything, and whether the question is right, is told later.
    expect(await read(far, contextOf(cook))).toEqual(none);
    expect(await read(`${far.replace('raw', 'year')}`, contextOf(cook, data))).toEqual(none);
    expect(await read(`${far}&output=Water&from=never`, contextOf(cook, data))).toEqual(none);
    expect(data.asked).toEqual([]);
  });

  it.each([
    ['bucket=year', 'invalid_argument'],
    ['fn=median', 'invalid_argument'],
    ['output=Water', 'invalid_argument'],
    ['from=never', 'invalid_argument'],
    ['colour=red', 'unknown_device'],
    ['bucket=raw&bucket=day', 'unknown_device'],
  ])('with %s is refused', async (query, code) => {
    const uri = `loxone://controls/${encodeURIComponent(METER)}/history.csv?${query}`;
    const reading = await read(uri, contextOf(cook, house()));
    expect(reading).toMatchObject({ ok: false, error: { code } });
  });
});
