/** What load balancers and Prometheus ask, over real HTTP; and which addresses are pages. */
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { memoryKeyring } from '../../platform/crypto/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { openSealedFiles } from '../../platform/files/index.ts'
import { openLog } from '../../platform/http/index.ts'
import { type Jobs, openJobs } from '../../platform/jobs/index.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { OFFICE_PATHS } from './office-paths.ts'
import { openConsole } from './open.ts'

it('knows every page of the console', async () => {
  const router = await readFile(new URL('../../../../web/src/office/router.tsx', import.meta.url), 'utf8')
  const written = [...router.matchAll(/\bpath: '\/([^']*)'/g)].map(([, address]) => address)
  expect(written.length).toBeGreaterThan(20)
  expect([...OFFICE_PATHS].sort()).toEqual(['', ...written].sort())
})

describeStores('probes', (open, kind) => {
  let database: Database
  let jobs: Jobs
  let folder: string
  let app: FastifyInstance
  let base: string

  const start = async (metricsToken?: string) => {
    const keys = memoryKeyring()
    const files = await openSealedFiles(path.join(folder, 'files'), keys)
    const services = { database, keys, files, clock: { now: () => new Date() }, log: openLog({ level: 'silent' }) }
    app = await openConsole({ services, jobs, dataDir: path.join(folder, 'data'), version: '1.2.3', metricsToken })
    await jobs.start()
    base = await app.listen({ host: '127.0.0.1', port: 0 })
  }
  beforeEach(async () => {
    database = await open()
    folder = await mkdtemp(path.join(tmpdir(), 'mingce-probes-'))
    jobs = openJobs(database, { pollMs: 50 })
    jobs.work('echo', async payload => ({ ...payload }))
  })
  afterEach(async () => {
    await app.close()
    await jobs.stop()
    await rm(folder, { recursive: true, force: true })
  })
  const get = async (address: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(base + address, { headers })
    return { status: answer.status, text: await answer.text(), headers: answer.headers }
  }
  const readiness = async () => {
    const { status, text, headers } = await get('/readyz')
    return { status, retryAfter: headers.get('retry-after'), ...JSON.parse(text) }
  }

  it('says that the process lives and is ready', async () => {
    await start()
    expect(await get('/healthz')).toMatchObject({ status: 200, text: '{"ok":true}' })
    expect(await readiness()).toEqual({ status: 200, retryAfter: null, ok: true, database: 'ok', files: 'ok' })
  })

  it('names the part that cannot be written, and no path or address', async () => {
    const aside = path.join(folder, 'aside')
    await start()
    await rename(path.join(folder, 'files'), aside)
    await writeFile(path.join(folder, 'data'), 'a file where the folder belongs')
    if (kind === 'postgres')
      await database.script(`DO $$ BEGIN
        EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database());
        PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid(); END $$`)
    const answer = await readiness()
    expect(answer).toMatchObject({
      status: 503,
      retryAfter: '5',
      ok: false,
      files: { code: 'files.not-writable', text: { zh: expect.any(String), en: expect.stringContaining('is a file') } },
      database: kind === 'postgres' ? { code: 'store.read-only', text: { en: expect.stringContaining('read-only') } } : 'ok',
    })
    expect(JSON.stringify(answer)).not.toMatch(/127\.0|\/tmp|mingce-probes/)
    expect((await get('/healthz')).status).toBe(200)
  })

  it('gives figures to this machine only', async () => {
    await start()
    const id = await jobs.send('echo', {})
    await expect.poll(async () => (await jobs.find(id))?.state).toBe('done')
    await get('/api/voter/logins')
    await get('/nowhere/at/all')
    await get('/readyz')
    const { status, text, headers } = await get('/metrics')
    expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')])
    expect(text).toContain('mingce_http_requests_total{method="GET",route="/api/voter/logins",status="200"} 1')
    expect(text).toContain('route="unknown",status="404"} 1')
    expect(text).toContain('mingce_http_request_seconds_bucket{le="1",method="GET",route="/api/voter/logins"} 1')
    expect(text).toContain('mingce_jobs{name="echo",state="done"} 1')
    expect(text).toContain('mingce_database_up 1')
    expect(text).toContain('nodejs_eventloop_lag_seconds')
    if (kind === 'postgres') expect(text).toMatch(/mingce_database_connections\{kind="request",state="open"\} [1-9]/)
    for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])
      expect(await get('/metrics', { [header]: '203.0.113.9' })).toMatchObject({ status: 404 })
  })

  it('gives figures to who has the token, where one is set', async () => {
    await start('secret')
    expect((await get('/metrics')).status).toBe(404)
    expect((await get('/metrics', { authorization: 'Bearer other' })).status).toBe(404)
    const through = { authorization: 'Bearer secret', 'x-forwarded-for': '203.0.113.9' }
    expect((await get('/metrics', through)).status).toBe(200)
  })
})
