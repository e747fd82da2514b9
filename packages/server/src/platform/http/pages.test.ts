/** Pages over real HTTP: the compressed files of the build if the browser accepts them, else uncompressed. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { servePages } from './pages.ts'

const SCRIPT = 'export const words = "a script that is long enough";'.repeat(20)
let folder: string
let app: FastifyInstance
let port = 0
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'mingce-pages-'))
  mkdirSync(path.join(folder, 'assets'))
  writeFileSync(path.join(folder, 'index.html'), 'portal')
  writeFileSync(path.join(folder, 'assets/app-1.js'), SCRIPT)
  writeFileSync(path.join(folder, 'assets/app-1.js.br'), brotliCompressSync(SCRIPT))
  writeFileSync(path.join(folder, 'assets/app-1.js.gz'), gzipSync(SCRIPT))
  app = Fastify()
  await servePages(app, folder, {})
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  port = Number(new URL(address).port)
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Not with fetch, which decompresses the body. */
const get = (address: string, encodings?: string) =>
  new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]>; body: Buffer }>((resolve, reject) => {
    const headers = encodings ? { 'accept-encoding': encodings } : {}
    request({ host: '127.0.0.1', port, path: address, headers }, async answer => {
      const chunks: Buffer[] = []
      for await (const chunk of answer) chunks.push(chunk as Buffer)
      resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) })
    })
      .on('error', reject)
      .end()
  })

describe('pages', () => {
  it.each([
    ['gzip, deflate, br', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    [undefined, undefined, (body: Buffer) => body],
  ] as const)('are sent to a browser that accepts %s', async (encodings, used, open) => {
    const answer = await get('/assets/app-1.js', encodings)
    expect(answer.headers['content-encoding']).toBe(used)
    expect(answer.headers['content-type']).toMatch(/javascript/)
    expect(answer.headers['cache-control']).toMatch(/immutable/)
    expect(answer.headers.vary).toBe('accept-encoding')
    expect(open(answer.body).toString()).toBe(SCRIPT)
  })

  it('are sent uncompressed if there are no compressed files', async () => {
    const answer = await get('/', 'gzip, br')
    expect([answer.status, answer.headers['content-encoding'], answer.body.toString()]).toEqual([200, undefined, 'portal'])
    expect(answer.headers['cache-control']).toBe('no-cache')
  })
})
