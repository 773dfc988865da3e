export type { CapabilitySource, ControlCapability } from './capabilities.js';
export { capabilitiesOf } from './capabilities.js';
export { CONTROL_TYPES, controlType, familyOf, mainStates } from './catalog.js';
export { catalogTable } from './catalog-table.js';
export type { CommandCheck, CommandTarget } from './check-command.js';
export { checkCommand, commandsOf } from './check-command.js';
export type { DecodedState } from './decode-state.js';
export { decodeState } from './decode-state.js';
export type { DescribeContext, Described } from './describe/describe-control.js';
export { describeControl, stateSentence } from './describe/describe-control.js';
export type { NamedValue } from './describe/narrow-command.js';
export { namedValues, narrowCommand } from './describe/narrow-command.js';
export type {
  CheckedCommand,
  CommandOutcome,
  CommandProblem,
  CommandRequest,
  ControlId,
  HomeCategory,
  HomeChange,
  HomeControl,
  HomeInfo,
  HomeRoom,
  HomeState,
  HomeStateChange,
  HomeStatus,
  LoxoneHome,
  StateValue,
} from './home.js';
export type { NumberedState, PartId } from './parts.js';
export { numberedState, partOf } from './parts.js';
export type { DecodeContext } from './state-text.js';
export type {
  ArgumentSpec,
  Capability,
  CommandRisk,
  CommandSpec,
  ControlType,
  Family,
  RangeSource,
  RequestSpec,
  StateSpec,
  Trait,
} from './types.js';
export type { WireArguments } from './wire.js';
export { matchWire } from './wire.js';
export type { Floor } from './words/floor-words.js';
export { foldMarks, foldWords } from './words/fold.js';
export type { Language, Verb } from './words/language.js';
export { LANGUAGE_CODES, languageOfHouse } from './words/languages.js';
export { matchFamily, matchVerb } from './words/match.js';
export type { WordMatch } from './words/phrases.js';
export type { PlaceKind } from './words/place-words.js';
export type { Quality } from './words/quality-words.js';
export type { ReadWord } from './words/read-words.js';
export { readWords } from './words/read-words.js';
export { commandsForVerb } from './words/verb-commands.js';
