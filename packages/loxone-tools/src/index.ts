export type { After } from './command/wait-until.js';
export type { LoxoneToolsOptions } from './loxone-tools.js';
export { createLoxoneTools } from './loxone-tools.js';
export type { ToolAnnotations, ToolContext, ToolDefinition, ToolResult } from './tool.js';
export type { Candidate, ToolError, ToolErrorCode } from './tool-error.js';
