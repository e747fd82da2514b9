// `npm run statements`: runs the tests of stores and servers, records the statements that the program sends, and writes them to
// packages/server/statements.json with their columns. With paths of tests it runs those, and keeps what it knew; so it does where a test
// failed, since statements may be missing then.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
const paths = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'mingce-statements-'))
const file = join(folder, 'sent.jsonl')

const run = (args, env) =>
  spawnSync(process.execPath, [vitest, 'run', '--project', 'stores', '--project', 'servers', '--project', 'alone', ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  }).status

const TEST = 'packages/server/src/platform/database/statements.test.ts'

try {
  const failed = run([...paths, '--exclude', TEST], { MINGCE_STATEMENTS: file })
  const isAll = paths.length === 0 && failed === 0
  const written = run([TEST, '-t', 'prepares'], { MINGCE_STATEMENTS_FROM: file, MINGCE_STATEMENTS_ALL: isAll ? '1' : '0' })
  process.exitCode = failed || written || 0
} finally {
  rmSync(folder, { recursive: true, force: true })
}
