import { type Clock, systemClock } from '@gatehouse/core';
import { createAccess } from '../access.js';
import type { HouseEntry } from '../house/house-entry.js';
import { createIndexCache } from '../house/index-cache.js';
import type { PromptDefinition } from '../prompts/prompt.js';
import type { LoxoneResources } from '../resources/loxone-resources.js';
import type { ResourceContext } from '../resources/resource.js';
import type { CompletionKind } from './kind.js';
import { type Completion, matching, NO_COMPLETION, type Offer } from './match.js';
import { type OfferCall, offersOf } from './offers.js';
import { sceneOffers } from './scene-offers.js';
import { VARIABLES } from './variables.js';

/** What is being completed. */
export interface CompletionRequest {
  readonly of:
    | { readonly kind: 'prompt'; readonly name: string }
    | { readonly kind: 'resource'; readonly uriTemplate: string };
  readonly argument: string;
  /** What was typed so far. */
  readonly typed: string;
  /** Other arguments that were given already. */
  readonly given?: Readonly<Record<string, string>>;
}

/** Values for arguments of prompts and for variables of URIs, of what the caller sees. */
export interface Completions {
  /** Never rejects for what a caller asks; what is not known has no values. */
  complete(request: CompletionRequest, context: ResourceContext): Promise<Completion>;
}

/** What completions are made of. */
export interface CompletionsOptions {
  readonly prompts: readonly PromptDefinition[];
  readonly resources: LoxoneResources;
  readonly clock?: Clock;
}

/** Longest text that is completed. */
const MAX_TYPED = 200;

/** Makes completions for prompts and resources. */
export function createCompletions(options: CompletionsOptions): Completions {
  const { prompts, resources, clock = systemClock } = options;
  const indexOf = createIndexCache();

  function kindOf({ of, argument }: CompletionRequest): CompletionKind | undefined {
    if (of.kind === 'prompt') {
      const prompt = prompts.find(({ name }) => name === of.name);
      return prompt?.arguments.find(({ name }) => name === argument)?.values;
    }
    const found = resources.definitions.find(({ pattern }) => pattern.template === of.uriTemplate);
    const isVariable = [...(found?.pattern.variables ?? []), ...(found?.pattern.query ?? [])];
    return isVariable.includes(argument) ? VARIABLES[argument] : undefined;
  }

  function callOf(request: CompletionRequest, context: ResourceContext): OfferCall {
    const { of, given = {} } = request;
    const name = of.kind === 'prompt' ? of.name : of.uriTemplate;
    const { authorize } = context;
    const asked: ResourceContext = {
      ...context,
      authorize: (principal, action) => authorize(principal, { ...action, kind: of.kind, name }),
    };
    const index = indexOf(context.home);
    const access = createAccess(asked, index, { name, risk: 'read' });
    let seen: readonly HouseEntry[] | undefined;
    return {
      home: context.home,
      index,
      access,
      get entries() {
        seen ??= index.entries.filter((entry) => access.sees(entry));
        return seen;
      },
      context: asked,
      given,
      clock,
      scenes: () => sceneOffers(resources, asked),
    };
  }

  return {
    async complete(request, context) {
      const kind = kindOf(request);
      if (kind === undefined) return NO_COMPLETION;
      const offers = await offersOf(kind, callOf(request, context));
      const typed = request.typed.slice(0, MAX_TYPED);
      if (kind !== 'rooms' && kind !== 'devices' && kind !== 'fields') {
        return matching(offers, typed);
      }
      return matchingLast(offers, typed, kind === 'fields' ? '' : ' ');
    },
  };
}

/** Completes the last item of a list, and leaves those before it as they are. */
function matchingLast(offers: readonly Offer[], typed: string, space: string): Completion {
  const at = typed.lastIndexOf(',') + 1;
  const before = typed.slice(0, at);
  const glue = before === '' ? '' : space;
  const found = matching(offers, typed.slice(at));
  return { ...found, values: found.values.map((value) => `${before}${glue}${value}`) };
}
