/**
 * What the clocks of a time zone show, as if they stood in UTC.
 *
 * @param timeZone - `Europe/Vienna`.
 * @returns From epoch milliseconds to epoch milliseconds, without the milliseconds.
 * @throws RangeError when the platform does not know the zone.
 */
export function wallTimeIn(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (at) => {
    const fields = new Map(
      format.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
    );
    const field = (name: Intl.DateTimeFormatPartTypes): number => fields.get(name) ?? 0;
    return Date.UTC(
      field('year'),
      field('month') - 1,
      field('day'),
      field('hour'),
      field('minute'),
      field('second'),
    );
  };
}
