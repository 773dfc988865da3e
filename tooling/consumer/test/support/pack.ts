import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.js';
import { runCommand } from './run.js';

/** The part of a manifest that matters here. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** A package as it would be published. */
export interface PackedPackage {
  readonly manifest: Manifest;
  readonly tarball: string;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** Folders of the packages that anybody may install, by name. */
function publicPackages(): ReadonlyMap<string, string> {
  const folders = readdirSync(join(ROOT, 'packages')).map((name) => join(ROOT, 'packages', name));
  return new Map(
    folders
      .map((folder) => [manifestOf(folder), folder] as const)
      .filter(([manifest]) => manifest.private !== true)
      .map(([manifest, folder]) => [manifest.name, folder]),
  );
}

/** A package and everything of ours that it depends on. */
function withDependencies(name: string, folders: ReadonlyMap<string, string>): Set<string> {
  const found = new Set<string>();
  const visit = (next: string): void => {
    const folder = folders.get(next);
    if (folder === undefined || found.has(next)) return;
    found.add(next);
    for (const dependency of Object.keys(manifestOf(folder).dependencies ?? {})) visit(dependency);
  };
  visit(name);
  return found;
}

/**
 * Packs packages and everything of ours that they depend on, as publishing would.
 *
 * @param directory - Where the tarballs go.
 */
export async function packPackages(
  names: readonly string[],
  directory: string,
): Promise<readonly PackedPackage[]> {
  const folders = publicPackages();
  const wanted = new Set(names.flatMap((name) => [...withDependencies(name, folders)]));
  const packed: PackedPackage[] = [];
  for (const name of wanted) {
    const destination = join(directory, name.replace('/', '-'));
    mkdirSync(destination, { recursive: true });
    await runCommand('pnpm', ['pack', '--pack-destination', destination], folders.get(name) ?? '');
    const [file = ''] = readdirSync(destination);
    const tarball = join(destination, file);
    const { stdout } = await runCommand('tar', ['-xOzf', tarball, 'package/package.json'], ROOT);
    packed.push({ manifest: JSON.parse(stdout) as Manifest, tarball });
  }
  return packed;
}
