import type { Parsed } from '../settings/setting.js';

/** Which secret of Infisical is meant. */
export interface InfisicalReference {
  /** Id of the project. */
  readonly project: string;
  /** Slug of the environment: `prod`. */
  readonly environment: string;
  /** Folder: `/` or `/house/cellar`. */
  readonly path: string;
  readonly name: string;
}

/** Reads `PROJECT/ENVIRONMENT/FOLDER/…/NAME`; the folders may be left out. */
export function parseInfisicalReference(text: string): Parsed<InfisicalReference> {
  const parts = text.split('/');
  const [project = '', environment = '', ...rest] = parts;
  const name = rest.at(-1);
  if (name === undefined || !parts.every((part) => /^[\w.-]{1,128}$/.test(part))) {
    const problem =
      'must be infisical:PROJECT/ENVIRONMENT/NAME, or with folders between the last two; ' +
      'PROJECT is the id of the project';
    return { ok: false, problem };
  }
  const folders = rest.slice(0, -1);
  // An URL would resolve these, and so ask for another folder than the one that is shown.
  if (parts.some((part) => /^\.+$/.test(part))) {
    return { ok: false, problem: 'must name folders, not . or ..' };
  }
  return { ok: true, value: { project, environment, path: `/${folders.join('/')}`, name } };
}
