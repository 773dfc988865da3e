import type { Box } from './box.js';
import { classic } from './reply.js';
import type { Route, RouteTable } from './route.js';

const RUNNING = 5;

/** What the box tells of itself (protocol reference §1.2, §6.7). */
export const INFO_ROUTES: RouteTable = {
  'cfg/api': { access: 'open', run: ({ control }, box) => classic(control, apiText(box, false)) },
  'cfg/apikey': {
    access: 'open',
    run: ({ control }, box, { address }) =>
      classic(control, apiText(box, true, box.gatekeeper.keys.issue(address))),
  },
  'cfg/version': fixed('open', (box) => box.firmware),
  'cfg/mac': fixed('user', macOf),
  'cfg/ip': fixed('user', () => '127.0.0.1'),
  'cfg/mask': fixed('user', () => '255.0.0.0'),
  'cfg/timezoneoffset': fixed('user', (box) =>
    String(box.house().environment.localTime(box.clock.now()).utcOffsetMinutes * 60),
  ),
  'sps/state': fixed('user', () => String(RUNNING)),
  'sps/status': fixed('user', () => '100'),
  'sys/numtasks': fixed('user', () => '46'),
  'sys/cpu': fixed('user', (box) => `${11 + (Math.floor(box.clock.now() / 10_000) % 7)}%`),
  'sys/lastcpu': fixed('user', () => 'CPU:12 SPS:26 Cycles:99'),
  'sys/heap': fixed('user', () => '352880/1016404kB'),
  'sys/date': fixed('user', (box) => localTime(box).slice(0, 10)),
  'sys/time': fixed('user', (box) => localTime(box).slice(11)),
};

function fixed(access: Route['access'], value: (box: Box) => string): Route {
  return { access, run: ({ control }, box) => classic(control, value(box)) };
}

function localTime(box: Box): string {
  return box.house().environment.localTime(box.clock.now()).text;
}

/** `50:4F:94:11:12:5F` */
function macOf(box: Box): string {
  const digits = box.house().structure.msInfo.serialNr.replace(/[^0-9A-Za-z]/g, '');
  return (digits.match(/.{1,2}/g) ?? []).join(':').toUpperCase();
}

/** JSON but for its quotes, which are single ones (§0.1.3). */
function apiText(box: Box, detailed: boolean, key = ''): string {
  const fields = [
    `'snr': '${macOf(box)}'`,
    `'version':'${box.firmware}'`,
    ...(detailed ? [`'key':'${key}'`] : []),
    `'hasEventSlots':${box.hasEventSlot()}`,
    `'isInTrust':false`,
    `'local':true`,
    ...(detailed ? [`'address':'127.0.0.1'`, `'certTLD':'com'`] : []),
    // Absent where there is no TLS: clients switch to it as soon as it is there.
    ...(detailed && box.tls ? [`'httpsStatus':1`] : []),
  ];
  return `{${fields.join(', ')}}`;
}
