export {
  fetchControlHistory,
  fetchControlNotes,
  fetchNodeValues,
  fetchSecuredDetails,
  type NodeSpan,
} from './control-records.js';
export {
  type DeviceHealth,
  type DeviceReport,
  fetchDevices,
  judgeDevices,
} from './device-health.js';
export type { HistoryPoint } from './gather.js';
export {
  type HistoryOptions,
  type HistoryQuery,
  type HistorySeries,
  readHistory,
} from './history.js';
export type { HouseLink } from './house-link.js';
export { fetchCameraImage, fetchIcon, type Image } from './images.js';
export { fetchMessages, messageCenterOf } from './messages.js';
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
} from './operating-modes.js';
export { type ShownNumber, showNumber } from './printf-format.js';
export {
  type RecordedGroup,
  type RecordedGroups,
  type RecordedSeries,
  recordedGroups,
} from './recorded-series.js';
export { type RecordingOptions, recordTransport } from './recording.js';
export { fetchSystemInfo, type SystemInfo, testSdCard } from './system-info.js';
export {
  fixedOffset,
  parseUtcOffset,
  type WallClock,
  zoneClock,
} from './wall-clock.js';
export { fetchForecast, readWeather, type WeatherAt, type WeatherReport } from './weather.js';
