import type { DiscoveryReply, UpnpDescription } from '@gatehouse/loxone-protocol';

/** How a Miniserver was found. */
export type FoundBy = 'udp' | 'ssdp';

/** A Miniserver in the local network, as it tells of itself; nothing in it is proved. */
export interface FoundMiniserver {
  /** Twelve hexadecimal digits, upper case. */
  readonly serial: string;
  /** As people named it. */
  readonly name: string;
  /** Where it answered from. */
  readonly address: string;
  /** Of HTTP. */
  readonly port: number;
  readonly firmware?: string;
  /** 0 Miniserver · 1 Go · 2 Gen 2 · 3 Go Gen 2 · 4 Compact. */
  readonly type?: number;
  readonly ipv6?: string;
  /** When it was last programmed, by its own clock: `2021-06-01 23:40:59`. */
  readonly programmedAt?: string;
  readonly foundBy: readonly FoundBy[];
}

/** More Miniservers than one network holds: somebody is making them up. */
const MAX_FOUND = 256;

/** Collects what searches find, one entry per serial number. */
export class Findings {
  readonly #found = new Map<string, FoundMiniserver>();
  #ignored = 0;

  /** Answers that were none of a Miniserver, or more than can be believed. */
  get ignored(): number {
    return this.#ignored;
  }

  /** By name, then serial number. */
  get all(): readonly FoundMiniserver[] {
    return [...this.#found.values()].sort(
      (a, b) => a.name.localeCompare(b.name) || a.serial.localeCompare(b.serial),
    );
  }

  ignore(): void {
    this.#ignored += 1;
  }

  /** What is found first stays; a later answer adds how it was found and what was not known yet. */
  add(found: FoundMiniserver): void {
    const known = this.#found.get(found.serial);
    if (known === undefined && this.#found.size >= MAX_FOUND) {
      this.ignore();
      return;
    }
    const foundBy = [...new Set([...(known?.foundBy ?? []), ...found.foundBy])];
    this.#found.set(found.serial, { ...found, ...known, foundBy });
  }
}

/** From the datagram of a Miniserver that answered from `address`. */
export function fromReply(reply: DiscoveryReply, address: string): FoundMiniserver {
  const { serial, name, httpPort, firmware, type, ipv6, programmedAt } = reply;
  return {
    serial,
    name,
    address,
    port: httpPort,
    firmware,
    ...(type === undefined ? {} : { type }),
    ...(ipv6 === undefined ? {} : { ipv6 }),
    ...(programmedAt === undefined ? {} : { programmedAt }),
    foundBy: ['udp'],
  };
}

/** From the description of a device that is a Miniserver. */
export function fromDescription(
  description: UpnpDescription,
  address: string,
  port: number,
): FoundMiniserver {
  const { serial, friendlyName, reply } = description;
  const known = reply === undefined ? {} : fromReply(reply, address);
  const name = reply?.name ?? friendlyName ?? '';
  return { ...known, serial, name, address, port, foundBy: ['ssdp'] };
}
