// Builds what is not built or older than its sources: the server by the type checker itself, the pages by Vite.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const require = createRequire(import.meta.url)

const run = (title, script, args, cwd = root) => {
  console.error(title)
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd, stdio: ['ignore', 2, 2] })
  if (status !== 0) process.exit(3)
}

/** Newest change below a folder, in milliseconds; build outputs and tests do not count. */
const newest = folder =>
  readdirSync(folder, { withFileTypes: true }).reduce((latest, entry) => {
    if (entry.name === 'dist' || entry.name === 'node_modules' || entry.name === 'e2e' || entry.name.endsWith('.test.ts'))
      return latest
    const path = join(folder, entry.name)
    return Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs)
  }, 0)

const isStale = (built, ...sources) => !existsSync(built) || sources.some(source => newest(source) > statSync(built).mtimeMs)

const server = join(root, 'packages/server')
const domain = join(root, 'packages/domain')
const web = join(root, 'packages/web')

// tsc keeps its own account of what is old, and is quick when nothing is; its stamp only saves starting it at all.
if (
  isStale(join(server, 'tsconfig.tsbuildinfo'), join(server, 'src'), join(domain, 'src')) ||
  !existsSync(join(server, 'dist/app/cli/main.js'))
)
  run('编译服务端 · building the server…', require.resolve('typescript/bin/tsc'), ['-b', 'packages/server'])

if (process.argv.includes('--bench'))
  run('编译测速 · building the bench…', require.resolve('typescript/bin/tsc'), ['-b', 'bench'])

// The manual is a page of the console.
if (isStale(join(web, 'dist/office/index.html'), join(web, 'src'), join(domain, 'src'), join(root, 'docs/manual')))
  run(
    '编译网页 · building the pages…',
    join(dirname(require.resolve('vite/package.json', { paths: [web] })), 'bin/vite.js'),
    ['build', '--logLevel', 'warn'],
    web,
  )
