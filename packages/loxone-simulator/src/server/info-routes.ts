import { compareFirmware } from '@gatehouse/loxone-protocol';
import type { LocalTime } from '../physics/environment.js';
import type { Box } from './box.js';
import { classic } from './reply.js';
import { OPEN, type Route, type RouteTable, USER } from './route.js';

const RUNNING = 5;

/** What the box tells of itself (protocol reference §1.2, §6.7). */
export const INFO_ROUTES: RouteTable = {
  'cfg/api': { access: OPEN, run: ({ control }, box) => classic(control, apiText(box, false)) },
  'cfg/apikey': {
    access: OPEN,
    run: ({ control }, box, { address }) =>
      classic(control, apiText(box, true, box.gatekeeper.keys.issue(address))),
  },
  'cfg/version': fixed(OPEN, (box) => box.firmware),
  'cfg/mac': fixed(USER, macOf),
  'cfg/ip': fixed(USER, () => '127.0.0.1'),
  'cfg/mask': fixed(USER, () => '255.0.0.0'),
  'cfg/timezoneoffset': fixed(USER, (box) => String(localTime(box).utcOffsetMinutes * 60)),
  'sps/state': fixed(USER, () => String(RUNNING)),
  'sps/status': fixed(USER, () => '100'),
  'sys/numtasks': fixed(USER, () => '46'),
  'sys/cpu': fixed(USER, (box) => `${11 + (Math.floor(box.clock.now() / 10_000) % 7)}%`),
  'sys/lastcpu': fixed(USER, () => 'CPU:12 SPS:26 Cycles:99'),
  'sys/heap': fixed(USER, () => '352880/1016404kB'),
  'sys/date': fixed(USER, (box) => localTime(box).text.slice(0, 10)),
  'sys/time': fixed(USER, (box) => localTime(box).text.slice(11)),
};

function fixed(access: Route['access'], value: (box: Box) => string): Route {
  return { access, run: ({ control }, box) => classic(control, value(box)) };
}

/** In a demo that runs faster the house is ahead of the clock, and its clocks with it. */
function localTime(box: Box): LocalTime {
  const house = box.house();
  return house.environment.localTime(house.now());
}

/** Old firmware tells less (protocol reference §1.2). */
function since(box: Box, firmware: string): boolean {
  return compareFirmware(box.firmware, firmware) >= 0;
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
    ...(since(box, '10.0') ? [`'hasEventSlots':${box.hasEventSlot()}`, `'isInTrust':false`] : []),
    ...(since(box, '12.1') ? [`'local':${box.faults.isLocal}`] : []),
    ...(detailed ? [`'address':'127.0.0.1'`, `'certTLD':'com'`] : []),
    // Absent where there is no TLS: clients switch to it as soon as it is there.
    ...(detailed && box.tls ? [`'httpsStatus':${box.faults.httpsStatus}`] : []),
  ];
  return `{${fields.join(', ')}}`;
}
