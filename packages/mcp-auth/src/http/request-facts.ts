/** A header line as the client sent it. */
export type HeaderLine = readonly [name: string, value: string];

/** What a gate looks at, whatever the framework: an adapter fills it from its own request. */
export interface RequestFacts {
  readonly method: string;
  /** Path and query as received, with the mount point that a framework may have cut off. */
  readonly target: string;
  /** One entry per line that the client sent, in order. */
  readonly headers: readonly HeaderLine[];
  /**
   * The source has joined repeated headers with a comma, as a web `Headers` does: what could be two
   * lines then counts as two.
   */
  readonly joined?: boolean;
  /** Address of the peer of the connection; absent when there is none or nobody knows it. */
  readonly remoteAddress?: string | undefined;
  /** Address of the client, where the host has found it out by its own means. */
  readonly clientAddress?: string | undefined;
  /** Whether the peer speaks TLS with this process; absent = not known. */
  readonly encrypted?: boolean;
}

/**
 * The values of a header, one per line, in order.
 *
 * @param name - In lower case.
 */
export function valuesOf(facts: RequestFacts, name: string): readonly string[] {
  const values: string[] = [];
  for (const [own, value] of facts.headers) {
    if (own.toLowerCase() === name) values.push(value);
  }
  return values;
}

/**
 * The values of a header that may stand only once. Of a source that joins lines, each part between
 * commas counts as one: no header that is read this way may hold a comma when it is sent once.
 *
 * @param name - In lower case.
 */
export function linesOf(facts: RequestFacts, name: string): readonly string[] {
  const values = valuesOf(facts, name);
  if (facts.joined !== true) return values;
  return values.flatMap((value) => value.split(',').map((part) => part.trim()));
}
