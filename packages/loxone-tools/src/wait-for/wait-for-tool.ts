import { z } from 'zod';
import { createAccess } from '../access.js';
import { defineTool, failure, type ToolCall, type ToolKit } from '../define-tool.js';
import { notLive } from '../house/freshness.js';
import type { HouseEntry } from '../house/house-entry.js';
import { errorSchema } from '../output-schema.js';
import { READ_TOOL } from '../read-tool.js';
import { shortText } from '../short-text.js';
import { shownValue } from '../state/state-value.js';
import { summaryOf } from '../state/summary.js';
import { oneTargetSchema, resolveOneTarget } from '../targets/one-target.js';
import type { ToolDefinition, ToolResult } from '../tool.js';
import { type ToolError, toolError } from '../tool-error.js';
import { CONDITIONS, type IsFulfilled, readCondition } from './condition.js';

/** Longest that a call waits, in milliseconds: five minutes. */
const MAX_TIMEOUT_MS = 300_000;
const DEFAULT_TIMEOUT_MS = 60_000;
const RANGE = `must be 0–${MAX_TIMEOUT_MS}`;
/** A client that hears nothing for long may give the call up. */
const PROGRESS_MS = 5000;

const inputSchema = z.strictObject({
  target: oneTargetSchema,
  condition: z.enum(CONDITIONS).default('changes'),
  state: shortText(100).optional().describe('Default: its main state'),
  value: z.union([shortText(200), z.number(), z.boolean()]).optional(),
  timeout_ms: z.number().min(0, RANGE).max(MAX_TIMEOUT_MS, RANGE).default(DEFAULT_TIMEOUT_MS),
});

const outputSchema = z.strictObject({
  fulfilled: z.boolean(),
  waited_ms: z.number().optional(),
  state: z.string().optional(),
  states: z.looseObject({}).optional(),
  error: errorSchema,
  notice: z.string().optional(),
});

type WaitArgs = z.output<typeof inputSchema>;

const NOT_FULFILLED = { fulfilled: false };

/** `loxone_wait_for` */
export function waitForTool(kit: ToolKit): ToolDefinition {
  return defineTool(kit, {
    name: 'loxone_wait_for',
    title: 'Wait for a state',
    description: 'Wait until a device is in a condition, or its state changes.',
    ...READ_TOOL,
    inputSchema,
    outputSchema,
    empty: NOT_FULFILLED,
    handle: waitFor,
  });
}

/** How a wait came to its end. */
type End = 'fulfilled' | 'timeout' | 'cancelled' | 'gone';

async function waitFor(args: WaitArgs, call: ToolCall): Promise<ToolResult> {
  const { home, clock } = call;
  const target = resolveOneTarget(args.target, call);
  if (!target.ok) return failure(target.error, NOT_FULFILLED);
  const entry = target.value;
  const status = home.status();
  if (status.phase === 'rejected' || status.phase === 'stopped') {
    return failure(notLive(status), NOT_FULFILLED);
  }
  const condition = readCondition(args, entry.control, home);
  if (!condition.ok) return failure(condition.error, NOT_FULFILLED);
  const began = clock.now();
  const end = await ended(condition.value, entry, args.timeout_ms, call);
  const waited = clock.now() - began;
  // A key may have expired during these minutes.
  const mayStill = createAccess(call.context, call.index, { name: call.tool, risk: call.risk });
  const isGone = end === 'gone' || !mayStill.call().allow || !mayStill.sees(entry);
  if (isGone) return failure(GONE, NOT_FULFILLED);
  return resultOf(end, entry, waited, call);
}

const GONE: ToolError = toolError(
  'unknown_device',
  'The device is not there any more.',
  'Find it with loxone_search.',
);

/** Hears of changes instead of asking for them. */
function ended(
  isFulfilled: IsFulfilled,
  { control }: HouseEntry,
  timeoutMs: number,
  call: ToolCall,
): Promise<End> {
  const { home, signal, after, clock, ports } = call;
  if (isFulfilled()) return Promise.resolve('fulfilled');
  if (signal?.aborted === true) return Promise.resolve('cancelled');
  if (timeoutMs === 0) return Promise.resolve('timeout');
  const began = clock.now();
  return new Promise((resolve) => {
    let cancelProgress = (): void => undefined;
    const finish = (end: End): void => {
      cancelTimeout();
      cancelProgress();
      unsubscribe();
      signal?.removeEventListener('abort', cancelled);
      resolve(end);
    };
    const cancelled = (): void => finish('cancelled');
    const tell = (): void => {
      const waited = Math.min(clock.now() - began, timeoutMs);
      const now = summaryOf(control, home.states(control.id), home) ?? 'nothing reported';
      ports.progress?.(waited / 1000, timeoutMs / 1000, `Waiting; it is now: ${now}`);
    };
    const keepTelling = (): void => {
      cancelProgress = after(PROGRESS_MS, () => {
        tell();
        keepTelling();
      });
    };
    const cancelTimeout = after(timeoutMs, () => finish('timeout'));
    const unsubscribe = home.onChange((change) => {
      if (change.type === 'structure' && home.control(control.id) === undefined) finish('gone');
      if (change.type !== 'states') return;
      if (isFulfilled()) finish('fulfilled');
      else if (change.changes.some((one) => one.control === control.id)) tell();
    });
    signal?.addEventListener('abort', cancelled, { once: true });
    if (ports.progress !== undefined) keepTelling();
  });
}

function resultOf(
  end: Exclude<End, 'gone'>,
  { control, label }: HouseEntry,
  waited: number,
  { home }: ToolCall,
): ToolResult {
  const states = home.states(control.id);
  const state = summaryOf(control, states, home) ?? 'nothing reported';
  const known = states.filter(({ value }) => value !== null).slice(0, MAX_STATES);
  const structured = {
    fulfilled: end === 'fulfilled',
    waited_ms: waited,
    state,
    states: Object.fromEntries(known.map(({ name, value }) => [name, shownValue(value)])),
  };
  if (end === 'fulfilled') return { text: `${label}: ${state}`, structured };
  const error =
    end === 'timeout'
      ? toolError('timeout', `${label} is still: ${state}.`, 'Wait again, or look why.')
      : toolError('cancelled', 'The call was ended.', 'Call again to go on waiting.');
  return failure(error, structured);
}

/** Enough to see why; all of them has loxone_get_state. */
const MAX_STATES = 12;
