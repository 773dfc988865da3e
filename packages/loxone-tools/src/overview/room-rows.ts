import type { Family } from '@gatehouse/loxone-controls';
import { FAMILIES } from '../text/families.js';
import type { Facts } from './facts.js';

/** `Kitchen: 3 lights, 2 covers; 1 lights on, 21.5 °C` */
export function roomLine(name: string, facts: readonly Facts[], unit: string): string {
  const now = nowText(facts, unit);
  return `${name}: ${countsText(facts)}${now === '' ? '' : `; ${now}`}`;
}

/** How many there are of each family, in the order of the families. */
export function countByFamily(facts: readonly Facts[]): Partial<Record<Family, number>> {
  const counts = new Map<Family, number>();
  for (const { entry } of facts) {
    const [family] = entry.families.includes('lights') ? (['lights'] as const) : entry.families;
    if (family !== undefined) counts.set(family, (counts.get(family) ?? 0) + 1);
  }
  return Object.fromEntries(
    FAMILIES.flatMap((family) => {
      const count = counts.get(family);
      return count === undefined ? [] : [[family, count]];
    }),
  );
}

function countsText(facts: readonly Facts[]): string {
  return Object.entries(countByFamily(facts))
    .map(([family, count]) => `${count} ${family}`)
    .join(', ');
}

function nowText(facts: readonly Facts[], unit: string): string {
  const lit = count(facts, (one) => one.isOn && one.entry.families.includes('lights'));
  const running = count(facts, ({ isOn }) => isOn) - lit;
  const temperature = facts.find((one) => one.temperature !== undefined)?.temperature;
  return [
    counted(lit, 'lights on'),
    counted(running, 'others on'),
    counted(
      count(facts, ({ isUp }) => isUp),
      'covers not closed',
    ),
    counted(
      count(facts, ({ isOpen }) => isOpen),
      'open',
    ),
    counted(
      count(facts, ({ isMoving }) => isMoving),
      'moving',
    ),
    counted(
      count(facts, ({ isAlarming }) => isAlarming),
      'alarm',
    ),
    temperature === undefined ? '' : `${temperature} ${unit}`,
  ]
    .filter((text) => text !== '')
    .join(', ');
}

function counted(number: number, what: string): string {
  return number === 0 ? '' : `${number} ${what}`;
}

function count(facts: readonly Facts[], holds: (one: Facts) => boolean): number {
  return facts.filter(holds).length;
}
