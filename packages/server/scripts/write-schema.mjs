// Writes src/platform/database/tables.generated.ts from the migrations, on a throw-away PostgreSQL. A test fails when they drift.
import { createServer } from 'vite'

const vite = await createServer({
  configFile: false,
  root: new URL('..', import.meta.url).pathname,
  server: { middlewareMode: true, ws: false, watch: null },
  appType: 'custom',
  logLevel: 'error',
  optimizeDeps: { noDiscovery: true },
  ssr: { resolve: { conditions: ['source'] } },
})
try {
  const { startCluster } = await vite.ssrLoadModule('/src/platform/testing/postgres-cluster.ts')
  const { openDatabase, migrate } = await vite.ssrLoadModule('/src/platform/database/index.ts')
  const { generateTables } = await vite.ssrLoadModule('/src/platform/testing/generate-tables.ts')
  const cluster = await startCluster()
  try {
    const database = await openDatabase({ url: cluster.url })
    await migrate(database)
    await database.close()
    await generateTables(cluster.url, 'write')
    console.log('tables.generated.ts written')
  } finally {
    await cluster.stop()
  }
} finally {
  await vite.close()
}
