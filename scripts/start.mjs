// `npm start`: builds what it needs, loads the demo once, and serves the console.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import './build.mjs'

const bin = fileURLToPath(new URL('../packages/server/bin/mingce.js', import.meta.url))
const child = spawn(process.execPath, ['--max-semi-space-size=32', bin, 'demo', ...process.argv.slice(2)], { stdio: 'inherit' })
// Ctrl+C reaches both processes of the terminal; this one waits until the store is closed.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', code => process.exit(code ?? 0))
