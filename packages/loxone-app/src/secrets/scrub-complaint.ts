const MAX_SHOWN = 300;
/** Shorter words say nothing of a secret, and would make holes in every sentence. */
const LEAST_SECRET = 4;

/** What secrets look like: sealed values, what follows a scheme of HTTP, and long words of random. */
const LOOKS_SECRET: readonly RegExp[] = [
  /\b(?:Bearer|Basic)\s+\S+/gi,
  /\b(?:password|passwd|secret|token)\s*[=:]\s*\S+/gi,
  /(?<![\w/.+=-])(?=\S*\d)[\w+=-]{20,}/g,
  /\benc:v1:\S+/g,
];

/**
 * What a program complained, fit to be shown: one line, without what it printed as the secret and
 * without what looks like one.
 */
export function scrubComplaint(complaint: string, printed: string): string {
  const known = printed.split(/\s+/).filter((word) => word.length >= LEAST_SECRET);
  const without = known.reduce((text, word) => text.replaceAll(word, '[redacted]'), complaint);
  const scrubbed = LOOKS_SECRET.reduce((text, like) => text.replace(like, '[redacted]'), without);
  const line = scrubbed.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN)}…` : line;
}
