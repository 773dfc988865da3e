/** A systemd unit: section → directive → its values in order. */
export type UnitFile = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/**
 * Parses a unit file (systemd.syntax(7)), continued lines included.
 *
 * @throws SyntaxError for a line that is no section, directive or comment.
 */
export function parseUnitFile(text: string): UnitFile {
  const unit = new Map<string, Map<string, string[]>>();
  let section: Map<string, string[]> | undefined;
  for (const line of text.replace(/\s*\\\n\s*/g, ' ').split('\n')) {
    if (/^\s*([#;]|$)/.test(line)) continue;
    const [, header] = /^\[([A-Za-z]+)\]$/.exec(line) ?? [];
    if (header !== undefined) {
      section = unit.get(header) ?? new Map();
      unit.set(header, section);
      continue;
    }
    const [, name, value = ''] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
    if (name === undefined || section === undefined) {
      throw new SyntaxError(`not a line of a unit: ${line}`);
    }
    section.set(name, [...(section.get(name) ?? []), value.trim()]);
  }
  return unit;
}

/** All values of a directive of `[Service]`. */
export function serviceValues(unit: UnitFile, directive: string): readonly string[] {
  return unit.get('Service')?.get(directive) ?? [];
}

/** The variables that `Environment=` sets, one a line. */
export function serviceEnvironment(unit: UnitFile): Readonly<Record<string, string>> {
  return parseAssignments(serviceValues(unit, 'Environment').join('\n'));
}

/** `NAME=value` lines, as `EnvironmentFile=` and compose's `.env` have them. */
export function parseAssignments(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').filter((line) => /^\w+=/.test(line));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}
