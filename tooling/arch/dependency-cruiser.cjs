// Who may import whom (ARCHITECTURE.md shows the picture). `tooling/arch/test` plants violations
// and proves that each rule bites.

/** Each package of ours and the packages of ours that its sources may import. */
const ALLOWED = {
  'packages/core': [],
  'packages/crypto': ['core'],
  'packages/keys': ['core', 'crypto'],
  'packages/storage-file': ['core', 'crypto'],
  'packages/storage-env': ['core', 'crypto'],
  'packages/storage-sqlite': ['core'],
  'packages/rbac': ['core'],
  'packages/rate-limit': ['core'],
  'packages/audit': ['core', 'crypto'],
  'packages/mcp-auth': [
    'audit',
    'core',
    'crypto',
    'keys',
    'rate-limit',
    'rbac',
    'storage-env',
    'storage-file',
  ],
  'packages/mcp-auth-testing': ['core'],
  'packages/loxone-protocol': [],
  'packages/loxone-controls': [],
  'packages/loxone-client': ['loxone-protocol', 'loxone-controls'],
  'packages/loxone-simulator': ['loxone-protocol', 'loxone-controls'],
  'packages/loxone-tools': ['core', 'loxone-controls'],
  'packages/loxone-app': ['core', 'crypto', 'mcp-auth', 'storage-file', 'storage-sqlite'],
  'packages/charts': [],
  'packages/admin-ui': [],
};

/** Node modules that reach the disk, the network or other processes. */
const IO =
  '^(node:)?(fs|fs/promises|net|http|https|http2|tls|dgram|child_process|worker_threads|cluster)$';

/** Packages that compute and nothing else. */
const PURE = [
  'core',
  'crypto',
  'keys',
  'rbac',
  'rate-limit',
  'audit',
  'storage-env',
  'loxone-protocol',
  'loxone-controls',
  'loxone-tools',
];

const directions = Object.entries(ALLOWED).map(([folder, allowed]) => {
  const own = folder.split('/')[1];
  return {
    name: `${own}-imports`,
    comment: `${own} may import ${allowed.length > 0 ? allowed.join(', ') : 'no package of ours'}`,
    severity: 'error',
    from: { path: `^${folder}/src/` },
    to: { path: '^(packages|apps)/', pathNot: `^packages/(${[own, ...allowed].join('|')})/` },
  };
});

module.exports = {
  forbidden: [
    ...directions,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphan-escape',
      comment: 'every import resolves: to a file, a declared dependency or a module of Node',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^vitest/config$' },
    },
    {
      name: 'nobody-imports-apps',
      severity: 'error',
      from: { path: '^(packages|tooling)/' },
      to: { path: '^apps/' },
    },
    {
      name: 'sources-do-not-import-tests',
      severity: 'error',
      from: { path: '/src/' },
      to: {
        path: '(/test/|^packages/mcp-auth-testing/|^node_modules/vitest/)',
        pathNot: '^packages/mcp-auth-testing/src/',
      },
    },
    {
      name: 'no-reaching-inside',
      comment:
        'another package is imported by its name and its entry points, never by a path into it',
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/' },
      to: {
        path: '^packages/([^/]+)/src/',
        pathNot: [
          '^packages/$2/',
          '/src/index\\.ts$',
          '^packages/crypto/src/legacy/index\\.ts$',
          '^packages/mcp-auth-testing/src/(key-store-child|worker-processes)\\.ts$',
          '^packages/admin-ui/src/wire/index\\.ts$',
          '^packages/mcp-auth/src/(express|fastify|hono|node|sdk|stdio|web|ws)/index\\.ts$',
        ],
      },
    },
    {
      name: 'pure-packages-do-no-io',
      severity: 'error',
      from: { path: `^packages/(${PURE.join('|')})/src/` },
      to: { dependencyTypes: ['core'], path: IO },
    },
    {
      name: 'tools-know-no-sdk',
      severity: 'error',
      from: { path: '^packages/loxone-(tools|controls)/src/' },
      to: { path: '@modelcontextprotocol' },
    },
    {
      name: 'only-mcp-auth-sdk-knows-the-sdk',
      severity: 'error',
      from: {
        path: '^packages/',
        pathNot: '(^packages/mcp-auth/src/sdk/|^packages/mcp-auth-testing/src/|/test/|/examples/)',
      },
      to: { path: '@modelcontextprotocol' },
    },
    {
      name: 'declared-dependencies-only',
      severity: 'error',
      from: { path: '/src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer'] },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(/dist/|\\.turbo|/node_modules/\\.)' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@gatehouse/source', 'import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
