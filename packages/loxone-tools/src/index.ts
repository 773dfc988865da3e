export type { After } from './command/wait-until.js';
export {
  createJournal,
  type JournalOptions,
  type JournalRecorder,
} from './journal/create-journal.js';
export type { LoxoneToolsOptions } from './loxone-tools.js';
export { createLoxoneTools } from './loxone-tools.js';
export type { ChartRequest, ChartSeries, RenderChart } from './ports/charts.js';
export type {
  DataReply,
  HistoryQuery,
  HouseData,
  HouseDevice,
  HouseMessage,
  HouseMode,
  HouseWeather,
  LogEntry,
  RecordedOutput,
  RecordedValues,
  SystemReport,
  WeatherMoment,
  WeatherQuantity,
} from './ports/house-data.js';
export type { Journal, JournalEntry } from './ports/journal.js';
export type { ToolAnnotations, ToolContext, ToolDefinition, ToolResult } from './tool.js';
export type { Candidate, ToolError, ToolErrorCode } from './tool-error.js';
