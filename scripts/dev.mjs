// `npm run dev`: the server, restarted when its source changes, and Vite with HMR, on a small demo in `.mingce/dev`.
// `npm run dev -- --fresh` makes the demo anew; `--people`, `--port` and `--web-port` change its size and the two ports.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values: options } = parseArgs({
  options: {
    fresh: { type: 'boolean', default: false },
    people: { type: 'string', default: '3000' },
    port: { type: 'string', default: '8080' },
    'web-port': { type: 'string', default: '5173' },
  },
})

const root = fileURLToPath(new URL('..', import.meta.url))
const require = createRequire(import.meta.url)
const web = join(root, 'packages/web')
const data = join(root, '.mingce/dev')
const loaded = join(data, 'loaded')
const tsc = require.resolve('typescript/bin/tsc')
const vite = join(dirname(require.resolve('vite/package.json', { paths: [web] })), 'bin/vite.js')
const mingce = join(root, 'packages/server/bin/mingce.js')

const run = (...args) => {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

run(tsc, '-b', 'packages/server')

// The demo is loaded before anything is watched: a restart in the middle of it would leave half of it.
if (options.fresh || !existsSync(loaded)) {
  rmSync(data, { recursive: true, force: true })
  run(mingce, '--data', data, 'demo', '--people', options.people, '--no-serve')
  writeFileSync(loaded, '')
}

const demo = [mingce, '--data', data, 'demo', '--people', options.people, '--port', options.port]
const children = [
  spawn(process.execPath, [tsc, '-b', '--watch', '--preserveWatchOutput', 'packages/server'], { cwd: root, stdio: 'inherit' }),
  spawn(process.execPath, ['--watch', '--watch-preserve-output', ...demo], { cwd: root, stdio: 'inherit' }),
  spawn(process.execPath, [vite, '--port', options['web-port'], '--strictPort', '--clearScreen', 'false'], {
    cwd: web,
    stdio: 'inherit',
    env: { ...process.env, MINGCE_DEV_PORT: options.port },
  }),
]

/** When one of the three ends, the others do too. */
let ending = false
const end = signal => {
  ending = true
  for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill(signal)
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => end(signal))
for (const child of children)
  child.on('exit', code => {
    if (!ending) process.exitCode = code ?? 1
    end('SIGTERM')
  })
