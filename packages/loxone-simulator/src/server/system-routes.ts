import { TOKEN_PERMISSIONS } from '@gatehouse/loxone-protocol';
import { upnpDescription } from '../discovery/upnp.js';
import type { Box } from './box.js';
import { classic, type Reply } from './reply.js';
import { type Access, OPEN, type Route, type RouteTable } from './route.js';

const SYSTEM: Access = { login: true, right: TOKEN_PERMISSIONS.systemWebServices };
const UPDATE: Access = { login: true, right: TOKEN_PERMISSIONS.triggerUpdate };

const SD_TEST =
  'SD Performance: Read: 540kB/s, Write: 370kB/s, No error (0 0), ManufacturerId: 27, ' +
  'Date 2014/2, CardType 2, BlockSize 512, Usage: 2.79%';

/** Counters that only a first-generation box keeps; a later one answers nothing (§6.7). */
const FIRST_GENERATION = [
  'sys/ints',
  'sys/comints',
  'sys/lanints',
  'sys/contextswitches',
  'sys/contextswitchesi',
  'lan/txp',
  'lan/txe',
  'lan/txc',
  'lan/exh',
  'lan/txu',
  'lan/rxp',
  'lan/eof',
  'lan/rxo',
  'lan/nob',
] as const;

const BUS = [
  'bus/packetssent',
  'bus/packetsreceived',
  'bus/receiveerrors',
  'bus/frameerrors',
  'bus/overruns',
  'bus/parityerrors',
] as const;

/** What only those with system rights may ask and do (protocol reference §6.7). */
export const SYSTEM_ROUTES: RouteTable = {
  'cfg/gateway': told('127.0.0.1'),
  'cfg/dns1': told('127.0.0.1'),
  'cfg/dns2': told('0.0.0.0'),
  'cfg/dhcp': told('0'),
  'cfg/ntp': told('pool.ntp.org'),
  'sys/sdtest': told(SD_TEST),
  'sys/check': { access: SYSTEM, run: connections },
  'sys/extstatistics': told('no statistics'),
  'sys/wsdevice': told('no statistics'),
  ...Object.fromEntries(FIRST_GENERATION.map((name) => [name, firstGenerationCounter(name)])),
  ...Object.fromEntries(BUS.map((name) => [name, counter(name)])),
  'fsget/log': { access: SYSTEM, run: log },
  'data/status': { access: SYSTEM, run: deviceStatus },
  'upnp.xml': {
    access: OPEN,
    run: (_, box) => ({ kind: 'file', text: upnpDescription(box), contentType: 'text/xml' }),
  },
  'sys/reboot': {
    access: SYSTEM,
    run: ({ control }, box) => after(control, () => box.operations.reboot()),
  },
  'sys/autoupdate': { access: UPDATE, run: update },
  'sys/updatetolatestrelease': { access: UPDATE, run: update },
};

function told(value: string): Route {
  return { access: SYSTEM, run: ({ control }) => classic(control, value) };
}

function counter(name: string): Route {
  return {
    access: SYSTEM,
    run: ({ control }, box) => classic(control, String(counted(name, box))),
  };
}

function firstGenerationCounter(name: string): Route {
  return {
    access: SYSTEM,
    run: ({ control }, box) =>
      classic(control, box.generation === 1 ? String(counted(name, box)) : ''),
  };
}

/** Goes up with time, each counter at a pace of its own; errors stay at nought. */
function counted(name: string, box: Box): number {
  if (/err|overruns|txe|txc|exh|txu|eof|rxo|nob/.test(name)) return 0;
  return (Math.floor(box.clock.now() / 1000) * (name.length + 1)) % 1_000_000_000;
}

/** One line for each who has been heard of. */
function connections({ control }: { readonly control: string }, box: Box): Reply {
  const users = new Set(box.commands.all.map(({ user }) => user).filter((user) => user !== ''));
  return classic(control, [...users].join('\n'));
}

function log(_: unknown, box: Box): Reply {
  const now = new Date(box.clock.now()).toISOString().replace('T', ' ').slice(0, 19);
  return {
    kind: 'file',
    text: `${now};PRG Start\n${now};Logic running\n`,
    contentType: 'text/plain',
  };
}

/** The device tree: the box itself, on line. */
function deviceStatus(_: unknown, box: Box): Reply {
  const { msName, serialNr } = box.house().structure.msInfo;
  const modified = box.house().structure.lastModified;
  const attributes = Object.entries({
    Type: String(box.generation),
    Name: msName,
    IP: '127.0.0.1',
    Mask: '255.0.0.0',
    Gateway: '127.0.0.1',
    DHCP: 'false',
    DNS1: '127.0.0.1',
    DNS2: '0.0.0.0',
    MAC: serialNr,
    Device: serialNr,
    Version: box.firmware,
    Offline: 'false',
  })
    .map(([name, value]) => `${name}="${escapeAttribute(value)}"`)
    .join(' ');
  return {
    kind: 'file',
    text: `<?xml version="1.0" encoding="utf-8"?>\n<Status Modified="${escapeAttribute(modified)}"><Miniserver ${attributes}/></Status>\n`,
    contentType: 'text/xml',
  };
}

function update({ control }: { readonly control: string }, box: Box): Reply {
  return after(control, () => box.operations.update());
}

/** Answers first, and then does what ends the connection. */
function after(control: string, act: () => void): Reply {
  return { ...classic(control, '1'), afterwards: act };
}

function escapeAttribute(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
