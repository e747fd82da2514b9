import { defineConfig } from 'vitest/config'

// Fast ones first: `rules` needs nothing, `stores` and `servers` need a PostgreSQL, `pages` needs a Chromium and a build.
const source = { resolve: { conditions: ['source'] }, ssr: { resolve: { conditions: ['source', 'node'] } } }

const server = {
  globalSetup: ['packages/server/src/platform/testing/postgres-cluster.ts'],
  setupFiles: [
    'packages/server/src/platform/testing/cheap-passwords.ts',
    'packages/server/src/platform/testing/check-statements.ts',
  ],
  testTimeout: 120_000,
  hookTimeout: 120_000,
}

/**
 * Tests of rooms that ask a store and start no server: loading the house anew for each file was a third of their time, so they share their
 * processes. Not those that need one to themselves, because they replace modules, start servers, or measure memory.
 */
const SHARED =
  'packages/server/src/{area,district,documents,election,notice,platform,population,registration,roll,training}/**/!(*.http|embedded|reveal|tables).test.ts'

export default defineConfig({
  test: {
    // A store's tests wait for the server half of the time: two at once on two cores, where the default is one.
    maxWorkers: 2,
    projects: [
      {
        ...source,
        test: {
          name: 'rules',
          include: ['packages/{domain,web,miniprogram}/src/**/*.test.ts'],
          isolate: false,
          testTimeout: 30_000,
        },
      },
      { ...source, test: { name: 'miniprogram', include: ['packages/miniprogram/test/**/*.test.ts'], environment: 'jsdom' } },
      { ...source, test: { ...server, name: 'stores', include: [SHARED], isolate: false } },
      { ...source, test: { ...server, name: 'servers', include: ['packages/server/src/**/*.test.ts'], exclude: [SHARED] } },
      {
        ...source,
        test: {
          name: 'pages',
          include: ['packages/web/e2e/**/*.test.ts'],
          globalSetup: ['packages/web/e2e/build.ts'],
          sequence: { groupOrder: 1 },
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
