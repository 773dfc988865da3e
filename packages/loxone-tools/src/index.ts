export type { After } from './command/wait-until.js';
export type {
  CompletionRequest,
  Completions,
  CompletionsOptions,
} from './completions/completions.js';
export { createCompletions } from './completions/completions.js';
export type { Completion } from './completions/match.js';
export {
  createJournal,
  type JournalOptions,
  type JournalRecorder,
} from './journal/create-journal.js';
export type { LoxoneToolsOptions } from './loxone-tools.js';
export { createLoxoneTools } from './loxone-tools.js';
export { sourcesOf } from './media/source-list.js';
export type { CalendarDay, HouseAdmin, PlannedDays } from './ports/admin.js';
export type { ChartRequest, ChartSeries, RenderChart } from './ports/charts.js';
export type { AskConsent, ConsentAnswer, ConsentRequest } from './ports/consent.js';
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
export type { SendRaw } from './ports/raw.js';
export type { SavedScene, SceneStep, SceneStore } from './ports/scenes.js';
export { createLoxonePrompts, type LoxonePromptsOptions } from './prompts/loxone-prompts.js';
export type { PromptContent, PromptDefinition, PromptReading } from './prompts/prompt.js';
export { createInstructions, type InstructionsFor } from './resources/instructions.js';
export type { ListedResource } from './resources/list-resources.js';
export {
  createLoxoneResources,
  type LoxoneResources,
  type LoxoneResourcesOptions,
} from './resources/loxone-resources.js';
export type { ResourceContext, ResourceDefinition, ResourceReading } from './resources/resource.js';
export { readMoods } from './state/moods.js';
export {
  createNewsFilter,
  type DeadBand,
  defaultDeadBand,
  type NewsFilter,
} from './subscriptions/dead-band.js';
export {
  createSubscriptions,
  type SubscriptionEvent,
  type Subscriptions,
  type SubscriptionsOptions,
} from './subscriptions/subscriptions.js';
export type {
  ExtraContent,
  ToolAnnotations,
  ToolContext,
  ToolDefinition,
  ToolResult,
} from './tool.js';
export type { Candidate, ToolError, ToolErrorCode } from './tool-error.js';
export type { OptInTool } from './toolsets/opt-in.js';
