export type { Answer, AnswerParts } from './answer.js';
export { formatAnswer, parseAnswer } from './answer.js';
export type { ApiInfo } from './api-info.js';
export { compareFirmware, parseApiInfo } from './api-info.js';
export type { CommandCipherOptions } from './command-cipher.js';
export { CommandCipher } from './command-cipher.js';
export type { DecryptedCommand } from './command-decipher.js';
export { CommandDecipher } from './command-decipher.js';
export { CLOSE_CODES, TOKEN_PERMISSIONS } from './constants.js';
export type { CommandMode } from './encrypted-text.js';
export type { AnyLoxoneError, LoxoneErrorCode, LoxoneErrorDetails } from './errors.js';
export { isLoxoneError, LoxoneError } from './errors.js';
export type { HashAlgorithm } from './hashes.js';
export { hashLogin, hashPassword, hashToken, hashVisuPassword } from './hashes.js';
export type { MessageHeader, MessageKind } from './header.js';
export { decodeHeader, encodeHeader, HEADER_BYTES, MESSAGE_KIND } from './header.js';
export type { HttpError } from './http-errors.js';
export { parseBlockedReason, parseHttpError } from './http-errors.js';
export type { DeviceStatus, StatusDevice } from './info/device-status.js';
export { formatDeviceStatus, parseDeviceStatus } from './info/device-status.js';
export type { CpuUsage, HeapUsage, ProgramState, SdCardTest } from './info/system-info.js';
export {
  formatHeap,
  formatLastCpu,
  formatProgramState,
  formatSdTest,
  parseHeap,
  parseLastCpu,
  parseProgramState,
  parseQuantity,
  parseSdTest,
} from './info/system-info.js';
export type { Clock, RandomBytes } from './inputs.js';
export { systemClock, systemRandomBytes } from './inputs.js';
export type { JsonObject } from './json.js';
export { parseEmbeddedJson } from './json.js';
export type { HashInputs, TokenGrant } from './login-answers.js';
export { parseHashInputs, parseTokenGrant } from './login-answers.js';
export type { TokenRequest } from './paths.js';
export { decodeSegment, encodeSegment, PATHS } from './paths.js';
export { formatPublicKey, parsePublicKey } from './public-key.js';
export type {
  RecordedPayload,
  RecordedReply,
  Recording,
  RecordingEvent,
  RecordingHeader,
} from './recording/recording.js';
export {
  formatRecording,
  formatRecordingEvent,
  formatRecordingHeader,
  parseRecording,
} from './recording/recording-codec.js';
export type {
  CalendarEntry,
  CalendarRule,
  SeasonPeriod,
} from './records/calendar.js';
export {
  formatCalendar,
  formatSeasonPeriod,
  parseCalendar,
  parseSeasonPeriod,
} from './records/calendar.js';
export type { HistoryEntry, SecuredDetails } from './records/control-records.js';
export {
  formatHistory,
  formatSecuredDetails,
  parseControlNotes,
  parseHistory,
  parseSecuredDetails,
} from './records/control-records.js';
export type { MessageEntry, MessageList, MessageSeverity } from './records/message-center.js';
export { formatMessageList, parseMessageList } from './records/message-center.js';
export { formatNodeValues, parseNodeValues } from './records/node-values.js';
export type { Mood, NamedNumber } from './records/text-states.js';
export {
  formatMoodList,
  formatNamedNumbers,
  parseBarList,
  parseCommaNumbers,
  parseJsonList,
  parseJsonState,
  parseMoodList,
  parseNamedNumbers,
  parseNumberList,
} from './records/text-states.js';
export type {
  UserDetails,
  UserGroup,
  UserGroupReference,
  UserState,
  UserSummary,
} from './records/users.js';
export {
  formatGroupList,
  formatUser,
  formatUserList,
  parseGroupList,
  parseUser,
  parseUserList,
} from './records/users.js';
export type { CloudDnsAnswer, HostAndPort } from './remote/cloud-dns.js';
export {
  CLOUD_DNS_CODES,
  cloudDnsPath,
  formatCloudDnsAnswer,
  formatHostAndPort,
  parseCloudDnsAnswer,
} from './remote/cloud-dns.js';
export type { DiscoveredPart, DiscoveryReply } from './remote/discovery-reply.js';
export {
  DISCOVERY_PORTS,
  discoveryRequest,
  formatDiscoveryReply,
  parseDiscoveryReply,
} from './remote/discovery-reply.js';
export type { SsdpAnswer } from './remote/ssdp.js';
export {
  formatSsdpAnswer,
  formatSsdpSearch,
  isSsdpSearch,
  parseSsdpAnswer,
  SSDP_ADDRESS,
} from './remote/ssdp.js';
export type { UpnpDescription } from './remote/upnp.js';
export { formatUpnpDescription, parseUpnpDescription } from './remote/upnp.js';
export type { ScheduleValue } from './schedule-value.js';
export { decodeScheduleValue, encodeScheduleValue } from './schedule-value.js';
export type { SessionKey } from './session-key.js';
export { createSessionKey, decryptSessionKey, encryptSessionKey } from './session-key.js';
export type { StatisticInfo } from './statistics/info.js';
export { formatStatisticInfo, parseStatisticInfo } from './statistics/info.js';
export type { StatisticRequest, StatisticUnit } from './statistics/paths.js';
export { STATISTIC_PATHS } from './statistics/paths.js';
export type { StatisticRow } from './statistics/rows.js';
export {
  decodeStatisticRows,
  encodeStatisticRows,
  guessStatisticColumns,
} from './statistics/rows.js';
export type { StatisticFile } from './statistics/sd-card.js';
export { decodeStatisticFile, encodeStatisticFile } from './statistics/sd-card.js';
export { formatWallTime, parseWallTime } from './statistics/wall-time.js';
export { formatStatisticXml, parseStatisticXml } from './statistics/xml-rows.js';
export { parseStructure } from './structure/parse-structure.js';
export type {
  StateUuids,
  Structure,
  StructureCategory,
  StructureControl,
  StructureMessageCenter,
  StructureMsInfo,
  StructureProblem,
  StructureRoom,
  StructureUser,
  StructureWeatherServer,
} from './structure/types.js';
export type { TableDamage, TableName, TableOptions } from './tables/damage.js';
export type { DaytimerEntry, DaytimerEvent } from './tables/daytimers.js';
export { decodeDaytimerTable, encodeDaytimerTable } from './tables/daytimers.js';
export type { TextEvent } from './tables/texts.js';
export { decodeTextTable, encodeTextTable, iterateTextTable } from './tables/texts.js';
export type { ValueEvent } from './tables/values.js';
export { decodeValueTable, encodeValueTable, iterateValueTable } from './tables/values.js';
export type { WeatherEntry, WeatherEvent } from './tables/weather.js';
export { decodeWeatherTable, encodeWeatherTable } from './tables/weather.js';
export { decodeText, encodeText, utf8Length } from './text.js';
export type { LoxoneSeconds } from './time.js';
export { LOXONE_EPOCH_UNIX, loxoneToUnixSeconds, unixToLoxoneSeconds } from './time.js';
export type { Uuid } from './uuid.js';
export { isUuid, readUuid, writeUuid, ZERO_UUID } from './uuid.js';
export type { WeatherFileEntry } from './weather-file.js';
export { decodeWeatherFile, encodeWeatherFile } from './weather-file.js';
