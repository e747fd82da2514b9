/** Slow clients over raw sockets: who sends or reads too slowly is disconnected, and nobody else. */
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openApp, openLog } from './index.ts'

const LIMITS = { headersMs: 300, windowMs: 300, leastBytes: 8192, idleMs: 30_000 }

let app: ReturnType<typeof openApp>
let port: number
/** Sockets that write on until they are closed. */
const opened: Socket[] = []

beforeEach(async () => {
  app = openApp({ log: openLog({ level: 'silent' }), slowClients: LIMITS })
  app.post('/post', async request => ({ got: JSON.stringify(request.body).length }))
  app.post('/refused', { onRequest: async (_, reply) => reply.code(401).send({}) }, async () => ({}))
  app.get('/large', async (_, reply) => reply.type('text/plain').send(Buffer.alloc(64 * 1024 ** 2, 'a')))
  app.get('/streamed', async (_, reply) => reply.type('text/plain').send(Readable.from(chunks())))
  app.get('/thinking', async (_, reply) => {
    const answer = new PassThrough()
    setTimeout(() => answer.end('done'), LIMITS.windowMs * 4)
    return reply.type('text/plain').send(answer)
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  port = (app.server.address() as { port: number }).port
})
afterEach(async () => {
  for (const socket of opened.splice(0)) socket.destroy()
  app.server.closeAllConnections()
  await app.close()
})

function* chunks() {
  for (let sent = 0; sent < 4096; sent += 1) yield Buffer.alloc(4096, 'a')
}

/** Sends `head`, then a byte now and again; resolves with what came back when the server has closed the connection. */
const trickle = (head: string): Promise<string> =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    opened.push(socket)
    let received = ''
    const timer = setInterval(() => socket.write('x'), 50)
    socket.on('connect', () => socket.write(head))
    socket.on('data', chunk => {
      received += chunk
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearInterval(timer)
      resolve(received)
    })
  })

/** 4 KiB at a time: slow, but above the least rate. */
async function* slowly(body: string) {
  for (let at = 0; at < body.length; at += 4096) {
    await pause(60)
    yield body.slice(at, at + 4096)
  }
}

const POST = 'Host: a\r\nContent-Type: application/json\r\nContent-Length: 50000\r\n\r\n'

it('closes a connection that sends nothing', async () => {
  const closed = new Promise<void>(resolve =>
    opened.push(
      connect(port, '127.0.0.1')
        .on('close', () => resolve())
        .resume(),
    ),
  )
  await closed
})

it('closes a connection whose headers never end', async () => {
  expect(await trickle('GET /large HTTP/1.1\r\nHost: a\r\nX-A: ')).toMatch(/^(HTTP\/1\.1 408|$)/)
})

it('closes a connection whose body arrives byte by byte, before and after the route was refused', async () => {
  expect(await trickle(`POST /post HTTP/1.1\r\n${POST}{"a":"`)).not.toContain('200 OK')
  expect(await trickle(`POST /refused HTTP/1.1\r\n${POST}{"a":"`)).toContain('401')
})

it('closes a connection whose client does not read the response', async () => {
  const socket = connect(port, '127.0.0.1')
  opened.push(socket)
  const gone = new Promise<void>(resolve => app.server.once('connection', inner => inner.once('close', () => resolve())))
  socket.on('error', () => undefined).pause()
  socket.write('GET /streamed HTTP/1.1\r\nHost: a\r\n\r\n')
  await gone
})

it('leaves clients alone that wait for the server, that read, or that send in time', async () => {
  expect(await (await fetch(`http://127.0.0.1:${port}/thinking`)).text()).toBe('done')
  expect((await (await fetch(`http://127.0.0.1:${port}/large`)).text()).length).toBe(64 * 1024 ** 2)
  const body = JSON.stringify({ a: 'x'.repeat(40_000) })
  const sent = request({
    host: '127.0.0.1',
    port,
    path: '/post',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  })
  const answered = once(sent, 'response')
  await pipeline(slowly(body), sent)
  const [answer] = (await answered) as [IncomingMessage]
  expect(JSON.parse(await text(answer))).toEqual({ got: body.length })
})
