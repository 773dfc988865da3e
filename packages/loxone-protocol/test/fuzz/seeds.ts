import type {
  DaytimerEvent,
  DiscoveryReply,
  Recording,
  TextEvent,
  WeatherEvent,
  WeatherFileEntry,
} from '../../src/index.js';
import { fromHex } from '../support/bytes.js';

/** Valid inputs that the fuzzing begins with. */
export const UUID = '0f869a64-0200-0a9b-ffffd4c75dbaf53c';

export const TEXT_EVENTS: readonly TextEvent[] = [
  { uuid: UUID, icon: UUID, text: 'Děcák' },
  { uuid: UUID, icon: UUID, text: '' },
];

export const DAYTIMERS: readonly DaytimerEvent[] = [
  {
    uuid: UUID,
    defaultValue: 18,
    entries: [{ mode: 1, from: 360, to: 480, needActivate: false, value: 22 }],
  },
];

export const WEATHER: readonly WeatherEvent[] = [
  {
    uuid: UUID,
    lastUpdate: 600_000_000,
    entries: [
      {
        timestamp: 1000,
        weatherType: 1,
        windDirection: 180,
        solarRadiation: 500,
        relativeHumidity: 65,
        temperature: 22.5,
        perceivedTemperature: 21,
        dewPoint: 15,
        precipitation: 0,
        windSpeed: 5.5,
        barometricPressure: 1013.25,
      },
    ],
  },
];

export const WEATHER_ROW: WeatherFileEntry = {
  timestamp: 1000,
  weatherType: 1,
  windDirection: 180,
  uvIndex: 3,
  relativeHumidity: 65,
  temperature: 22.5,
  perceivedTemperature: 21,
  dewPoint: 15,
  precipitation: 0,
  windSpeed: 5.5,
  barometricPressure: 1013.25,
  lowClouds: 10,
  midClouds: 20,
  highClouds: 30,
  precipitationProbability: 5,
  radiation: 500,
  snowFraction: 0,
  cape: 100,
};

export const REPLY: DiscoveryReply = {
  name: 'My house',
  address: '192.0.2.1',
  httpPort: 80,
  serial: '504F94000001',
  firmware: '12.0.2.24',
  programmedAt: '2021-06-01 23:40:59',
  type: 0,
  hardwareId: 'A0000',
  ipv6: '2001:db8::1',
  parts: [{ serial: '13106567', version: '11021110', flag: 'O' }],
};

export const ANSWERS: readonly string[] = [
  `{"LL":{"control":"dev/sps/io/${UUID}/all","value":"0.000","Code":"200","output0":{"name":"AQ","nr":1}}}`,
  '{"LL":{"control":"jdev/sys/getkey2/u","code":200,"value":{"key":"4143","salt":"3130"}}}',
  '<?xml version="1.0" encoding="utf-8"?><LL control="dev/sys/heap" value="1/2kB" Code="200"/>',
  '{"LL":{"control":"dev/sps/io/a"b","value":"x","Code":"200"}}',
];

export const HTTP_ERROR: string =
  '<html><head><title>error</title></head><body><errorcode>403</errorcode> <errordetail>' +
  '<errortext>Forbidden</errortext> <description>blocked;</description> <remaining>38</remaining>' +
  '</errordetail></body></html>';

export const STATUS: string =
  '<?xml version="1.0"?><!-- x --><Status Modified="2022-12-06 16:55:53"><Miniserver Name="a &amp; b">' +
  '<TreeBranch Errors="9"><TreeDevice Name="c" Online="true" Battery="68"/></TreeBranch>' +
  '<![CDATA[x]]></Miniserver></Status>';

export const CALENDAR: readonly unknown[] = [
  {
    uuid: UUID,
    name: 'Winter',
    operatingMode: 10,
    calMode: 4,
    startMonth: 10,
    startDay: 1,
    endMonth: 4,
    endDay: 30,
  },
  { name: 'Easter', operatingMode: 1, calMode: 1, easterOffset: 11 },
];

export const MESSAGES: unknown = {
  isLimitedUser: false,
  entries: [
    { entryUuid: 'e', eventId: 1, severity: 3, title: 't', timestamps: [1], affectedUuids: [UUID] },
  ],
};

export const USER: unknown = {
  uuid: UUID,
  name: 'admin',
  isAdmin: true,
  userstate: 2,
  usergroups: [{ name: 'All', uuid: UUID }],
  nfcTags: [{ name: 'Tag', id: '12' }],
};

export const STRUCTURE: unknown = {
  lastModified: '2024-02-29 12:00:00',
  msInfo: {
    serialNr: '504F94000001',
    msName: 'x',
    tempUnit: 0,
    currentUser: { name: 'u', isAdmin: true },
  },
  globalStates: { sunrise: UUID },
  operatingModes: { 0: 'Holiday' },
  rooms: { [UUID]: { uuid: UUID, name: 'Kitchen', defaultRating: 1, isFavorite: false } },
  cats: { [UUID]: { uuid: UUID, name: 'Light', type: 'lights' } },
  controls: {
    [UUID]: {
      name: 'Lamp',
      type: 'LightControllerV2',
      uuidAction: UUID,
      room: UUID,
      states: { activeMoods: UUID, values: [UUID] },
      subControls: { [`${UUID}/AI1`]: { name: 'Spot', type: 'Dimmer', uuidAction: `${UUID}/AI1` } },
    },
  },
  weatherServer: { states: { actual: UUID }, format: {}, weatherTypeTexts: { 1: 'Clear' } },
  messageCenter: { m: { name: 'Messages', uuidAction: UUID, states: { changed: UUID } } },
};

export const RECORDING: Recording = {
  header: { version: 1, firmware: '14.5.12.7' },
  events: [
    { t: 1, kind: 'http', path: '/jdev/cfg/apiKey', status: 200, body: '' },
    { t: 2, kind: 'opened' },
    { t: 3, kind: 'sent', payload: { text: 'keepalive' } },
    { t: 4, kind: 'received', id: 2, payload: { bytes: fromHex('00ff') } },
    { t: 5, kind: 'closed', code: 1000, reason: '' },
  ],
};
