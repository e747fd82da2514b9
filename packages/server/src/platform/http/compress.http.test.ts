/** JSON answers are compressed for pages of this site, and for nobody who could learn from their length. */
import { request } from 'node:http'
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { compressAnswers } from './compress.ts'

const LONG = { items: Array.from({ length: 500 }, (_, n) => ({ code: `11010502${n}`, name: '百子湾西社区' })) }
let app: FastifyInstance
let port: number

beforeEach(async () => {
  app = Fastify()
  await compressAnswers(app, undefined)
  app.get('/api/list', async () => LONG)
  app.get('/api/short', async () => ({ ok: true }))
  app.get('/api/auth/list', async () => LONG)
  app.post('/api/list', async () => LONG)
  port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port)
})
afterEach(() => app.close())

const ask = (path: string, headers: Record<string, string>, method = 'GET', body?: Buffer) =>
  new Promise<{ encoding: string | undefined; body: Buffer; status: number }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, answer => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () =>
        resolve({ encoding: answer.headers['content-encoding'], body: Buffer.concat(chunks), status: answer.statusCode ?? 0 }),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })

it('compresses long JSON as the client can read it', async () => {
  const plain = JSON.stringify(LONG)
  const brotli = await ask('/api/list', { 'accept-encoding': 'gzip, br', 'sec-fetch-site': 'same-origin' })
  expect(brotli.encoding).toBe('br')
  expect(brotliDecompressSync(brotli.body).toString()).toBe(plain)
  expect(brotli.body.length).toBeLessThan(plain.length / 5)
  const gzip = await ask('/api/list', { 'accept-encoding': 'gzip' })
  expect(gunzipSync(gzip.body).toString()).toBe(plain)
  const none = await ask('/api/list', {})
  expect([none.encoding, none.body.toString()]).toEqual([undefined, plain])
})

it.each([
  ['a request that another site made', '/api/list', { 'sec-fetch-site': 'cross-site' }],
  ['a request of an older browser with another origin', '/api/list', { origin: 'https://example.com' }],
  ['signing in', '/api/auth/list', { 'sec-fetch-site': 'same-origin' }],
  ['a short answer', '/api/short', { 'sec-fetch-site': 'same-origin' }],
])('leaves the answer as it is to %s', async (_, path, headers) => {
  const answer = await ask(path, { 'accept-encoding': 'gzip, br', ...headers })
  expect([answer.status, answer.encoding]).toEqual([200, undefined])
})

it('does not inflate what is sent', async () => {
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
  expect((await ask('/api/list', headers, 'POST', gzipSync('{}'))).status).toBe(400)
})
