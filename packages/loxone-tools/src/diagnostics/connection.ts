import type { ToolCall } from '../define-tool.js';
import { sentenceOf } from '../house/freshness.js';
import { cleanText } from '../text/clean-text.js';
import type { ToolResult } from '../tool.js';

/** How the connection stands; works without one, and for everybody. */
export function connectionSection({ home, index, access, clock }: ToolCall): ToolResult {
  const status = home.status();
  const info = home.info();
  const seconds = Math.max(0, Math.round((clock.now() - status.since) / 1000));
  const devices = index.entries.filter((entry) => access.sees(entry)).length;
  const retryIn =
    status.retryAt === undefined
      ? undefined
      : Math.max(0, Math.round((status.retryAt - clock.now()) / 1000));
  const facts = {
    phase: status.phase,
    for_seconds: seconds,
    sentence: sentenceOf(status),
    ...(retryIn !== undefined && { retry_in_seconds: retryIn }),
    ...(info !== undefined && {
      house: cleanText(info.name),
      ...(info.firmware !== undefined && { firmware: cleanText(info.firmware) }),
      structure_version: cleanText(info.structureVersion),
    }),
    devices,
  };
  const next = retryIn === undefined ? '' : ` The next attempt is in ${retryIn} s.`;
  const text = `${sentenceOf(status)} It has been ${status.phase} for ${seconds} s.${next} ${devices} devices are known.`;
  return { text, structured: { facts } };
}
