import type { Clock } from '@gatehouse/loxone-protocol';

/** When an address is blocked. The real threshold is undocumented (protocol reference §2.7). */
export interface LockoutPolicy {
  /** Failed logins in a row. */
  readonly failures: number;
  /** How long the block lasts. */
  readonly seconds: number;
}

/** Counts failed logins by address and blocks the ones that fail too often. */
export class Lockout {
  readonly #clock: Clock;
  readonly #policy: LockoutPolicy;
  readonly #failures = new Map<string, number>();
  readonly #blockedUntil = new Map<string, number>();
  #everybodyUntil = 0;

  constructor(clock: Clock, policy: LockoutPolicy) {
    this.#clock = clock;
    this.#policy = policy;
  }

  /** @returns Whole seconds that the address is still blocked; 0 when it is not. */
  remaining(address: string): number {
    const until = Math.max(this.#blockedUntil.get(address) ?? 0, this.#everybodyUntil);
    return Math.max(0, Math.ceil((until - this.#clock.now()) / 1000));
  }

  failed(address: string): void {
    const failures = (this.#failures.get(address) ?? 0) + 1;
    if (failures < this.#policy.failures) {
      this.#failures.set(address, failures);
      return;
    }
    this.#failures.delete(address);
    this.#block(address);
  }

  succeeded(address: string): void {
    this.#failures.delete(address);
  }

  /** Trying again while blocked keeps the block alive. */
  retried(address: string): void {
    if ((this.#blockedUntil.get(address) ?? 0) > this.#clock.now()) this.#block(address);
  }

  /** Blocks every address. */
  blockEverybody(seconds: number): void {
    this.#everybodyUntil = this.#clock.now() + seconds * 1000;
  }

  #block(address: string): void {
    this.#blockedUntil.set(address, this.#clock.now() + this.#policy.seconds * 1000);
  }
}
