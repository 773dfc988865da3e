const TYPE_OF = { 1: 0, 2: 2 } as const;
const LAST_GEN_1_TYPE = 1;

/**
 * A structure file whose `miniserverType` fits the generation (protocol reference §1.1).
 *
 * @param json - LoxAPP3.json, as text or parsed. One that fits, or is no such file, comes back as it is.
 */
export function ofGeneration(json: unknown, generation: 1 | 2 | undefined): unknown {
  if (generation === undefined) return json;
  const file = typeof json === 'string' ? parsed(json) : json;
  if (!isObject(file) || !isObject(file.msInfo)) return json;
  const type = Number(file.msInfo.miniserverType ?? 0);
  const is = type <= LAST_GEN_1_TYPE ? 1 : 2;
  if (is === generation) return json;
  return { ...file, msInfo: { ...file.msInfo, miniserverType: TYPE_OF[generation] } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The house tells what is wrong with it.
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
