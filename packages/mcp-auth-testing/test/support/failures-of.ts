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

/** @returns The titles that no planted bug is there for: such a case may be unable to fail. */
export function withoutFinder(
  cases: readonly ContractCase<never>[],
  finders: Readonly<Record<string, string>>,
): string[] {
  const found = new Set(Object.values(finders));
  return cases.map(({ title }) => title).filter((title) => !found.has(title));
}
