import { defineConfig } from 'vitest/config'

// Fast ones first: `rules` needs nothing, `stores` and `servers` need a PostgreSQL, `pages` needs a Chromium and a build.
const source = { resolve: { conditions: ['source'] }, ssr: { resolve: { conditions: ['source', 'node'] } } }

const server = {
  globalSetup: ['packages/server/src/platform/testing/postgres-cluster.ts', 'packages/server/src/platform/testing/use-build.ts'],
  setupFiles: [
    'packages/server/src/platform/testing/cheap-passwords.ts',
    'packages/server/src/platform/testing/check-statements.ts',
  ],
  testTimeout: 120_000,
  hookTimeout: 120_000,
}

/**
 * Tests that need a process to themselves: they replace modules, measure memory, or measure how long a server takes. All others share their
 * processes, since loading the house and PostgreSQL's machine code anew for each file was a third of their time.
 */
const ALONE = [
  'packages/server/src/certificate/exchange/exchange*.test.ts',
  'packages/server/src/platform/database/stores/embedded.test.ts',
  'packages/server/src/platform/files/tables/tables.test.ts',
  'packages/server/src/app/server/{database-faults,job-crash,lost-connection}.test.ts',
]
/** Rooms that ask a store and start no server. */
const STORES =
  'packages/server/src/{area,district,documents,election,notice,platform,population,registration,roll,training}/**/!(*.http|reveal).test.ts'

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
      { ...source, test: { ...server, name: 'stores', include: [STORES], exclude: ALONE, isolate: false } },
      {
        ...source,
        test: {
          ...server,
          name: 'servers',
          include: ['packages/server/src/**/*.test.ts'],
          exclude: [STORES, ...ALONE],
          isolate: false,
        },
      },
      { ...source, test: { ...server, name: 'alone', include: ALONE } },
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
