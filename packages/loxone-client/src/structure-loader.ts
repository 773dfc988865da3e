import {
  LoxoneError,
  PATHS,
  parseStructure,
  type Structure,
  type StructureProblem,
} from '@gatehouse/loxone-protocol';
import { assertAccepted, type Channel } from './channel.js';
import { buildHouse, type House } from './house.js';
import type { LoxoneLogger } from './ports.js';

/** A list for people; a file that is wrong throughout is no better understood with more of them. */
const MAX_PROBLEMS = 100;

/**
 * Asks which structure is current.
 *
 * @returns The Miniserver's own text, compared for equality only: `2017-11-22 18:41:01`.
 */
export async function fetchStructureVersion(channel: Channel): Promise<string> {
  const label = 'the version of the structure file';
  const answer = await channel.ask('plain', label, PATHS.structureVersion);
  assertAccepted(answer, label);
  if (typeof answer.value === 'string' && answer.value !== '') return answer.value;
  const problem = 'the version of the structure file is not text';
  throw new LoxoneError('ERR_LOXONE_ANSWER_MALFORMED', `The Miniserver answered: ${problem}.`, {
    problem,
  });
}

/**
 * Loads the structure file unless the one that is known is still current (rule: loaded once, and
 * again only when its version changes).
 *
 * @param known - The house that is known, or `undefined` to load in any case.
 * @returns The known house itself when nothing changed.
 * @throws LoxoneError `ERR_LOXONE_STRUCTURE_INVALID` naming the field at fault, when the file as a
 *   whole cannot be used; what only concerns one room or control is left out and told.
 */
export async function loadHouse(
  channel: Channel,
  firmware: string,
  known: House | undefined,
  logger: LoxoneLogger,
): Promise<House> {
  const version = await fetchStructureVersion(channel);
  if (known !== undefined && known.info.structureVersion === version) {
    return known.info.firmware === firmware ? known : withFirmware(known, firmware);
  }
  const file = await channel.fetch('the structure file', PATHS.structure);
  const problems: StructureProblem[] = [];
  const house = buildHouse(readLeniently(file, problems), firmware, version);
  if (problems.length === 0) return house;
  logger.warn('parts of the structure file were left out', {
    count: problems.length,
    first: problems[0]?.field,
  });
  return { ...house, info: { ...house.info, problems: problems.slice(0, MAX_PROBLEMS) } };
}

function readLeniently(file: string, problems: StructureProblem[]): Structure {
  return parseStructure(file, { onProblem: (problem) => problems.push(problem) });
}

/** An update of the firmware alone leaves the structure as it was. */
function withFirmware(house: House, firmware: string): House {
  return { ...house, info: { ...house.info, firmware } };
}
