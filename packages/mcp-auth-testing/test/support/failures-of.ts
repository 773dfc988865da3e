import type { ContractCase } from '../../src/contract/contract-case.js';

/** @returns The titles of the cases that fail, whatever the reason. */
export async function failuresOf<Case extends ContractCase<never>>(
  cases: readonly Case[],
  run: (contractCase: Case) => Promise<void>,
): Promise<string[]> {
  const failed: string[] = [];
  for (const contractCase of cases) {
    await run(contractCase).catch(() => failed.push(contractCase.title));
  }
  return failed;
}

/** @returns The cases with these titles, in their order. */
export function casesNamed<Case extends ContractCase<never>>(
  cases: readonly Case[],
  titles: readonly string[],
): Case[] {
  return titles.flatMap((title) => cases.filter((one) => one.title === title));
}

/** @returns The titles that no planted bug is there for: such a case may be unable to fail. */
export function withoutFinder(
  cases: readonly ContractCase<never>[],
  finders: Readonly<Record<string, string | readonly string[]>>,
): string[] {
  const found = new Set(Object.values(finders).flat());
  return cases.map(({ title }) => title).filter((title) => !found.has(title));
}
