/** A number as the structure file wants it shown. */
export interface ShownNumber {
  readonly value: number;
  /** `°C`, `%`, `km/h`; empty where there is none. */
  readonly unit: string;
  /** `21.5 °C` as the house writes it: `21.5°`. */
  readonly text: string;
}

const PLACE = /%(?:(%)|[-+ 0#]*\d{0,3}(?:\.(\d{1,2}))?l?([dfgieu]))/g;

/**
 * Writes a number by a format of the structure file: `%.1f°`, `%.0f%%`, `%d lx`. A format without a
 * place for it is taken for a unit.
 */
export function showNumber(value: number, format: string): ShownNumber {
  let placed = false;
  const place = (digits: string | undefined, kind: string | undefined): string => {
    if (placed) return '';
    placed = true;
    const decimals = kind === 'd' || kind === 'i' || kind === 'u' ? 0 : Number(digits ?? 6);
    return value.toFixed(Math.min(20, decimals));
  };
  const replace = (write: (digits?: string, kind?: string) => string): string =>
    format.replace(PLACE, (_, percent?: string, digits?: string, kind?: string) =>
      percent === undefined ? write(digits, kind) : '%',
    );
  const unit = replace(() => '').trim();
  const text = replace(place);
  return { value, unit, text: placed ? text : `${value}${unit}` };
}
