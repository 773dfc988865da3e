import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { HomeControl } from '@gatehouse/loxone-controls';
import { category, control } from './controls.js';

interface Item {
  readonly name: string;
  readonly type?: string;
}

interface StructureControl extends Item {
  readonly uuidAction: string;
  readonly type: string;
  readonly room?: string;
  readonly cat?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly subControls?: Readonly<Record<string, StructureControl>>;
}

interface StructureFile {
  readonly rooms: Readonly<Record<string, Item>>;
  readonly cats: Readonly<Record<string, Item>>;
  readonly controls: Readonly<Record<string, StructureControl>>;
}

/** Structure files of real houses; they are not part of this repository. */
const FOLDER = fileURLToPath(new URL('../../../../../shared/data/structure/', import.meta.url));

export function hasStructure(file: string): boolean {
  return existsSync(`${FOLDER}${file}`);
}

/** The controls of a structure file, flattened as a client would. */
export function readStructure(file: string): readonly HomeControl[] {
  const structure = JSON.parse(readFileSync(`${FOLDER}${file}`, 'utf8')) as StructureFile;
  return Object.values(structure.controls).flatMap((item) => flatten(item, structure, undefined));
}

function flatten(
  item: StructureControl,
  structure: StructureFile,
  parent: HomeControl | undefined,
): readonly HomeControl[] {
  const { name, type, uuidAction: id, details = {} } = item;
  const place = item.room === undefined ? undefined : structure.rooms[item.room];
  const kind = item.cat === undefined ? undefined : structure.cats[item.cat];
  const own = control({
    id,
    name,
    type,
    details,
    ...(place !== undefined &&
      item.room !== undefined && { room: { id: item.room, name: place.name } }),
    ...(kind !== undefined && { category: category(kind.name, kind.type ?? 'undefined') }),
    ...(parent !== undefined && { parent }),
  });
  const parts = Object.values(item.subControls ?? {});
  return [own, ...parts.flatMap((part) => flatten(part, structure, own))];
}
