import { describe, expect, it } from 'vitest';
import {
  type DeviceStatus,
  formatDeviceStatus,
  formatHeap,
  formatLastCpu,
  formatProgramState,
  formatSdTest,
  parseDeviceStatus,
  parseHeap,
  parseLastCpu,
  parseProgramState,
  parseQuantity,
  parseSdTest,
  type StatusDevice,
} from '../../src/index.js';
import { expectFailure } from '../support/errors.js';
import { hasSharedData, NEEDS_SHARED_DATA, readSharedText } from '../support/shared-data.js';

describe('system information', () => {
  it('is memory', () => {
    const heap = { usedKb: 352_880, totalKb: 1_016_404 };
    expect(parseHeap('352880/1016404kB')).toEqual(heap);
    expect(formatHeap(heap)).toBe('352880/1016404kB');
    expect(parseHeap('')).toBeUndefined();
    expect(parseHeap(' '.repeat(5000))).toBeUndefined();
  });

  it('is load', () => {
    expect(parseQuantity('39%')).toBe(39);
    expect(parseQuantity('-21.5°')).toBe(-21.5);
    expect(parseQuantity(7)).toBe(7);
    expect(parseQuantity('about 7')).toBeUndefined();
    expect(parseQuantity(Number.NaN)).toBeUndefined();
    expect(parseLastCpu('CPU:12 SPS:26')).toEqual({ cpu: 12, program: 26 });
    const usage = { cpu: 12, program: 26, cycles: 99 };
    expect(parseLastCpu('CPU:12 SPS:26 Cycles:99')).toEqual(usage);
    expect(formatLastCpu(usage)).toBe('CPU:12 SPS:26 Cycles:99');
    expect(parseLastCpu('SPS:26')).toBeUndefined();
  });

  it('is what the program does', () => {
    expect(parseProgramState('5')).toBe('running');
    expect(parseProgramState(8)).toBe('updating');
    expect(parseProgramState('9')).toBeUndefined();
    expect(parseProgramState(null)).toBeUndefined();
    expect(formatProgramState('running')).toBe('5');
  });

  it('is the memory card', () => {
    const test = {
      healthy: true,
      readKbPerSecond: 540,
      writeKbPerSecond: 370,
      manufacturerId: 27,
      madeIn: '2014/2',
      usage: 2.79,
    };
    const text =
      'SD Performance: Read: 540kB/s, Write: 370kB/s, No error (0 0), ManufacturerId: 27, Date 2014/2, ' +
      'CardType: 1, Usage: 2.79%';
    expect(parseSdTest(text)).toEqual(test);
    expect(parseSdTest(formatSdTest(test))).toEqual(test);
    expect(parseSdTest(formatSdTest({ healthy: false }))).toEqual({ healthy: false });
    expect(parseSdTest('')).toBeUndefined();
  });
});

const TEXT = `<?xml version="1.0" encoding="utf-8"?>
<!-- the box's own words -->
<Status Modified="2022-12-06 16:55:53">
  <Miniserver Type="0" Name="oak &amp; elm" Version="13.1.10.19" Offline="true">
    <TreeBranch Branch="2" Name="Tree" Devices="1" Errors="9">
      <TreeDevice Code="-1" Name="A &lt; B" Place='D"' Inst="" Serial="B01746DC" Online="false" DummyDev="true"/>
    </TreeBranch>
    <AirDevice Battery="4" BattWeak="true" LastReceived="2022-12-06 16:44:59"></AirDevice>
  </Miniserver>
</Status>`;

describe('the device status', () => {
  it('is a tree of devices', () => {
    expect(parseDeviceStatus(TEXT)).toMatchObject({
      modified: '2022-12-06 16:55:53',
      devices: [
        {
          kind: 'Miniserver',
          name: 'oak & elm',
          firmware: '13.1.10.19',
          children: [
            {
              kind: 'TreeBranch',
              errors: 9,
              children: [
                {
                  name: 'A < B',
                  place: 'D"',
                  online: false,
                  dummy: true,
                  attributes: { Code: '-1' },
                  children: [],
                },
              ],
            },
            { battery: 4, batteryWeak: true, lastReceived: '2022-12-06 16:44:59' },
          ],
        },
      ],
    });
    const [miniserver] = parseDeviceStatus(TEXT).devices;
    expect(miniserver).not.toHaveProperty('online');
    expect(miniserver?.children[0]?.children[0]).not.toHaveProperty('installation');
  });

  it('round-trips', () => {
    const status = parseDeviceStatus(TEXT);
    expect(parseDeviceStatus(formatDeviceStatus(status))).toEqual(status);
  });

  it.each([
    ['no XML', 'hello'],
    ['nothing', ''],
    ['another document', '<html></html>'],
    ['an element that is not closed', '<Status><Miniserver></Status>'],
    ['an end of another element', '<Status><a></b></Status>'],
    ['an end that is missing', '<Status>'],
    ['a second document', '<Status/><Status/>'],
    ['text behind it', '<Status/>x'],
    ['an attribute without quotes', '<Status Modified=1/>'],
    ['a comment without end', '<Status/><!-- '],
    ['declared entities', '<!DOCTYPE Status [<!ENTITY a "b">]><Status Modified="&a;"/>'],
    ['depth', `${'<Status>'.repeat(65)}${'</Status>'.repeat(65)}`],
    ['character data outside', '<![CDATA[x]]><Status/>'],
  ])('is refused with %s', (_, text) => {
    expectFailure('ERR_LOXONE_ANSWER_MALFORMED', () => parseDeviceStatus(text));
  });

  it('never expands an entity that XML does not define', () => {
    const status = parseDeviceStatus('<Status Modified="&x;&#65;&#x1F642;&#99999999;"/>');
    expect(status.modified).toBe('&x;A🙂&#99999999;');
  });
});

function devicesIn({ devices }: DeviceStatus): readonly StatusDevice[] {
  const flatten = (device: StatusDevice): readonly StatusDevice[] => [
    device,
    ...device.children.flatMap(flatten),
  ];
  return devices.flatMap(flatten);
}

describe.skipIf(!hasSharedData)(`captured device status ${NEEDS_SHARED_DATA}`, () => {
  it.each([
    'statusPlain.xml',
    'status/status.xml',
    'status/status_13_1_Gen1.xml',
    'status/status_13_1_Gen2.xml',
  ])('reads every element of %s', (name) => {
    const text = readSharedText(`answers/system/${name}`);
    const status = parseDeviceStatus(text);
    const elements = text.match(/<[A-Z]\w*/g) ?? [];
    // All but the root.
    expect(devicesIn(status)).toHaveLength(elements.length - 1);
    expect(parseDeviceStatus(formatDeviceStatus(status))).toEqual(status);
  });
});
