import { defineConfig } from 'vitest/config'

// Fast ones first: `rules` needs nothing, `stores` needs a PostgreSQL, `pages` needs a Chromium and a build.
const source = { resolve: { conditions: ['source'] }, ssr: { resolve: { conditions: ['source', 'module', 'node'] } } }

export default defineConfig({
  test: {
    // A store's tests wait for the server half of the time: two at once on two cores, where the default is one.
    maxWorkers: 2,
    projects: [
      { ...source, test: { name: 'rules', include: ['packages/{domain,web,miniprogram}/src/**/*.test.ts'] } },
      { ...source, test: { name: 'miniprogram', include: ['packages/miniprogram/test/**/*.test.ts'], environment: 'jsdom' } },
      {
        ...source,
        test: {
          name: 'stores',
          include: ['packages/server/src/**/*.test.ts'],
          globalSetup: ['packages/server/src/platform/testing/postgres-cluster.ts'],
          setupFiles: ['packages/server/src/platform/testing/cheap-passwords.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        ...source,
        test: {
          name: 'pages',
          include: ['packages/web/e2e/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
