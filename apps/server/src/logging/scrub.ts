/**
 * What a secret of ours looks like: an API key (43 base62 characters and a checksum after the id),
 * a sealed value, a JSON Web Token, and whatever follows `Bearer` or `Basic`.
 */
const SECRETS: readonly RegExp[] = [
  /\b[a-z][a-z0-9]*(?:_[a-z][a-z0-9-]*)+_\d{3,}_[0-9A-Za-z]{20,}/g,
  /\benc:v1:[\w-]+:[\w-]+/g,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
  /\b(?:Bearer|Basic)\s+[\w.~+/=-]+/gi,
];

/**
 * The last line of defence for rule 6: nothing that looks like a secret leaves through the log,
 * even if a caller put it there by mistake. Secrets that look like nothing (passwords) are kept
 * out at their source.
 */
export function scrub(text: string): string {
  return SECRETS.reduce((scrubbed, pattern) => scrubbed.replace(pattern, '[redacted]'), text);
}
