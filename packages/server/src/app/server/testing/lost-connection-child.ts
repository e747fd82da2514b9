/**
 * The whole server in a child process, for tests of connections that PostgreSQL ends: `lost-connection-child URL [FOLDER [wait]]`, with its files
 * in FOLDER, where another one may have left some; with `wait` it says so when its program is loaded, and starts at a line of input. In addition
 * to its own routes it has `/hold/…`, each of which uses a connection until that is lost, and `/work`, which waits for a job.
 * Prints its address and then the name of each hold once its connection is in use.
 */

import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { createStaff } from '../../../access/index.ts'
import { memoryKeyring } from '../../../platform/crypto/index.ts'
import { col, migrate, openDatabase } from '../../../platform/database/index.ts'
import { openSealedFiles } from '../../../platform/files/index.ts'
import { openLog } from '../../../platform/http/index.ts'
import { openJobs } from '../../../platform/jobs/index.ts'
import { readRows } from '../../../platform/testing/rows.ts'
import { openConsole } from '../open.ts'

const [, , , url = '', kept, mode] = process.argv
if (mode === 'wait') {
  console.log('loaded')
  await once(process.stdin, 'data')
  process.stdin.pause()
}
const database = await openDatabase({ url, maxConnections: 20 })
await migrate(database)
await database.script(`CREATE TABLE IF NOT EXISTS held (id integer);
  INSERT INTO area (code, parent_code, name, level) VALUES ('11', NULL, '北京市', 1), ('1101', '11', '市辖区', 2),
    ('110105', '1101', '朝阳区', 3), ('110105021', '110105', '南磨房地区', 4), ('110105021021', '110105021', '东郊社区居民委员会', 5)
    ON CONFLICT DO NOTHING`)

/** Endless, with a step every few milliseconds: between two steps no statement runs on the connection. */
async function* steps<Step>(step: Step): AsyncGenerator<Step> {
  for (;;) {
    yield step
    await sleep(20)
  }
}
/** Wide rows, so that a few pages exhaust what the network has buffered of a lost connection. */
const MANY = "SELECT repeat('x', 500) AS text FROM generate_series(1, 10000) AS a, generate_series(1, 10000) AS b"

const holds: Readonly<Record<string, (began: () => void) => Promise<unknown>>> = {
  statement: began => {
    setTimeout(began, 200)
    return readRows(database, 'SELECT pg_sleep(60)')
  },
  transaction: began =>
    database.transaction(async tx => {
      for await (const _ of steps(1)) {
        await readRows(tx, 'SELECT 1 AS one')
        began()
      }
    }),
  'busy transaction': began =>
    database.transaction(async tx => {
      setTimeout(began, 200)
      await readRows(tx, 'SELECT pg_sleep(60)')
    }),
  copy: began =>
    database.transaction(async tx => {
      setTimeout(began, 200)
      await tx.copyIn('held', ['id'], steps('1\n'))
    }),
  load: async began => {
    const load = database.load('held', { id: 'integer' })
    try {
      for await (const _ of steps(1)) {
        const page = load.page(1)
        page.row().integer(1)
        await load.send(page)
        began()
      }
    } catch (error) {
      await load.cancel()
      throw error
    }
  },
  cursor: began =>
    database.transaction(async tx => {
      for await (const _ of tx.pages(MANY, [], { text: col.text }, 1000)) {
        await sleep(20)
        began()
      }
    }),
  beside: began =>
    database.transaction(async tx => {
      for await (const _ of tx.pagesBeside(MANY, [], { text: col.text }, 1000)) {
        await sleep(20)
        began()
      }
    }),
}

const folder = kept ?? (await mkdtemp(path.join(tmpdir(), 'mingce-lost-')))
const keys = memoryKeyring()
const clock = { now: () => new Date() }
const services = { database, keys, clock, log: openLog({ level: 'silent' }), files: await openSealedFiles(folder, keys) }
const jobs = openJobs(database, { pollMs: 300 })
jobs.work('echo', async payload => ({ ...payload }))

const addRoutes = (app: FastifyInstance): void => {
  app.get('/hold/:kind', { config: { access: 'public' } }, async request => {
    const { kind } = request.params as { kind: string }
    let hasBegun = false
    await holds[kind]?.(() => {
      if (!hasBegun) console.log(kind)
      hasBegun = true
    })
    return {}
  })
  app.get('/work', { config: { access: 'public' } }, async () => {
    const id = await jobs.send('echo', { said: 'hello' })
    for (;;) {
      const job = await jobs.find(id)
      if (job?.state === 'done') return job.result
      await sleep(20)
    }
  })
}

const app = await openConsole({ services, jobs, dataDir: folder, version: '0', watch: addRoutes })
await createStaff(
  database,
  { username: 'district', name: 'district', password: 'correct-horse-电池', role: 'district', areaCode: '11' },
  { clock, actor: { name: 'setup', role: 'city' } },
)
await jobs.start()
console.log(await app.listen({ host: '127.0.0.1', port: 0 }))
