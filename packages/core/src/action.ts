/** What is asked for: something on a list of the protocol, a REST route, or an administrative act. */
export type ActionKind = 'tool' | 'resource' | 'prompt' | 'rest' | 'admin';

/**
 * How much harm an action can do (DESIGN §4): `read` looks; `control` moves lamps, blinds, heating;
 * `access` opens doors, gates and locks or changes alarms; `admin` changes keys, configuration or
 * the Miniserver itself; `raw` sends what nobody checked.
 */
export const RISKS = ['read', 'control', 'access', 'admin', 'raw'] as const;

/** One of {@link RISKS}. */
export type Risk = (typeof RISKS)[number];

/** One thing that an action touches. Limits of a principal match by id, by name or by slug. */
export interface ActionTarget {
  readonly id: string;
  readonly name?: string;
  readonly roomId?: string;
  readonly roomName?: string;
}

/** The question that `authorize` answers. */
export interface Action {
  readonly kind: ActionKind;
  /** Tool name, resource URI, prompt name, route or administrative verb. */
  readonly name: string;
  readonly risk: Risk;
  /**
   * What is touched. Absent means "at all": may this be listed or tried? The empty list means
   * "nothing in particular" and is judged like absent.
   */
  readonly targets?: readonly ActionTarget[];
}
