/** A key's role in pulseengine's terms. */
export type PulseengineRole =
  | { readonly name: 'admin' | 'operator' | 'monitor' }
  | { readonly name: 'device'; readonly devices: readonly string[] }
  | { readonly name: 'custom'; readonly permissions: readonly string[] };

/** A key of a pulseengine store. Its secret is not in it. */
export interface PulseengineKey {
  readonly id: string;
  readonly name: string;
  readonly role: PulseengineRole;
  /** RFC 3339, as written. */
  readonly createdAt: string;
  readonly expiresAt?: string;
  readonly lastUsedAt?: string;
  readonly ipWhitelist: readonly string[];
  readonly active: boolean;
  readonly usageCount: number;
  /**
   * What its secret is checked against. Absent where an older release lost it: such a key lets
   * nobody in and must be made anew.
   */
  readonly verifier?: { readonly hash: string; readonly salt: Uint8Array };
}

/** The keys, or every place where the text does not fit. */
export type PulseengineKeys =
  | { readonly ok: true; readonly keys: readonly PulseengineKey[] }
  | { readonly ok: false; readonly problems: readonly string[] };

const SALT_BYTES = 32;

type Fields = ReadonlyMap<string, unknown>;

/** Own members only: a `__proto__` in the file is a key of that name, and does nothing. */
function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? new Map(Object.entries(value))
    : undefined;
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

function roleOf(value: unknown): PulseengineRole | undefined {
  if (value === 'admin' || value === 'operator' || value === 'monitor') {
    return { name: value };
  }
  const devices = fieldsOf(fieldsOf(value)?.get('device'))?.get('allowed_devices');
  if (isTextList(devices)) {
    return { name: 'device', devices };
  }
  const permissions = fieldsOf(fieldsOf(value)?.get('custom'))?.get('permissions');
  return isTextList(permissions) ? { name: 'custom', permissions } : undefined;
}

function isByte(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255;
}

function verifierOf(fields: Fields): PulseengineKey['verifier'] {
  const hash = fields.get('secret_hash');
  const salt = fields.get('salt');
  const sound =
    typeof hash === 'string' &&
    Array.isArray(salt) &&
    salt.length === SALT_BYTES &&
    salt.every(isByte);
  return sound ? { hash, salt: Uint8Array.from(salt) } : undefined;
}

function optionalText<Name extends string>(
  name: Name,
  value: unknown,
): { readonly [Key in Name]?: string } {
  return typeof value === 'string' ? ({ [name]: value } as { [Key in Name]: string }) : {};
}

function keyOf(fields: Fields, at: string, problems: string[]): PulseengineKey | undefined {
  const [id, name, createdAt] = ['id', 'name', 'created_at'].map((field) => fields.get(field));
  const role = roleOf(fields.get('role'));
  const active = fields.get('active');
  const ipWhitelist = fields.get('ip_whitelist') ?? [];
  const usageCount = fields.get('usage_count') ?? 0;
  const found = problems.length;
  if (typeof id !== 'string' || id === '') problems.push(`${at}.id must be text`);
  if (typeof name !== 'string') problems.push(`${at}.name must be text`);
  if (typeof createdAt !== 'string') problems.push(`${at}.created_at must be text`);
  if (role === undefined) problems.push(`${at}.role must be a role`);
  if (typeof active !== 'boolean') problems.push(`${at}.active must be true or false`);
  if (!isTextList(ipWhitelist)) problems.push(`${at}.ip_whitelist must be a list of text`);
  if (typeof usageCount !== 'number') problems.push(`${at}.usage_count must be a number`);
  if (problems.length > found || role === undefined || !isTextList(ipWhitelist)) {
    return undefined;
  }
  const verifier = verifierOf(fields);
  return {
    id: String(id),
    name: String(name),
    role,
    createdAt: String(createdAt),
    ...optionalText('expiresAt', fields.get('expires_at')),
    ...optionalText('lastUsedAt', fields.get('last_used')),
    ipWhitelist,
    active: active === true,
    usageCount: Number(usageCount),
    ...(verifier === undefined ? {} : { verifier }),
  };
}

/**
 * Reads what `openPulseengineStore` opened: a JSON object from id to key.
 *
 * @returns All keys, or all problems; a problem names its place, never a value.
 */
export function readPulseengineKeys(json: string): PulseengineKeys {
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch {
    return { ok: false, problems: ['it is not JSON'] };
  }
  const entries = fieldsOf(content);
  if (entries === undefined) {
    return { ok: false, problems: ['it is not a JSON object'] };
  }
  const problems: string[] = [];
  const keys = [...entries].map(([id, value]) => {
    const at = JSON.stringify(id);
    const fields = fieldsOf(value);
    if (fields === undefined) problems.push(`${at} must be an object`);
    return fields === undefined ? undefined : keyOf(fields, at, problems);
  });
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, keys: keys.filter((key) => key !== undefined) };
}
