import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CommandCipher,
  CommandDecipher,
  createSessionKey,
  decodeDaytimerTable,
  decodeHeader,
  decodeScheduleValue,
  decodeStatisticFile,
  decodeStatisticRows,
  decodeText,
  decodeTextTable,
  decodeValueTable,
  decodeWeatherFile,
  decodeWeatherTable,
  encodeDaytimerTable,
  encodeStatisticFile,
  encodeStatisticRows,
  encodeText,
  encodeTextTable,
  encodeValueTable,
  encodeWeatherFile,
  encodeWeatherTable,
  formatCloudDnsAnswer,
  formatDiscoveryReply,
  formatRecording,
  formatSsdpAnswer,
  formatSsdpSearch,
  formatStatisticXml,
  formatUpnpDescription,
  guessStatisticColumns,
  isLoxoneError,
  isSsdpSearch,
  parseAnswer,
  parseApiInfo,
  parseBarList,
  parseBlockedReason,
  parseCalendar,
  parseCloudDnsAnswer,
  parseCommaNumbers,
  parseControlNotes,
  parseDeviceStatus,
  parseDiscoveryReply,
  parseEmbeddedJson,
  parseGroupList,
  parseHashInputs,
  parseHeap,
  parseHistory,
  parseHttpError,
  parseJsonList,
  parseJsonState,
  parseLastCpu,
  parseMessageList,
  parseMoodList,
  parseNamedNumbers,
  parseNodeValues,
  parseNumberList,
  parseProgramState,
  parsePublicKey,
  parseQuantity,
  parseRecording,
  parseSdTest,
  parseSeasonPeriod,
  parseSecuredDetails,
  parseSsdpAnswer,
  parseStatisticInfo,
  parseStatisticXml,
  parseStructure,
  parseTokenGrant,
  parseUpnpDescription,
  parseUser,
  parseUserList,
  parseWallTime,
} from '../../src/index.js';
import { damagedBytes, damagedJson, damagedText, sizeOf } from './inputs.js';
import {
  ANSWERS,
  CALENDAR,
  DAYTIMERS,
  HTTP_ERROR,
  MESSAGES,
  RECORDING,
  REPLY,
  STATUS,
  STRUCTURE,
  TEXT_EVENTS,
  USER,
  UUID,
  WEATHER,
  WEATHER_ROW,
} from './seeds.js';

/** Cases for each decoder; the campaign sets more. */
const RUNS = Number(process.env.GATEHOUSE_FUZZ_RUNS ?? 300);
/** A decoder that hangs must fail by time, but a campaign takes long. */
const TIMEOUT_MS = 20_000 + RUNS * 20;
/** Nothing that is decoded may be larger than so many times what it came from. */
const GROWTH = 40;
const ALLOWANCE = 500;

/** Runs a decoder: it answers, or fails with a coded error; and what it makes is bounded. */
function decode<Input>(run: (input: Input) => unknown, input: Input): void {
  try {
    expect(sizeOf(run(input))).toBeLessThanOrEqual(GROWTH * sizeOf(input) + ALLOWANCE);
  } catch (error) {
    if (!isLoxoneError(error)) throw error;
  }
}

function check<Input>(inputs: fc.Arbitrary<Input>, run: (input: Input) => unknown): void {
  fc.assert(
    fc.property(inputs, (input) => decode(run, input)),
    { numRuns: RUNS },
  );
}

const ROWS = Array.from({ length: 4 }, (_, at) => ({
  time: 478_440_000 + at,
  values: [at, 21.5, -1],
}));

const BINARY: readonly (readonly [
  string,
  readonly Uint8Array[],
  (bytes: Uint8Array) => unknown,
])[] = [
  ['header', [Uint8Array.of(3, 2, 0, 0, 24, 0, 0, 0)], decodeHeader],
  ['values', [encodeValueTable([{ uuid: UUID, value: 1 }])], (bytes) => decodeValueTable(bytes)],
  ['texts', [encodeTextTable(TEXT_EVENTS)], (bytes) => decodeTextTable(bytes)],
  ['daytimers', [encodeDaytimerTable(DAYTIMERS)], (bytes) => decodeDaytimerTable(bytes)],
  ['weather', [encodeWeatherTable(WEATHER)], (bytes) => decodeWeatherTable(bytes)],
  ['statistic rows', [encodeStatisticRows(ROWS, 3)], (bytes) => decodeStatisticRows(bytes, 3)],
  ['statistic columns', [encodeStatisticRows(ROWS, 3)], guessStatisticColumns],
  [
    'statistic file',
    [encodeStatisticFile({ name: 'Küche', objectType: 1, rows: ROWS }, 3)],
    decodeStatisticFile,
  ],
  ['weather file', [encodeWeatherFile([WEATHER_ROW])], decodeWeatherFile],
  ['discovery reply', [encodeText(formatDiscoveryReply(REPLY))], parseDiscoveryReply],
  ['text', [encodeText('Děcák')], decodeText],
];

const SESSION = createSessionKey((length) => new Uint8Array(length).fill(7));
const ENCRYPTED = new CommandCipher(SESSION).wrap('jdev/sps/io/x/on', 'fenc');

const TEXTUAL: readonly (readonly [string, readonly string[], (text: string) => unknown])[] = [
  ['answer', ANSWERS, parseAnswer],
  ['embedded JSON', ANSWERS, parseEmbeddedJson],
  ['HTTP error', [HTTP_ERROR], parseHttpError],
  ['blocked reason', ['Forbidden - IP 192.0.2.1 temporarily blocked (38)'], parseBlockedReason],
  ['discovery text', [formatDiscoveryReply(REPLY, { bracketed: true })], parseDiscoveryReply],
  [
    'CloudDNS',
    (['json', 'xml'] as const).map((format) =>
      formatCloudDnsAnswer({ code: 200, http: { host: '192.0.2.1', port: 80 } }, format),
    ),
    parseCloudDnsAnswer,
  ],
  [
    'upnp.xml',
    [formatUpnpDescription({ serial: '504F94000001', reply: REPLY })],
    parseUpnpDescription,
  ],
  ['SSDP answer', [formatSsdpAnswer({ location: 'http://192.0.2.1/upnp.xml' })], parseSsdpAnswer],
  ['SSDP search', [formatSsdpSearch()], isSsdpSearch],
  ['device status', [STATUS], parseDeviceStatus],
  ['statistic XML', [formatStatisticXml(ROWS, { name: 'x', outputs: ['a'] })], parseStatisticXml],
  ['recording', [formatRecording(RECORDING)], parseRecording],
  ['wall time', ['2024-02-29 12:34:56'], parseWallTime],
  [
    'public key',
    [`-----BEGIN CERTIFICATE-----${'MIGf'.repeat(20)}-----END CERTIFICATE-----`],
    parsePublicKey,
  ],
  ['moods', ['[{"id":1,"name":"Bright","t5":true}]'], parseMoodList],
  ['numbers', ['[1,2,3]'], parseNumberList],
  ['JSON list', ['[{"a":1}]'], parseJsonList],
  ['JSON state', ['{"locked":1,"reason":"x"}'], parseJsonState],
  ['scenes', ['1="Bright",2="Film"'], parseNamedNumbers],
  ['bar list', ['20240229120000|20240229120001'], parseBarList],
  ['comma numbers', ['1,2,255'], parseCommaNumbers],
  ['heap', ['352880/1016404kB'], parseHeap],
  ['last CPU', ['CPU:12 SPS:26 Cycles:99'], parseLastCpu],
  ['quantity', ['21.5°'], parseQuantity],
  ['program state', ['5'], parseProgramState],
  ['SD card', ['SD Performance: Read: 540kB/s, Write: 370kB/s, No error (0 0)'], parseSdTest],
  ['period', ['10-15/04-15'], parseSeasonPeriod],
  ['control notes', ['Filter'], parseControlNotes],
  ['encrypted command', [ENCRYPTED], (text) => new CommandDecipher(SESSION).unwrap(text)],
  [
    'encrypted answer',
    [decodeURIComponent(ENCRYPTED.replace(/^.*\//, ''))],
    (text) => new CommandCipher(SESSION).unwrapAnswer(text),
  ],
  ['calendar text', [JSON.stringify(CALENDAR)], parseCalendar],
  ['messages text', [JSON.stringify(MESSAGES)], parseMessageList],
  ['user text', [JSON.stringify(USER)], parseUser],
  ['API info', ["{'snr':'50:4F:94:10:B8:4A', 'version':'9.1.10.30'}"], parseApiInfo],
  [
    'node values',
    ['1.5;2', '[{"uuid":"a","value":1}]'],
    (text) => parseNodeValues(text, ['a', 'b']),
  ],
];

const VALUES: readonly (readonly [string, readonly unknown[], (value: unknown) => unknown])[] = [
  ['structure', [STRUCTURE], parseStructure],
  ['calendar', [CALENDAR], parseCalendar],
  ['messages', [MESSAGES], parseMessageList],
  ['user', [USER], parseUser],
  ['users', [[USER]], parseUserList],
  ['groups', [[{ uuid: 'g', name: 'All', type: 4 }]], parseGroupList],
  ['history', [[{ ts: 1, what: 'On', impacts: ['x'] }]], parseHistory],
  ['secured details', [{ videoInfo: { user: 'u', pass: 'p' } }], parseSecuredDetails],
  ['statistic info', [[{ id: 1, activeSince: 2 }]], parseStatisticInfo],
  ['hash inputs', [{ key: '4143', salt: '3130', hashAlg: 'SHA1' }], parseHashInputs],
  ['token', [{ token: 't', validUntil: 1, tokenRights: 2 }], parseTokenGrant],
  ['API info object', [{ snr: '50:4F', version: '9.1', local: true }], parseApiInfo],
  ['node value object', [{ a: { value: 1 } }], (value) => parseNodeValues(value, ['a'])],
  [
    'schedule value',
    [57_648],
    (value) => decodeScheduleValue(typeof value === 'number' ? value : 0),
  ],
];

describe('whatever arrives', () => {
  it.each(BINARY)('is decoded or refused: %s', { timeout: TIMEOUT_MS }, (_, seeds, run) => {
    check(damagedBytes(seeds), run);
  });

  it.each(TEXTUAL)('is read or refused: %s', { timeout: TIMEOUT_MS }, (_, seeds, run) => {
    check(damagedText(seeds), run);
  });

  it.each(VALUES)('is understood or refused: %s', { timeout: TIMEOUT_MS }, (_, seeds, run) => {
    check(damagedJson(seeds), run);
  });

  // Each of these once made some parser somewhere try everything twice for every character.
  it.each([
    '<',
    '<a ',
    '<a b="',
    '<!--',
    '&',
    '&#',
    '{"',
    '[[',
    ' ',
    '\t=',
    '"a"=',
    'LoxLIVE: ',
    '1:',
    '::',
    '%',
    '0 ',
    "<S T='",
    '=\n',
    '1="',
    'a.',
  ])('does not slow down any reader: %j, twenty thousand times', { timeout: 60_000 }, (piece) => {
    for (const [, , run] of TEXTUAL) decode(run, piece.repeat(20_000));
  });
});
