import { RISKS, type Risk } from '@gatehouse/core';
import type { OfferKind } from './methods.js';

/** What a host says about one thing that its server offers. */
export interface Rule {
  /**
   * The risk class at which the thing is of use. A tool that can do both harmless and harmful
   * things gets the lower class here; its handler then judges what the call really does.
   */
  readonly risk: Risk;
  /**
   * `handler`: where consent is needed, the guard lets the call in and the tool's handler asks for it,
   * for each thing that the call really touches. Absent: the guard asks, about the call as a whole.
   */
  readonly consent?: 'handler';
}

/**
 * The host's knowledge of what it offers. `undefined` = not known: denied and not listed.
 *
 * @param kind - What kind of thing.
 * @param name - Exactly as the client or the server's list spells it; may be hostile text.
 */
export type Rules = (kind: OfferKind, name: string) => Rule | undefined;

/** Rules as data. Names are exact and case-sensitive. */
export interface RuleTable {
  readonly tools?: Readonly<Record<string, Risk>>;
  /** By URI, by URI template, or by a prefix that ends in `/*` (`note://all/*`). */
  readonly resources?: Readonly<Record<string, Risk>>;
  readonly prompts?: Readonly<Record<string, Risk>>;
}

/**
 * Makes {@link Rules} from a table. The table is copied: later changes of it have no effect.
 *
 * @throws `RangeError` when a risk is not one of the risk classes, or a `*` stands elsewhere than
 * in a final `/*` of a resource.
 */
export function rulesFrom(table: RuleTable): Rules {
  const tools = exactRules(table.tools, 'tools');
  const prompts = exactRules(table.prompts, 'prompts');
  const resources = exactRules(table.resources, 'resources');
  const prefixes = prefixRules(resources);
  return (kind, name) => {
    if (kind === 'tool') return tools.get(name);
    if (kind === 'prompt') return prompts.get(name);
    return resources.get(name) ?? longestPrefix(prefixes, name);
  };
}

/** Whether a host's callback answered with a rule; a lookup like `table['constructor']` does not. */
export function isRule(value: unknown): value is Rule {
  return (
    typeof value === 'object' &&
    value !== null &&
    'risk' in value &&
    RISKS.some((risk) => risk === value.risk) &&
    (!('consent' in value) || value.consent === undefined || value.consent === 'handler')
  );
}

function exactRules(
  entries: Readonly<Record<string, Risk>> | undefined,
  member: keyof RuleTable,
): Map<string, Rule> {
  const rules = new Map<string, Rule>();
  for (const [name, risk] of Object.entries(entries ?? {})) {
    const rule: Rule = { risk };
    if (!isRule(rule)) throw new RangeError(`${member}.${name} must be one of ${RISKS.join(', ')}`);
    if (name.includes('*') && !isPrefix(name, member)) {
      throw new RangeError(`${member}: a * may stand only in a final /* of a resource: ${name}`);
    }
    rules.set(name, rule);
  }
  return rules;
}

function isPrefix(name: string, member: keyof RuleTable): boolean {
  return member === 'resources' && name.endsWith('/*') && name.indexOf('*') === name.length - 1;
}

interface PrefixRule {
  /** Ends in `/`. */
  readonly prefix: string;
  readonly rule: Rule;
}

/** Takes the prefix rules out of the exact ones, the longest prefix first. */
function prefixRules(rules: Map<string, Rule>): readonly PrefixRule[] {
  const prefixes: PrefixRule[] = [];
  for (const [name, rule] of rules) {
    if (!name.endsWith('/*')) continue;
    rules.delete(name);
    prefixes.push({ prefix: name.slice(0, -1), rule });
  }
  return prefixes.sort((left, right) => right.prefix.length - left.prefix.length);
}

function longestPrefix(prefixes: readonly PrefixRule[], name: string): Rule | undefined {
  return prefixes.find(({ prefix }) => name.length > prefix.length && name.startsWith(prefix))
    ?.rule;
}
