export function build(filters: readonly string[]): Promise<boolean>;
