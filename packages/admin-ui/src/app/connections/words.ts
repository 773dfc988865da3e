import type { Connection } from '../../wire/index.js';
import type { Tone } from '../ui/states.js';

/** What each kind of connection is called. */
export const KIND_WORDS: Readonly<Record<Connection['kind'], { word: string; tone: Tone }>> = {
  mcp: { word: 'Assistant', tone: 'good' },
  admin: { word: 'Browser', tone: 'info' },
  events: { word: 'Event stream', tone: 'neutral' },
};

/** @returns `2 assistants, 1 browser`; the kinds that nobody uses are left out. */
export function summary(connections: readonly Connection[]): string {
  const parts = Object.entries(KIND_WORDS).flatMap(([kind, { word }]) => {
    const count = connections.filter((one) => one.kind === kind).length;
    if (count === 0) return [];
    return [`${count} ${word.toLowerCase()}${count === 1 ? '' : 's'}`];
  });
  return parts.length === 0 ? 'Nobody is connected.' : `${parts.join(', ')}.`;
}
