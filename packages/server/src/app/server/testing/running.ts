/** The whole server over real HTTP for tests of a module’s routes: made-up areas, staff who sign in, an adjustable clock. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createStaff, openVoterSession, type Role, VOTER_COOKIE } from '../../../access/index.ts'
import { memoryKeyring } from '../../../platform/crypto/index.ts'
import type { Database } from '../../../platform/database/index.ts'
import { openSealedFiles } from '../../../platform/files/index.ts'
import { openLog } from '../../../platform/http/index.ts'
import { openJobs } from '../../../platform/jobs/index.ts'
import { openConsole } from '../open.ts'

const PASSWORD = 'correct-horse-电池'
const AREAS = [
  ['11', null, '北京市', 1],
  ['1101', '11', '市辖区', 2],
  ['110105', '1101', '朝阳区', 3],
  ['110105021', '110105', '南磨房地区', 4],
  ['110105022', '110105', '高碑店地区', 4],
  ['110105021021', '110105021', '东郊社区居民委员会', 5],
  ['110105021201', '110105021', '大郊亭村委会', 5],
] as const

export interface Answered {
  readonly status: number
  readonly text: string
  readonly type: string
  readonly json: Record<string, unknown> & { error?: { code: string; zh: string } }
}
export type Send = (
  method: string,
  address: string,
  body?: object | FormData,
  headers?: Record<string, string>,
) => Promise<Answered>

export const startServer = async (database: Database, start = '2026-11-20T01:00:00Z', keys = memoryKeyring()) => {
  for (const [code, parent, name, level] of AREAS)
    await database.run('INSERT INTO area (code, parent_code, name, level) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [
      code,
      parent,
      name,
      level,
    ])
  const folder = await mkdtemp(path.join(tmpdir(), 'mingce-running-test-'))
  let now = new Date(start)
  const clock = { now: () => now }
  const services = {
    database,
    keys,
    clock,
    log: openLog({ level: 'silent' }),
    files: await openSealedFiles(path.join(folder, 'files'), keys),
  }
  const jobs = openJobs(database, { pollMs: 100, onError: () => undefined })
  const app = await openConsole({ services, jobs, dataDir: folder, version: '1.2.3' })
  const base = await app.listen({ host: '127.0.0.1', port: 0 })
  const sender =
    (cookieOf: () => Promise<string>): Send =>
    async (method, address, body, headers = {}) => {
      const cookie = await cookieOf()
      const sent = await fetch(base + address, {
        method,
        headers: { cookie, ...(body && !(body instanceof FormData) ? { 'content-type': 'application/json' } : {}), ...headers },
        ...(body ? { body: body instanceof FormData ? body : JSON.stringify(body) } : {}),
      })
      const bytes = Buffer.from(await sent.arrayBuffer())
      const type = sent.headers.get('content-type') ?? ''
      const text = bytes.toString(type.startsWith('application/pdf') ? 'latin1' : 'utf8')
      return { status: sent.status, text, type, json: type.startsWith('application/json') ? JSON.parse(text) : {} }
    }
  return {
    jobs,
    services,
    /** The data folder. */
    folder,
    setDay: (day: string) => {
      now = new Date(`${day}T01:00:00Z`)
    },
    base,
    /** A voter's requests, without an issuer. */
    async voter(name: string, number: string): Promise<Send> {
      const personKey = keys.personKey(number)
      const token = await openVoterSession(database, keys, { personKey, name, login: 'test', subject: personKey }, now)
      return sender(async () => `${VOTER_COOKIE}=${token}`)
    },
    /** Creates an account and signs it in. */
    async signIn(username: string, role: Role, areaCode: string): Promise<Send> {
      const maker = { clock, actor: { name: 'setup', role: 'city' } } as const
      const made = await createStaff(database, { username, name: username, password: PASSWORD, role, areaCode }, maker)
      if (!made.ok) throw new Error(made.error.code)
      let cookie = ''
      let signedInAt: Date | null = null
      // A session ends within days, so the account signs in again after the clock was set.
      const enter = async () => {
        if (signedInAt === now) return
        const answer = await fetch(`${base}/api/auth/sign-in`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ username, password: PASSWORD }),
        })
        cookie = answer.headers
          .getSetCookie()
          .map(set => set.split(';')[0])
          .join('; ')
        signedInAt = now
      }
      return sender(async () => {
        await enter()
        return cookie
      })
    },
    async stop() {
      await app.close()
      await jobs.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
