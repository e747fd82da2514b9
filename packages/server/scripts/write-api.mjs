// Writes packages/server/openapi.json and packages/web/src/api/schema.d.ts from the schemas in the source. A test fails when they drift.
import { mkdir, writeFile } from 'node:fs/promises'
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript'
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
  const { describeServer } = await vite.ssrLoadModule('/src/app/server/describe.ts')
  const openapi = await describeServer()
  await writeFile(new URL('../openapi.json', import.meta.url), openapi)
  const types = new URL('../../web/src/api/schema.d.ts', import.meta.url)
  await mkdir(new URL('.', types), { recursive: true })
  await writeFile(types, COMMENT_HEADER + astToString(await openapiTS(openapi, { alphabetize: true })))
  console.log('openapi.json and schema.d.ts written')
} finally {
  await vite.close()
}
