/** Which login at which Miniserver a token belongs to. */
export interface House {
  /** As LOXONE_HOST names it. */
  readonly host: string;
  readonly user: string;
}

/** What the file holds: whom the token is for, readable, and the token, sealed. */
export interface TokenFile extends House {
  /** `enc:v1:…` */
  readonly token: string;
}

/** What a token is sealed for: it opens for this login only, in a file of this kind. */
export function placeOf({ host, user }: House): string {
  return `loxone-token.json: ${JSON.stringify([host, user])}`;
}

/** The file's text: one JSON object that a person can read, but for the token. */
export function formatTokenFile({ host, user, token }: TokenFile): string {
  return `${JSON.stringify({ host, user, token }, undefined, 2)}\n`;
}

/** @returns `undefined` for any text that {@link formatTokenFile} does not make. */
export function parseTokenFile(text: string): TokenFile | undefined {
  const fields = parseObject(text);
  if (fields === undefined) return undefined;
  const { host, user, token } = fields;
  if (typeof host !== 'string' || typeof user !== 'string') return undefined;
  return typeof token === 'string' ? { host, user, token } : undefined;
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
