import type { Decision } from '@gatehouse/core';
import type { ToolCall } from '../define-tool.js';

/** What concerns the whole house is nothing for a key of some rooms or devices. */
export function decideForHouse({ access, context }: ToolCall): Decision {
  const { rooms, devices } = context.principal;
  const needs = 'a key that is not limited to rooms or devices';
  if (rooms !== undefined || devices !== undefined) {
    return { allow: false, reason: 'target', needs };
  }
  return access.call();
}
