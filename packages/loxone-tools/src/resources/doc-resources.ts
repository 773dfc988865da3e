import { catalogTable } from '@gatehouse/loxone-controls';
import type { ResourceSpec } from './define-resource.js';
import { GUIDES } from './guides.js';

/** What can be read about using a house, whichever it is. */
export const DOC_RESOURCES: readonly ResourceSpec[] = [
  {
    path: 'docs/{topic}',
    name: 'docs',
    title: 'Documentation',
    description:
      'A guide (targets, conduct, errors, resources) or the reference of a control type.',
    mimeType: 'text/markdown',
    changes: 'never',
    follows: 'nothing',
    priority: 0.3,
    body: ({ values }) => {
      const text = topics().get(values.topic ?? '');
      return text === undefined ? undefined : { kind: 'text', text };
    },
  },
];

let known: ReadonlyMap<string, string> | undefined;

/** All topics with their pages. Made once, when first asked for. */
export function topics(): ReadonlyMap<string, string> {
  known ??= new Map([...Object.entries(GUIDES), ...typePages()]);
  return known;
}

/** The catalog's own page, cut into one for each type. */
function typePages(): readonly (readonly [string, string])[] {
  return catalogTable()
    .split(/^(?=#{2,3} )/m)
    .flatMap((page) => {
      const [, type] = /^### (\S+)/.exec(page) ?? [];
      return type === undefined ? [] : [[type, page.trim()] as const];
    });
}
