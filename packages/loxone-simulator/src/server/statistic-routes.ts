import type { StatisticUnit } from '@gatehouse/loxone-protocol';
import type { Box } from './box.js';
import { classic, type Reply } from './reply.js';
import { argumentsOf, type CommandRequest } from './request.js';
import { type Route, type RouteTable, USER } from './route.js';

const XML = 'text/xml';
/** Of the second generation of statistics (§7, 22). */
const V2_SINCE = '13.1';
const UNITS: readonly StatisticUnit[] = ['all', 'hour', 'day', 'month', 'year'];

/** Recorded values, first and second generation (protocol reference §6.1, §6.2). */
export const STATISTIC_ROUTES: RouteTable = {
  'sps/getstatisticinfo': { ...user(info), since: V2_SINCE },
  'sps/getstatistic': { ...user(rows), since: V2_SINCE },
  'sps/getstatsdate': user(({ control }, box) =>
    classic(control, box.house().archive.catalogueDate),
  ),
  binstatisticdata: user(month),
  'statisticdata.xml': user((request, box) => xml(request, argumentsOf(request), box)),
  'statistics.json': user(catalogue),
  stats: user(stored),
  'fsget/': user(stored),
};

function user(run: Route['run']): Route {
  return { access: USER, run };
}

/** `{uuid}` */
function info(request: CommandRequest, box: Box): Reply {
  const control = box.house().find(argumentsOf(request)[0] ?? '');
  if (control === undefined) return classic(request.control, '', 404);
  return classic(request.control, box.house().archive.info(control));
}

/** `{uuid}/{raw|diff}/{from}/{to}/{unit}/{group}[/{output}]`: binary although it says `dev/`. */
function rows(request: CommandRequest, box: Box): Reply {
  const [uuid = '', mode = '', from = '', to = '', span = '', group = '', output] =
    argumentsOf(request);
  const control = box.house().find(uuid);
  const unit = UNITS.find((known) => known === span.toLowerCase());
  if (control === undefined || unit === undefined || (mode !== 'raw' && mode !== 'diff')) {
    return classic(request.control, '', 404);
  }
  const bytes = box.house().archive.rows(control, {
    groupId: Number(group),
    output,
    mode,
    from: Number(from) || 0,
    to: Number(to) || 0,
    unit,
  });
  return bytesOr404(request, bytes);
}

/** `{uuid}/{YYYYMM|YYYYMMDD}` */
function month(request: CommandRequest, box: Box): Reply {
  const [uuid = '', period = ''] = argumentsOf(request);
  const control = box.house().find(uuid);
  return bytesOr404(request, control && box.house().archive.month(control, period));
}

/** `{uuid}/{YYYYMM|YYYYMMDD}` */
function xml(request: CommandRequest, args: readonly string[], box: Box): Reply {
  const [uuid = '', period = ''] = args;
  const control = box.house().find(uuid);
  const text = control && box.house().archive.xml(control, period);
  if (text === undefined) return classic(request.control, '', 404);
  return { kind: 'file', text, contentType: XML };
}

/** All recorded controls, or one: `[{uuid}]`. */
function catalogue(request: CommandRequest, box: Box): Reply {
  const [wanted] = argumentsOf(request);
  const house = box.house();
  const controls = [...house.controls()].filter(({ id }) => wanted === undefined || id === wanted);
  const text = JSON.stringify(house.archive.catalogue(controls));
  return { kind: 'file', text, contentType: 'application/json' };
}

/** `/stats/…`: what lies on the memory card, and what the box makes of it. */
function stored(request: CommandRequest, box: Box): Reply {
  const args = argumentsOf(request).filter((argument) => argument !== '' && argument !== 'stats');
  const [name = '', ...rest] = args;
  if (name.toLowerCase() === 'statisticdata.xml') return xml(request, rest, box);
  if (name.toLowerCase() === 'statistics.json') {
    return catalogue({ ...request, rest: rest.join('/') }, box);
  }
  const [, uuid = '', period = ''] = /^(.+)\.(\d{6})$/.exec(name) ?? [];
  const control = box.house().find(uuid);
  return bytesOr404(request, control && box.house().archive.file(control, period));
}

function bytesOr404(request: CommandRequest, bytes: Uint8Array | undefined): Reply {
  return bytes === undefined ? classic(request.control, '', 404) : { kind: 'bytes', bytes };
}
