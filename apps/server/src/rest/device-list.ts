import type { LoxoneHome } from '@gatehouse/loxone-controls';
import { z } from 'zod';
import { RouteProblem } from '../http/route-problem.js';
import type { HouseCalls, LookingWay, Structured } from './house-calls.js';

/** What a list of devices can be asked for. */
export interface DeviceFilter {
  readonly q?: string | undefined;
  readonly room?: string | undefined;
  readonly family?: string | undefined;
  readonly type?: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** A page of devices. */
export interface DevicePage {
  readonly devices: readonly Structured[];
  readonly total: number;
  readonly next_cursor?: string;
  readonly suggestions?: readonly string[];
  readonly notice?: string;
}

const pageSchema = z.looseObject({
  devices: z.array(z.looseObject({ id: z.string(), type: z.string() })),
  total: z.number(),
  next_cursor: z.string().optional(),
  suggestions: z.array(z.string()).optional(),
  notice: z.string().optional(),
});

type FoundPage = z.output<typeof pageSchema>;

/** Most that the search gives at once. */
const WHOLE_PAGE = 100;

const DEFAULT_LIMIT = 50;

/** Lists devices, best first; types are filtered here, since the search knows none. */
export async function listDevices(
  filter: DeviceFilter,
  { calls, home }: { readonly calls: HouseCalls; readonly home: LoxoneHome },
  way: LookingWay,
): Promise<DevicePage> {
  const { q, room, family, type, limit = DEFAULT_LIMIT, cursor } = filter;
  const search = async (page: {
    limit: number;
    cursor?: string | undefined;
  }): Promise<FoundPage> => {
    const args = given({ query: q, room, family, ...page });
    return pageSchema.parse(await calls.look('loxone_search', args, way));
  };
  const shown = (devices: FoundPage['devices']): readonly Structured[] =>
    devices.map((device) => ({
      ...device,
      ...given({ loxone_type: home.control(device.id)?.type }),
    }));
  if (type === undefined) {
    const { devices, total, next_cursor, suggestions, notice } = await search({ limit, cursor });
    return { devices: shown(devices), total, ...given({ next_cursor, suggestions, notice }) };
  }
  const version = home.info()?.structureVersion ?? '';
  const from = cursor === undefined ? 0 : readPlace(cursor, version);
  const { devices, notice } = await everyPage(search);
  const fitting = shown(devices).filter((device) => isOfType(device, type));
  const end = from + limit;
  return {
    devices: fitting.slice(from, end),
    total: fitting.length,
    ...(end < fitting.length && { next_cursor: writePlace(end, version) }),
    ...given({ notice }),
  };
}

async function everyPage(
  search: (page: { limit: number; cursor?: string | undefined }) => Promise<FoundPage>,
): Promise<FoundPage> {
  const first = await search({ limit: WHOLE_PAGE });
  const devices = [...first.devices];
  for (let cursor = first.next_cursor; cursor !== undefined; ) {
    const page = await search({ limit: WHOLE_PAGE, cursor });
    devices.push(...page.devices);
    cursor = page.next_cursor;
  }
  return { ...first, devices };
}

/** By the word of the catalog or by Loxone's own name. */
function isOfType({ type, loxone_type }: Structured, asked: string): boolean {
  const wanted = asked.trim().toLowerCase();
  return [type, loxone_type].some((name) => String(name).toLowerCase() === wanted);
}

/** A place is one of this structure: after a change of the house it would skip or repeat devices. */
function writePlace(offset: number, version: string): string {
  return Buffer.from(JSON.stringify([offset, version])).toString('base64url');
}

function readPlace(cursor: string, version: string): number {
  const match = /^\[(\d{1,6}),(.*)\]$/su.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (match !== null && match[2] === JSON.stringify(version)) return Number(match[1]);
  throw new RouteProblem(
    400,
    'stale-cursor',
    'This cursor is not one of this list, or the house has changed since. Ask for the first page again.',
  );
}

/** Without what was left out. */
function given<Values extends Readonly<Record<string, unknown>>>(
  values: Values,
): { [Name in keyof Values]?: Exclude<Values[Name], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Values]?: Exclude<Values[Name], undefined>;
  };
}
