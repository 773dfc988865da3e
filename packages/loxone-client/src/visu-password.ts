import type { HomeControl } from '@gatehouse/loxone-controls';
import { type HashInputs, hashVisuPassword } from '@gatehouse/loxone-protocol';

/**
 * The visualisation password, or who is asked for it when a secured control is commanded; for
 * `undefined` the command is not sent.
 */
export type VisuPasswordOption =
  | string
  | ((control: HomeControl) => Promise<string | undefined> | string | undefined);

/** A visualisation password that nobody can read back: it only goes into hashes. */
export class VisuPassword {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Proof for one command (protocol reference §2.8). */
  prove(inputs: HashInputs): string {
    return hashVisuPassword({ password: this.#text, ...inputs });
  }

  /** Whether both are the same text. */
  equals(other: VisuPassword): boolean {
    return this.#text === other.#text;
  }
}

/** Where visualisation passwords come from, and which of them the Miniserver has refused. */
export class VisuPasswords {
  readonly #read: (control: HomeControl) => Promise<string | undefined> | string | undefined;
  readonly #refused: VisuPassword[] = [];

  constructor(option: VisuPasswordOption) {
    this.#read = typeof option === 'string' ? () => option : option;
  }

  /** @returns `undefined` when there is none for this control. */
  async of(control: HomeControl): Promise<VisuPassword | undefined> {
    const text = await this.#read(control);
    return text === undefined || text === '' ? undefined : new VisuPassword(text);
  }

  /** Remembers a password as wrong: it is never sent again (it would count towards a block). */
  refuse(password: VisuPassword): void {
    if (!this.isRefused(password)) this.#refused.push(password);
  }

  isRefused(password: VisuPassword): boolean {
    return this.#refused.some((refused) => refused.equals(password));
  }
}
