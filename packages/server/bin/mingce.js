#!/usr/bin/env -S node --max-semi-space-size=32
// (Rows of a file live a moment: room for them among the young halves what the collector costs.)
// The command in a checkout: builds the server once when it is not built, then runs it.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const main = new URL('../dist/app/cli/main.js', import.meta.url)
if (!existsSync(main)) {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
  const built = spawnSync(process.execPath, [tsc, '-b', fileURLToPath(new URL('..', import.meta.url))], {
    stdio: ['ignore', 2, 2],
  })
  if (built.status !== 0) {
    console.error('编译未成功 · The build failed; run npm ci and try again')
    process.exit(3)
  }
}
const { main: run } = await import(main.href)
process.exitCode = await run(process.argv.slice(2))
