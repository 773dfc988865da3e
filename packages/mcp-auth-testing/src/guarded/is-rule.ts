import { RISKS } from '@gatehouse/core';

/** Reads a member of whatever somebody else has made. */
export function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** Whether a host's rules answered with a rule: something with a known risk. */
export function isRule(rule: unknown): boolean {
  const risk = memberOf(rule, 'risk');
  return RISKS.some((known) => known === risk);
}
