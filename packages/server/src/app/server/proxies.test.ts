/** Behind a reverse proxy, each client keeps its own address: with a plain proxy of Node, and with nginx where it is installed. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, request as forward, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { networkOf, readTrustedProxies } from '../../platform/http/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { openFreshEmbedded } from '../../platform/testing/stores.ts'
import { openPlayedServer, PASSWORD, type PlayedServer } from './testing/played-server.ts'

describe('the setting', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['127.0.0.1', ['127.0.0.1']],
    ['loopback, 10.0.0.0/8,fd00::/8', ['loopback', '10.0.0.0/8', 'fd00::/8']],
  ])('%s', (setting, value) => expect(readTrustedProxies(setting)).toEqual({ ok: true, value }))

  it.each(['true', '*', '0.0.0.0/0', '::/0', '10.0.0.0/33', '10.0.0.0/8/8', 'nginx', 'loopback/8', '10.0.0'])(
    'refuses %s',
    setting =>
      expect(readTrustedProxies(`127.0.0.1,${setting}`)).toMatchObject({
        ok: false,
        error: { text: { zh: expect.stringContaining(setting) } },
      }),
  )

  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0db8:0001:0002::9', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::1', '0:0:0:0'],
  ])('limits %s as %s', (address, network) => expect(networkOf(address)).toBe(network))
})

/** Connects from an address of 127/8, each of which stands for one client. */
const signInFrom = (client: string, port: number, username: string, password: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const body = JSON.stringify({ username, password })
    const sent = forward(
      {
        host: '127.0.0.1',
        port,
        localAddress: client,
        method: 'POST',
        path: '/api/auth/sign-in',
        agent: false,
        // A forged address: whoever is in front has to add the true one after it.
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'x-forwarded-for': '198.51.100.1',
        },
      },
      answer => answer.resume().on('end', () => resolve(answer.statusCode ?? 0)),
    )
    sent.on('error', reject).end(body)
  })

/** A proxy as small as one can be: it adds the client to X-Forwarded-For. */
const openNodeProxy = (target: number): Promise<Server> =>
  new Promise(resolve => {
    const proxy: Server = createServer((request, response) => {
      const client = request.socket.remoteAddress ?? ''
      const before = request.headers['x-forwarded-for']
      const headers = { ...request.headers, 'x-forwarded-for': before ? `${before}, ${client}` : client }
      const passed = forward({ host: '127.0.0.1', port: target, method: request.method, path: request.url, headers }, answer => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      })
      passed.on('error', () => response.destroy())
      request.pipe(passed)
    }).listen(0, '127.0.0.1', () => resolve(proxy))
  })

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

const accepts = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket.destroy() !== undefined)).on('error', () => resolve(false))
  })

const NGINX =
  spawnSync('nginx', ['-v']).status === 0 ? 'nginx' : spawnSync('/usr/sbin/nginx', ['-v']).status === 0 ? '/usr/sbin/nginx' : null

const openNginx = async (folder: string, target: number) => {
  const port = await freePort()
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(kind => `${kind}_temp_path ${folder}/${kind};`)
  await writeFile(
    path.join(folder, 'nginx.conf'),
    `daemon off; pid ${folder}/pid; error_log stderr warn; events {}
http { access_log off; ${temporary.join(' ')}
  server { listen 127.0.0.1:${port}; location / {
    proxy_pass http://127.0.0.1:${target};
    proxy_set_header Host $host:$server_port;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header X-Forwarded-Proto $scheme;
  } } }`,
  )
  const child = spawn(NGINX ?? 'nginx', ['-p', folder, '-c', `${folder}/nginx.conf`], { stdio: 'ignore' })
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  await expect.poll(() => accepts(port), { timeout: 20_000 }).toBe(true)
  return {
    port,
    close: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

describe('behind a proxy', () => {
  const closing: (() => unknown)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })

  const open = async (trustedProxies: readonly string[] | undefined): Promise<PlayedServer> => {
    const database = await openFreshEmbedded()
    closing.push(() => database.close())
    const played = await openPlayedServer(database)
    closing.push(() => played.close())
    await played.restart(trustedProxies ? { trustedProxies } : {})
    await played.staff('nanmofang', 'township', '110105021')
    return played
  }
  const portOf = (played: PlayedServer) => Number(new URL(played.base()).port)

  /** A stranger guesses forty times; returns the status that the owner gets from elsewhere. */
  const afterForty = async (port: number) => {
    for (let attempt = 0; attempt < 40; attempt++) await signInFrom('127.0.0.9', port, 'nanmofang', 'wrong-password')
    return signInFrom('127.0.0.2', port, 'nanmofang', PASSWORD)
  }
  const addressesOf = async (played: PlayedServer) =>
    (await readRows<{ ip_address: string }>(played.database, 'SELECT ip_address FROM access_session')).map(row => row.ip_address)

  it('tells clients of a trusted proxy apart, and ignores the address that a client forged', async () => {
    const played = await open(['127.0.0.1'])
    const proxy = await openNodeProxy(portOf(played))
    closing.push(() => proxy.close())
    expect(await afterForty((proxy.address() as AddressInfo).port)).toBe(200)
    expect(await addressesOf(played)).toEqual(['127.0.0.2'])
  })

  it('believes no address without the setting, counts all clients as one, and says so once in the log', async () => {
    const played = await open(undefined)
    const proxy = await openNodeProxy(portOf(played))
    closing.push(() => proxy.close())
    expect(await afterForty((proxy.address() as AddressInfo).port)).toBe(429)
    expect(played.lines.filter(line => line.includes('MINGCE_TRUSTED_PROXIES'))).toHaveLength(1)
  })

  it.skipIf(NGINX === null)(
    `tells clients of nginx apart${NGINX === null ? ' (skipped: nginx is not installed, apt-get install nginx-light)' : ''}`,
    async () => {
      const played = await open(['127.0.0.1'])
      const folder = await mkdtemp(path.join(tmpdir(), 'mingce-nginx-'))
      closing.push(() => rm(folder, { recursive: true, force: true }))
      const nginx = await openNginx(folder, portOf(played))
      closing.push(nginx.close)
      expect(await afterForty(nginx.port)).toBe(200)
      expect(await addressesOf(played)).toEqual(['127.0.0.2'])
    },
  )
})
