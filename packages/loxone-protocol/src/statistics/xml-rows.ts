import { formatXml, parseXml } from '../xml-document.js';
import type { StatisticRow } from './rows.js';
import { formatWallTime, parseWallTime } from './wall-time.js';

const VALUE_ATTRIBUTE = /^V\d{0,2}$/;
const NUMBER = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?\s*$/i;

/**
 * Reads `statisticdata.xml`: `<S T="2024-02-29 12:00:00" V="21.5"/>` for each row (protocol reference
 * §6.1). Where there are several outputs their attributes begin with V, too. Rows that make no sense
 * are left out.
 *
 * @returns Times as in binary statistics of the first generation.
 * @throws LoxoneError `ERR_LOXONE_ANSWER_MALFORMED` when it is no XML document.
 */
export function parseStatisticXml(text: string): readonly StatisticRow[] {
  const root = parseXml(text, 'The recorded values cannot be understood');
  const rows: StatisticRow[] = [];
  for (const { name, attributes } of root.children) {
    const time = name === 'S' ? parseWallTime(attributes.get('T') ?? '') : undefined;
    const values = readValues(attributes);
    if (time !== undefined && values.length > 0) rows.push({ time, values });
  }
  return rows;
}

/**
 * Writes such a document.
 *
 * @param statistic - `name` and `outputs`: what was recorded, as the root element tells.
 */
export function formatStatisticXml(
  rows: readonly StatisticRow[],
  statistic: { readonly name: string; readonly outputs: readonly string[] },
): string {
  return formatXml({
    name: 'Statistics',
    attributes: [
      ['Name', statistic.name],
      ['NumOutputs', String(statistic.outputs.length)],
      ['Outputs', statistic.outputs.join(',')],
    ],
    children: rows.map(({ time, values }) => ({
      name: 'S',
      attributes: [
        ['T', formatWallTime(time)],
        ...values.map(
          (value, index) => [index === 0 ? 'V' : `V${index + 1}`, String(value)] as const,
        ),
      ] as const,
    })),
  });
}

function readValues(attributes: ReadonlyMap<string, string>): readonly number[] {
  const values: number[] = [];
  for (const [name, text] of attributes) {
    if (!VALUE_ATTRIBUTE.test(name)) continue;
    values.push(NUMBER.test(text) ? Number(text) : Number.NaN);
  }
  return values;
}
