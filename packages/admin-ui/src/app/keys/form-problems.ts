import type { ApiProblem } from '../api-problem.js';
import type { DraftProblems, KeyDraft } from './key-draft.js';

const FIELDS: readonly (keyof KeyDraft)[] = [
  'name',
  'role',
  'maxIdleDays',
  'addresses',
  'devices',
  'rooms',
  'permissions',
];

/** @returns What the server found wrong, at the fields of the form. */
export function problemsOf(problem: ApiProblem | undefined): DraftProblems {
  if (problem === undefined) return {};
  const found: Partial<Record<keyof KeyDraft, string>> = {};
  for (const field of FIELDS) {
    const text = problem.of(field);
    if (text !== undefined) found[field] = asSentence(text);
  }
  const end = problem.of('expiresAt');
  if (end !== undefined) found.date = asSentence(end);
  return found;
}

/** `must be in the future` → `Must be in the future.` */
function asSentence(text: string): string {
  const trimmed = text.trim();
  const first = trimmed.charAt(0).toLocaleUpperCase() + trimmed.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

/** Puts the focus into the first field that is wrong, once it is rendered. */
export function focusFirstProblem(form: HTMLElement | null): void {
  requestAnimationFrame(() => {
    const wrong = form?.querySelector<HTMLElement>(
      '[aria-invalid="true"], fieldset:has(.field-problem) input',
    );
    wrong?.focus();
  });
}
