import { posix, win32 } from 'node:path';

/** Environment variables, as `process.env` holds them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where an application keeps its configuration: `%APPDATA%\<app>` on Windows, elsewhere
 * `$XDG_CONFIG_HOME/<app>`, or `~/.config/<app>` without that variable (XDG Base Directory
 * Specification 0.8, which also says that a relative value must be ignored).
 *
 * @param app - A directory name.
 * @param platform - As `process.platform`.
 * @returns The directory, or a sentence that says which variables are missing. A home directory is
 *   not looked up elsewhere: a service that has none should be told where to keep its keys.
 */
export function configDirectory(
  app: string,
  env: Environment,
  platform: NodeJS.Platform,
): { readonly ok: true; readonly path: string } | { readonly ok: false; readonly problem: string } {
  if (platform === 'win32') {
    const roaming = absolute(env.APPDATA, win32.isAbsolute);
    if (roaming !== undefined) return { ok: true, path: win32.join(roaming, app) };
    return missing('APPDATA');
  }
  const config = absolute(env.XDG_CONFIG_HOME, posix.isAbsolute);
  if (config !== undefined) return { ok: true, path: posix.join(config, app) };
  const home = absolute(env.HOME, posix.isAbsolute);
  if (home !== undefined) return { ok: true, path: posix.join(home, '.config', app) };
  return missing('XDG_CONFIG_HOME nor HOME');
}

function absolute(
  path: string | undefined,
  isAbsolute: (path: string) => boolean,
): string | undefined {
  return path !== undefined && isAbsolute(path) ? path : undefined;
}

function missing(variables: string): { readonly ok: false; readonly problem: string } {
  const neither = variables.includes(' nor ') ? 'neither ' : 'no ';
  return {
    ok: false,
    problem: `configDir: must be given, since the environment has ${neither}${variables} with an absolute path`,
  };
}
