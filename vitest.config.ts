import { defineConfig, type ViteUserConfig } from 'vitest/config';

const conditions = ['@gatehouse/source', 'module', 'node', 'default'];

const config: ViteUserConfig = defineConfig({
  // Tests and programs under test load the TypeScript sources: no build is needed first.
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    // What never comes is given up by the test's own end; a second is nothing on a loaded machine.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{packages,apps,tooling}/*/test/**/*.test.ts'],
          exclude: ['tooling/{browser,e2e,consumer}/**', '**/node_modules/**'],
          // For machines under load; nothing here is about speed.
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tooling/e2e/test/**/*.test.ts'],
          globalSetup: ['tooling/e2e/test/support/global-setup.mjs'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tooling/browser/test/**/*.test.ts'],
          globalSetup: ['tooling/browser/test/support/global-setup.mjs'],
          // A browser takes both processors of a small machine: one at a time.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'consumer',
          include: ['tooling/consumer/test/**/*.test.ts'],
          globalSetup: ['tooling/consumer/test/support/global-setup.mjs'],
        },
      },
    ],
  },
});

export default config;
