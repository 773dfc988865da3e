import type { Answer } from '@gatehouse/loxone-protocol';
import { connectionLost } from './connection-end.js';
import type { HouseLink } from './data/house-link.js';
import type { Link } from './link.js';

/** For messages; a path may be long, and carry what nobody should read. */
const LABEL = { command: 'a question', file: 'a file' } as const;

/** Questions and files over whatever connection is live when they are asked for. */
export class LiveLink implements HouseLink {
  readonly #current: () => Link | undefined;

  constructor(current: () => Link | undefined) {
    this.#current = current;
  }

  /** @throws LoxoneError `ERR_LOXONE_CONNECTION_LOST` when the house is not live. */
  async command(path: string, options: { readonly encrypted?: boolean } = {}): Promise<Answer> {
    const mode = options.encrypted === true ? 'fenc' : 'plain';
    return this.#channel().ask(mode, LABEL.command, path);
  }

  /** @throws As {@link LiveLink.command}, and `ERR_LOXONE_COMMAND_FAILED` for a refusal. */
  async file(path: string): Promise<Uint8Array> {
    return this.#channel().fetchBytes(LABEL.file, path);
  }

  #channel(): Link['channel'] {
    const link = this.#current();
    if (link === undefined) throw connectionLost('the house is not live');
    return link.channel;
  }
}
