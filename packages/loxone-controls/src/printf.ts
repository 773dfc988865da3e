/** One conversion of a printf format: `%.1f`, `%d`, `%5.2lf`; `%%` is a percent sign. */
const CONVERSION = /%[-+ 0#]*\d*(?:\.(\d+))?l?([fFdiugGs])/;

/** Writes a number by a format of the structure file, for example `%.1f°` or `%.0f %%`. */
export function formatNumber(format: string, value: number): string {
  return format
    .replace(CONVERSION, (_, places: string | undefined, kind: string) =>
      convert(value, places, kind),
    )
    .replaceAll('%%', '%');
}

/** The unit in a format: what follows the number, `°` in `%.1f°`. */
export function unitOfFormat(format: string | undefined): string | undefined {
  const match = format === undefined ? null : CONVERSION.exec(format);
  if (format === undefined || match === null) return undefined;
  const unit = format
    .slice(match.index + match[0].length)
    .replaceAll('%%', '%')
    .trim();
  return unit === '' ? undefined : unit;
}

function convert(value: number, places: string | undefined, kind: string): string {
  if (kind === 's' || kind === 'g' || kind === 'G') return String(value);
  if (kind === 'd' || kind === 'i' || kind === 'u') return String(Math.trunc(value));
  return value.toFixed(Math.min(Number(places ?? 6), 20));
}
