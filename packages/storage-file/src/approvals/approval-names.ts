import { isApprovalId } from '@gatehouse/core';

/** The files of one request, in the order in which they come to be. */
export const APPROVAL_PARTS = ['request', 'verdict', 'end'] as const;

/** One of {@link APPROVAL_PARTS}. */
export type ApprovalPart = (typeof APPROVAL_PARTS)[number];

/** @returns `<id>.request.json`, `<id>.verdict.json` or `<id>.end.json`. */
export function approvalFileName(id: string, part: ApprovalPart): string {
  return `${id}.${part}.json`;
}

/** @returns What a file name stands for; `undefined` for any that this store has not given. */
export function parseApprovalFileName(
  name: string,
): { readonly id: string; readonly part: ApprovalPart } | undefined {
  const [id = '', word, ending, ...more] = name.split('.');
  const part = APPROVAL_PARTS.find((one) => one === word);
  const fits = part !== undefined && ending === 'json' && more.length === 0 && isApprovalId(id);
  return fits ? { id, part } : undefined;
}

/** Whether a file name is one of a file that is, or was, being written. */
export function isApprovalLeftover(name: string): boolean {
  const [, base = ''] = /^(.+)\.[0-9a-f]{16}\.tmp$/.exec(name) ?? [];
  return parseApprovalFileName(base) !== undefined;
}
