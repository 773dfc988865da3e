import type { ReceivedCommand } from '@gatehouse/loxone-simulator';

/** What the box thinks of secrets right now. */
export interface SecretRegime {
  /** Whether it would take the password of the client. */
  takesPassword(): boolean;
  /** Whether it would take the token that the client was given last. */
  takesToken(): boolean;
  /** The client gets a new token. */
  granted(): void;
}

/** What one client did with its secrets. */
export interface SecretUse {
  readonly client: number;
  passwords: number;
  refusedPasswords: number;
  tokens: number;
  /** Since the password was used last. */
  refusedTokens: number;
}

const PASSWORD = 'jdev/sys/getjwt/';
const TOKEN = 'authwithtoken/';

/** Counts at the simulator which secrets were sent, and whether one was sent after its refusal. */
export class LoginLedger {
  /** Secrets that were sent again after they had been refused. */
  readonly offences: string[] = [];
  readonly #commands: readonly ReceivedCommand[];
  readonly #regime: SecretRegime;
  #read = 0;
  #use: SecretUse = newUse(0);

  /** @param commands - The simulator's own list, which grows. */
  constructor(commands: readonly ReceivedCommand[], regime: SecretRegime) {
    this.#commands = commands;
    this.#regime = regime;
  }

  get use(): SecretUse {
    return this.#use;
  }

  /** From here on another client sends. */
  nextClient(): void {
    this.settle();
    this.#use = newUse(this.#use.client + 1);
  }

  /** Books what has come in; to be called before the regime changes. */
  settle(): void {
    for (const { command } of this.#commands.slice(this.#read)) {
      if (command.startsWith(PASSWORD)) this.#password();
      else if (command.startsWith(TOKEN)) this.#token();
    }
    this.#read = this.#commands.length;
  }

  #password(): void {
    const use = this.#use;
    if (use.refusedPasswords > 0) this.offences.push(`client ${use.client}: the password`);
    use.passwords += 1;
    use.refusedTokens = 0;
    if (this.#regime.takesPassword()) this.#regime.granted();
    else use.refusedPasswords += 1;
  }

  #token(): void {
    const use = this.#use;
    if (use.refusedTokens > 0) this.offences.push(`client ${use.client}: the token`);
    use.tokens += 1;
    if (!this.#regime.takesToken()) use.refusedTokens += 1;
  }
}

function newUse(client: number): SecretUse {
  return { client, passwords: 0, refusedPasswords: 0, tokens: 0, refusedTokens: 0 };
}
