const DAY = 86_400_000;

/** How long a key lives: so many days from now, until a date, or for good. */
export type Expiry = '30' | '90' | '365' | 'date' | 'never';

/** What is offered, shortest first. */
export const EXPIRY_CHOICES: readonly { readonly value: Expiry; readonly text: string }[] = [
  { value: '30', text: '30 days' },
  { value: '90', text: '90 days' },
  { value: '365', text: '1 year' },
  { value: 'date', text: 'Until a date' },
  { value: 'never', text: 'For good' },
];

/** @returns `2026-11-21` in the zone of the browser: what a date field holds. */
export function dateText(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** @returns The last millisecond of the day, here; undefined for what is no date. */
export function endOfDay(text: string): number | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const end = new Date(Number(year), Number(month) - 1, Number(day), 23, 59, 59, 999);
  // 31 February is a date to Date.
  return end.getDate() === Number(day) ? end.getTime() : undefined;
}

/** @returns The moment, `undefined` for no end; a text says what is wrong. */
export function expiresAt(
  choice: Expiry,
  date: string,
  now: number,
): { readonly at: number | undefined } | { readonly problem: string } {
  if (choice === 'never') return { at: undefined };
  if (choice !== 'date') return { at: now + Number(choice) * DAY };
  const at = endOfDay(date);
  if (at === undefined) return { problem: 'Choose a date.' };
  return at <= now ? { problem: 'The date must lie in the future.' } : { at };
}

/** @returns Those that the rule about the longest life lets one choose. */
export function allowedChoices(maxDays: number | undefined): typeof EXPIRY_CHOICES {
  if (maxDays === undefined) return EXPIRY_CHOICES;
  return EXPIRY_CHOICES.filter(({ value }) => {
    if (value === 'never') return false;
    return value === 'date' || Number(value) <= maxDays;
  });
}
