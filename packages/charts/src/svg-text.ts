const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** What XML cannot hold, and what would turn or hide the text around it. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]+/gu;

/** Share of the font size that a character of DejaVu Sans is wide, on average. */
const WIDTH = 0.6;

/** Text from anybody, fit to stand in an SVG and cut to a width in pixels. */
export function svgText(text: string, fontSize: number, maxWidth: number): string {
  const most = Math.max(1, Math.floor(maxWidth / (fontSize * WIDTH)));
  const points = [
    ...text
      .slice(0, most * 8)
      .replace(UNFIT, ' ')
      .trim(),
  ];
  const cut = points.length <= most ? points : [...points.slice(0, most - 1), '…'];
  return cut.join('').replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');
}

/** About how wide a text is, in pixels. */
export function textWidth(text: string, fontSize: number): number {
  return [...text].length * fontSize * WIDTH;
}

/** A length in an SVG: short, and never in a form that it does not know. */
export function px(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value * 10) / 10) : '0';
}
