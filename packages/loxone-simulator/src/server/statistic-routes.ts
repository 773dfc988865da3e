import {
  readMonth,
  readStatistic,
  recordedSince,
  statisticGroups,
  statisticOutputs,
} from '../house/statistics.js';
import type { Box } from './box.js';
import { classic, type Reply } from './reply.js';
import { argumentsOf, type CommandRequest } from './request.js';
import { type RouteTable, USER } from './route.js';

/** Recorded values, first and second generation (protocol reference §6.1, §6.2). */
export const STATISTIC_ROUTES: RouteTable = {
  'sps/getstatisticinfo': { access: USER, run: info },
  'sps/getstatistic': { access: USER, run: rows },
  binstatisticdata: { access: USER, run: month },
};

/** `{uuid}` */
function info(request: CommandRequest, box: Box): Reply {
  const control = box.house().find(argumentsOf(request)[0] ?? '');
  if (control === undefined) return classic(request.control, '', 404);
  const activeSince = recordedSince(box.clock.now());
  return classic(
    request.control,
    statisticGroups(control).map(({ id }) => ({ id, activeSince })),
  );
}

/** `{uuid}/{raw|diff}/{from}/{to}/{unit}/{group}[/{output}]`: binary although it says `dev/`. */
function rows(request: CommandRequest, box: Box): Reply {
  const [uuid = '', mode = '', from = '', to = '', unit = '', groupId = '', output] =
    argumentsOf(request);
  const control = box.house().find(uuid);
  const group = control && statisticGroups(control).find(({ id }) => id === Number(groupId));
  const series = group?.series.filter((one) => output === undefined || one.output === output) ?? [];
  if (control === undefined || series.length === 0 || !/^(raw|diff)$/.test(mode)) {
    return classic(request.control, '', 404);
  }
  const bytes = readStatistic(control, {
    series,
    from: Number(from) || 0,
    to: Number(to) || 0,
    unit,
    differences: mode === 'diff',
    now: box.clock.now(),
  });
  return bytes === undefined ? classic(request.control, '', 404) : { kind: 'bytes', bytes };
}

/** `{uuid}/{YYYYMM|YYYYMMDD}` */
function month(request: CommandRequest, box: Box): Reply {
  const [uuid = '', period = ''] = argumentsOf(request);
  const control = box.house().find(uuid);
  const [, year, monthOfYear, day] = /^(\d{4})(\d\d)(\d\d)?$/.exec(period) ?? [];
  if (control === undefined || statisticOutputs(control).length === 0 || year === undefined) {
    return classic(request.control, '', 404);
  }
  const now = box.clock.now();
  const utcOffsetSeconds = box.house().environment.localTime(now).utcOffsetMinutes * 60;
  const start = Date.UTC(Number(year), Number(monthOfYear) - 1, Number(day ?? 1)) / 1000;
  const end =
    day === undefined ? Date.UTC(Number(year), Number(monthOfYear), 1) / 1000 : start + 86_400;
  const span = {
    fromUnix: start - utcOffsetSeconds,
    toUnix: end - utcOffsetSeconds,
    utcOffsetSeconds,
  };
  return { kind: 'bytes', bytes: readMonth(control, span, now) };
}
