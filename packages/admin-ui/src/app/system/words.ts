import type { Finding } from '../../wire/index.js';
import type { Tone } from '../ui/states.js';

/** How each level of a finding looks, the worst first. */
export const LEVELS: Readonly<Record<Finding['level'], { word: string; tone: Tone }>> = {
  problem: { word: 'Problem', tone: 'bad' },
  warning: { word: 'Warning', tone: 'warning' },
  good: { word: 'Good', tone: 'good' },
};

const ORDER = Object.keys(LEVELS);

/** @returns The findings, the worst first; equal ones as they came. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level));
}

const PHASES: Readonly<Record<string, { word: string; tone: Tone }>> = {
  live: { word: 'Connected', tone: 'good' },
  connecting: { word: 'Connecting', tone: 'info' },
  reconnecting: { word: 'Connecting again', tone: 'warning' },
  rejected: { word: 'Refused', tone: 'bad' },
  stopped: { word: 'Stopped', tone: 'neutral' },
};

/** @returns Words for a phase of the connection to the Miniserver. */
export function phaseWords(phase: string): { readonly word: string; readonly tone: Tone } {
  if (Object.hasOwn(PHASES, phase)) {
    const known = PHASES[phase];
    if (known !== undefined) return known;
  }
  const word = phase.replaceAll('-', ' ').replace(/^./u, (first) => first.toUpperCase());
  return { word, tone: 'warning' };
}

/** Settings that somebody set, before those that are as they come. */
export function setFirst<S extends { readonly origin: string; readonly name: string }>(
  settings: readonly S[],
): readonly S[] {
  const rank = (one: S) => (one.origin === 'default' ? 1 : 0);
  return [...settings].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}
