/**
 * What keys are derived for: the one table of all labels, used as HKDF `info` and bound into sealed
 * values. A label never changes and never gets a second meaning, or sealed data becomes unreadable
 * (`test/labels.test.ts` pins each with a vector). A new purpose gets a new line.
 */
export const LABELS = {
  /** The public id of a master key, which commits to the key. */
  masterKeyId: 'gatehouse/v1/master-key-id',
  /** The peppers in a key store's header. */
  pepper: 'gatehouse/v1/seal/pepper',
  /** A key store that is sealed as a whole. */
  keyStore: 'gatehouse/v1/seal/key-store',
  /** The keys that an audit trail is chained with. */
  auditChain: 'gatehouse/v1/seal/audit-chain',
  /** Single values in configuration files. */
  configValue: 'gatehouse/v1/seal/config-value',
  /** Tokens that a Miniserver gave. */
  loxoneToken: 'gatehouse/v1/seal/loxone-token',
  /** One-time links that sign the owner in. */
  signInLink: 'gatehouse/v1/seal/sign-in-link',
} as const;

/** One of {@link LABELS}. */
export type Label = (typeof LABELS)[keyof typeof LABELS];

/** What a value can be sealed for. The id's label is not among them: its output is public. */
export type SealPurpose = Exclude<Label, typeof LABELS.masterKeyId>;
