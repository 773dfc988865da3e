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
export type { SessionKey } from './session-key.js';
export { createSessionKey, decryptSessionKey, encryptSessionKey } from './session-key.js';
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
