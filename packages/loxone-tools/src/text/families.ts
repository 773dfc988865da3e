import { type Family, readWords } from '@gatehouse/loxone-controls';

/** Every family by its name: the compiler sees that none is missing. */
const FAMILY = {
  lights: 'lights',
  covers: 'covers',
  switches: 'switches',
  climate: 'climate',
  media: 'media',
  access: 'access',
  security: 'security',
  energy: 'energy',
  sensors: 'sensors',
  scenes: 'scenes',
  appliances: 'appliances',
  information: 'information',
} as const satisfies { readonly [Name in Family]: Name };

/** All families. */
export const FAMILIES: readonly Family[] = Object.values(FAMILY);

/**
 * The family that a text names: by its own name, or by a word in any language that stands for no
 * other.
 */
export function familyNamed(text: string): Family | undefined {
  const own = FAMILIES.find((family) => family === text.trim().toLowerCase());
  if (own !== undefined) return own;
  const words = readWords(text);
  const [only, ...others] = new Set(words.flatMap(({ families }) => families));
  const isAll = words.every(({ families }) => only !== undefined && families.includes(only));
  return others.length === 0 && isAll ? only : undefined;
}
