/** Runs one TypeScript file of this folder: `node e2e/run.mjs screenshots`. Node 20 reads no TypeScript itself; Vite does. */
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

const name = process.argv[2]
if (!name || !/^[a-z-]+$/.test(name)) {
  console.error('usage: node e2e/run.mjs <name of a file in e2e, without .ts>')
  process.exit(2)
}
const { module } = await runnerImport(fileURLToPath(new URL(`./${name}.ts`, import.meta.url)), {
  configFile: false,
  logLevel: 'warn',
})
await module.run()
