/**
 * Hostile files over HTTP: while a server looks at them and imports them, another route answers; each file is refused with words, or read;
 * and the server stops when it is told to. On the embedded store, which shares its process with the server: what is read never asks a store.
 */
import { openAsBlob } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../platform/database/index.ts'
import { type HostileFile, hostileAreas, hostileTables } from '../../platform/testing/hostile-files.ts'
import { openFreshEmbedded } from '../../platform/testing/stores.ts'
import { type Send, startServer } from './testing/running.ts'

const SIZE = Number(process.env.HOSTILE_SIZE ?? 0.02)
// 500 ms is the aim, checked with HOSTILE_FIGURES=1 on a quiet machine; an ordinary run shares its cores with other tests.
const MOST_P95_MS = process.env.HOSTILE_FIGURES ? 500 : 1_500
/** Of so many answers or more a file's own p95 counts; of fewer it is the slowest one, which any other process on the machine can cause. */
const ENOUGH = 40
const MOST_MS = 3_000

const quantile = (times: readonly number[], share: number): number =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0

/** Checks the times of a file, and returns them. */
const checkTimes = (name: string, times: readonly number[]): readonly number[] => {
  expect(quantile(times, times.length < ENOUGH ? 0.5 : 0.95), name).toBeLessThan(MOST_P95_MS)
  expect(quantile(times, 1), name).toBeLessThan(MOST_MS)
  return times
}

describe('hostile files', () => {
  let database: Database
  let server: Awaited<ReturnType<typeof startServer>>
  let call: Send
  let election: string
  let folder: string

  beforeEach(async () => {
    database = await openFreshEmbedded()
    folder = await mkdtemp(path.join(tmpdir(), 'mingce-hostile-http-'))
    server = await startServer(database)
    await server.jobs.start()
    call = await server.signIn('chaoyang', 'district', '110105')
    const made = await call('POST', '/api/elections', {
      areaCode: '110105',
      day: '2026-12-20',
      levels: ['county'],
      name: '换届选举',
    })
    election = String(made.json.id)
  })
  afterEach(async () => {
    await server.stop()
    await database.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** Times of a route that asks the store, until stopped. */
  const poll = () => {
    const times: number[] = []
    let stopped = false
    const polling = (async () => {
      while (!stopped) {
        const begun = performance.now()
        const answer = await call('GET', `/api/elections/${election}/imports`)
        expect(answer.status).toBe(200)
        times.push(performance.now() - begun)
        await new Promise(resolve => setTimeout(resolve, 20))
      }
      return times
    })()
    return () => {
      stopped = true
      return polling
    }
  }

  const written = async (file: HostileFile): Promise<string> => {
    const at = path.join(folder, file.name)
    await file.write(at)
    return at
  }
  const upload = async (address: string, at: string, fields: Readonly<Record<string, string>>) => {
    const form = new FormData()
    for (const [key, value] of Object.entries(fields)) form.set(key, value)
    form.set('file', await openAsBlob(at), path.basename(at))
    return call('POST', address, form)
  }

  const isImported = async (id: number) => {
    const { json } = await call('GET', `/api/imports/${id}`)
    return json.state === 'done' || json.state === 'failed' ? json : null
  }

  /** Looks at a file before an import; returns the status of the answer. */
  const look = async (file: HostileFile, at: string): Promise<number> => {
    const preview = await upload(`/api/elections/${election}/imports/preview`, at, { kind: 'registrations' })
    expect([200, 422], `${file.name} ${preview.text.slice(0, 200)}`).toContain(preview.status)
    if (preview.status === 422) expect(preview.json.error).toMatchObject({ zh: expect.any(String), code: 'import.unreadable' })
    expect(preview.text.length).toBeLessThan(500_000)
    return preview.status
  }

  /** Imports a file; returns the state in which the import ended. */
  const bring = async (file: HostileFile, at: string): Promise<unknown> => {
    const started = await upload(`/api/elections/${election}/imports`, at, { kind: 'registrations' })
    expect(started.status, file.name).toBe(202)
    await expect.poll(() => isImported(Number(started.json.id)), { timeout: 60_000, interval: 50 }).not.toBeNull()
    const record = await isImported(Number(started.json.id))
    if (!file.answers.includes('read'))
      expect(record, file.name).toMatchObject({ state: 'failed', error: { zh: expect.any(String), en: expect.any(String) } })
    return record?.state
  }

  // Looking and importing read a file alike, and hostile.test.ts reads each of them: every file takes one of the two ways here.
  it('as rosters: a look, or an import', async () => {
    const all: number[] = []
    for (const [index, file] of hostileTables(SIZE).entries()) {
      const at = await written(file)
      const stop = poll()
      const said = index % 2 === 0 ? await look(file, at) : await bring(file, at)
      const times = await stop()
      await rm(at)
      if (process.env.HOSTILE_FIGURES)
        console.log(
          file.name,
          said,
          `p95 ${Math.round(quantile(times, 0.95))} max ${Math.round(quantile(times, 1))} ms of ${times.length}`,
        )
      all.push(...checkTimes(file.name, times))
    }
    expect(quantile(all, 0.95)).toBeLessThan(MOST_P95_MS)
    expect(await readdir(path.join(server.folder, 'files', 'plain'))).toEqual([])
  }, 400_000)

  it('as files of units', async () => {
    const all: number[] = []
    for (const file of hostileAreas()) {
      const at = await written(file)
      const stop = poll()
      const made = await upload(`/api/elections/${election}/district-plans/files`, at, { level: 'county', name: file.name })
      const times = await stop()
      await rm(at)
      if (process.env.HOSTILE_FIGURES)
        console.log(
          file.name,
          made.status,
          made.json.error?.zh,
          `p95 ${Math.round(quantile(times, 0.95))} max ${Math.round(quantile(times, 1))} ms of ${times.length}`,
        )
      if (made.status === 201) expect(file.answers).toContain('read')
      else {
        expect(file.answers, `${file.name} ${made.text.slice(0, 300)}`).toContain(made.json.error?.code)
        expect(made.json.error?.zh).toMatch(/\p{Script=Han}/u)
      }
      all.push(...checkTimes(file.name, times))
    }
    expect(quantile(all, 0.95)).toBeLessThan(MOST_P95_MS)
  }, 400_000)
})
