export type {
  HistoryEntry,
  LoxoneError,
  MessageEntry,
  StatusDevice,
  Structure,
  StructureControl,
} from '@gatehouse/loxone-protocol';
export { isLoxoneError } from '@gatehouse/loxone-protocol';
export type { LoxoneClient } from './client.js';
export { createLoxoneClient } from './client.js';
export type { EncryptCommands } from './command-mode.js';
export {
  fetchControlHistory,
  fetchControlNotes,
  fetchNodeValues,
  fetchSecuredDetails,
  type NodeSpan,
} from './data/control-records.js';
export {
  type DeviceHealth,
  type DeviceReport,
  fetchDevices,
  judgeDevices,
} from './data/device-health.js';
export type { HistoryPoint } from './data/gather.js';
export {
  type HistoryOptions,
  type HistoryQuery,
  type HistorySeries,
  readHistory,
} from './data/history.js';
export type { HouseLink } from './data/house-link.js';
export { fetchCameraImage, fetchIcon, type Image } from './data/images.js';
export { fetchMessages, messageCenterOf } from './data/messages.js';
export {
  fetchPlannedModes,
  fetchSeasons,
  type OperatingMode,
  operatingMode,
  type PlannedMode,
  readSchedule,
  type Schedule,
  type SchedulePeriod,
  type Seasons,
} from './data/operating-modes.js';
export { type ShownNumber, showNumber } from './data/printf-format.js';
export {
  type RecordedGroup,
  type RecordedGroups,
  type RecordedSeries,
  recordedGroups,
} from './data/recorded-series.js';
export { type RecordingOptions, recordTransport } from './data/recording.js';
export { fetchSystemInfo, type SystemInfo, testSdCard } from './data/system-info.js';
export {
  fixedOffset,
  parseUtcOffset,
  type WallClock,
  zoneClock,
} from './data/wall-clock.js';
export { fetchForecast, readWeather, type WeatherAt, type WeatherReport } from './data/weather.js';
export type { DiscoverOptions, Discovery } from './discovery/discover.js';
export { discover } from './discovery/discover.js';
export type { FoundBy, FoundMiniserver } from './discovery/found.js';
export type { HouseFacts } from './house-facts.js';
export type { TlsOptions } from './node-transport.js';
export type { LoxoneClientOptions } from './options.js';
export type { Cancel, LogFields, LoxoneLogger, Timers } from './ports.js';
export type { CloudDnsOptions } from './reach/cloud-locator.js';
export type { TokenStore } from './token-store.js';
export type { HttpReply, Opened, Socket, SocketHandlers, Transport } from './transport.js';
export type { VisuPasswordOption } from './visu-password.js';
