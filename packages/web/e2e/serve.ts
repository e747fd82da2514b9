/** The product's server on a free port of this machine, with a copy of a demo's data. Scripts use it too, so it needs no Vitest. */
import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const MINGCE = fileURLToPath(new URL('../../server/bin/mingce.js', import.meta.url))
const START_MS = 150_000

export interface RunningServer {
  readonly url: string
  readonly stop: () => Promise<void>
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no free port'))))
    })
  })

/** Resolves when the server responds at `url`; fails with its output if it exits or does not respond in time. */
const answered = async (url: string, child: ChildProcess, printed: () => string): Promise<void> => {
  const until = Date.now() + START_MS
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`the server stopped with ${child.exitCode}:\n${printed()}`)
    const healthy = await fetch(`${url}/api/health`).then(
      response => response.ok,
      () => false,
    )
    if (healthy) return
    await new Promise(resolve => setTimeout(resolve, 200))
  }
  throw new Error(`the server did not answer within ${START_MS / 1000} s:\n${printed()}`)
}

/** Serves a copy of the demo in `data`. */
export const serveDemo = async (data: string): Promise<RunningServer> => {
  const folder = mkdtempSync(join(tmpdir(), 'mingce-pages-'))
  cpSync(data, folder, { recursive: true })
  const port = await freePort()
  let output = ''
  const child = spawn(process.execPath, [MINGCE, 'demo', '--port', String(port), '--data', folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString('utf8')).slice(-8000)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const stop = async () => {
    if (child.exitCode === null) {
      const ended = new Promise(resolve => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    }
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await answered(`http://127.0.0.1:${port}`, child, () => output)
  } catch (error) {
    await stop()
    throw error
  }
  return { url: `http://127.0.0.1:${port}`, stop }
}
