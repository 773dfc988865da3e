import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const CONFIG = join(ROOT, 'tooling', 'arch', 'dependency-cruiser.cjs');

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
}

/** File → source. Each one breaks the rule that its comment names. */
const PLANTED: Readonly<Record<string, string>> = {
  'packages/core/src/index.ts': "export const core = 1;\nimport '../../keys/src/index.js';\n",
  'packages/crypto/src/index.ts': "import '../../loxone-protocol/src/index.js';\n",
  'packages/keys/src/index.ts': "import '../../rbac/src/index.js';\nimport 'node:fs';\n",
  'packages/storage-env/src/index.ts': "import '../../keys/src/index.js';\n",
  'packages/storage-sqlite/src/index.ts': "import '../../crypto/src/index.js';\n",
  'packages/rate-limit/src/index.ts': "import '../../crypto/src/index.js';\n",
  'packages/audit/src/index.ts': "import '../../storage-file/src/index.js';\n",
  'packages/rbac/src/index.ts': "import '../../crypto/src/index.js';\n",
  'packages/storage-file/src/index.ts': "import '../../mcp-auth/src/index.js';\n",
  'packages/mcp-auth/src/index.ts': "import '../../loxone-client/src/index.js';\n",
  'packages/mcp-auth/src/node/index.ts': "import '@modelcontextprotocol/sdk/server/index.js';\n",
  'packages/mcp-auth-testing/src/index.ts': "import '../../keys/src/index.js';\n",
  'packages/loxone-protocol/src/index.ts': "import '../../loxone-controls/src/index.js';\n",
  'packages/loxone-controls/src/index.ts':
    "import '../../core/src/index.js';\nimport '@modelcontextprotocol/sdk/server/index.js';\n",
  'packages/loxone-client/src/index.ts': "import '../../loxone-tools/src/index.js';\n",
  'packages/loxone-simulator/src/index.ts': "import '../../loxone-client/src/index.js';\n",
  'packages/loxone-tools/src/index.ts':
    "import '../../loxone-client/src/index.js';\nimport './deep.js';\n",
  'packages/loxone-tools/src/deep.ts':
    "import '../../core/src/inside.js';\nimport '../test/support.js';\n",
  'packages/loxone-tools/test/support.ts': 'export const support = 1;\n',
  'packages/core/src/inside.ts': "import './inside-too.js';\n",
  'packages/core/src/inside-too.ts':
    "import './inside.js';\nimport '../../../apps/server/src/main.js';\n",
  'packages/loxone-app/src/index.ts': "import '../../keys/src/index.js';\nimport 'left-pad';\n",
  'apps/server/src/main.ts': 'export const main = 1;\n',
  'node_modules/@modelcontextprotocol/sdk/package.json':
    '{"name":"@modelcontextprotocol/sdk","exports":{"./*":"./*"}}',
  'node_modules/@modelcontextprotocol/sdk/server/index.js': 'export {};\n',
  'package.json': '{"name":"planted","type":"module"}',
  'tsconfig.json': '{"compilerOptions":{"module":"NodeNext","moduleResolution":"NodeNext"}}',
};

describe('dependency directions', () => {
  const tree = mkdtempSync(join(tmpdir(), 'gatehouse-arch-'));
  let violations: readonly Violation[] = [];

  beforeAll(async () => {
    for (const [file, source] of Object.entries(PLANTED)) {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      writeFileSync(join(tree, file), source);
    }
    cpSync(CONFIG, join(tree, 'rules.cjs'));
    const depcruise = join(ROOT, 'node_modules', '.bin', 'depcruise');
    const args = ['--config', 'rules.cjs', '--output-type', 'json', 'packages', 'apps'];
    // dependency-cruiser exits with the number of errors; the report is on standard output.
    const report = await promisify(execFile)(depcruise, args, {
      cwd: tree,
      maxBuffer: 16 * 1024 * 1024,
    }).catch((failed: { stdout: string }) => failed);
    violations = (JSON.parse(report.stdout) as { summary: { violations: Violation[] } }).summary
      .violations;
  }, 60_000);

  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  it.each([
    ['core-imports', 'packages/core/src/index.ts'],
    ['crypto-imports', 'packages/crypto/src/index.ts'],
    ['keys-imports', 'packages/keys/src/index.ts'],
    ['rbac-imports', 'packages/rbac/src/index.ts'],
    ['storage-file-imports', 'packages/storage-file/src/index.ts'],
    ['storage-env-imports', 'packages/storage-env/src/index.ts'],
    ['storage-sqlite-imports', 'packages/storage-sqlite/src/index.ts'],
    ['rate-limit-imports', 'packages/rate-limit/src/index.ts'],
    ['audit-imports', 'packages/audit/src/index.ts'],
    ['mcp-auth-imports', 'packages/mcp-auth/src/index.ts'],
    ['mcp-auth-testing-imports', 'packages/mcp-auth-testing/src/index.ts'],
    ['loxone-protocol-imports', 'packages/loxone-protocol/src/index.ts'],
    ['loxone-controls-imports', 'packages/loxone-controls/src/index.ts'],
    ['loxone-client-imports', 'packages/loxone-client/src/index.ts'],
    ['loxone-simulator-imports', 'packages/loxone-simulator/src/index.ts'],
    ['loxone-tools-imports', 'packages/loxone-tools/src/index.ts'],
    ['loxone-app-imports', 'packages/loxone-app/src/index.ts'],
    ['no-cycles', 'packages/core/src/inside-too.ts'],
    ['no-orphan-escape', 'packages/loxone-app/src/index.ts'],
    ['nobody-imports-apps', 'packages/core/src/inside-too.ts'],
    ['sources-do-not-import-tests', 'packages/loxone-tools/src/deep.ts'],
    ['no-reaching-inside', 'packages/loxone-tools/src/deep.ts'],
    ['pure-packages-do-no-io', 'packages/keys/src/index.ts'],
    ['tools-know-no-sdk', 'packages/loxone-controls/src/index.ts'],
    ['declared-dependencies-only', 'packages/loxone-controls/src/index.ts'],
    ['only-mcp-auth-sdk-knows-the-sdk', 'packages/mcp-auth/src/node/index.ts'],
  ])('%s bites', (rule, file) => {
    expect(violations.map((found) => `${found.rule.name} ${found.from}`)).toContain(
      `${rule} ${file}`,
    );
  });

  it('has a direction rule for every package', async () => {
    const { default: config } = (await import(CONFIG)) as {
      default: { forbidden: readonly { readonly name: string }[] };
    };
    const names = config.forbidden.map((rule) => rule.name);
    for (const folder of readdirSync(join(ROOT, 'packages'))) {
      expect(names).toContain(`${folder}-imports`);
    }
  });
});
