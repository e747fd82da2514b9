/** Files of removed videos go, also where removing them failed or the process ended; files that a row names, or may soon, stay. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Context } from '../access/index.ts'
import { openConsole } from '../app/server/index.ts'
import { memoryKeyring } from '../platform/crypto/index.ts'
import type { Database } from '../platform/database/index.ts'
import { openSealedFiles } from '../platform/files/index.ts'
import { openJobs } from '../platform/jobs/index.ts'
import { describeStores } from '../platform/testing/stores.ts'
import { openHelpContent } from './service.content.ts'
import { openVideoEditing, sweepHelpFiles } from './service.ts'
import { insertVideo, setPoster } from './store.ts'

describeStores('files of help', open => {
  let database: Database
  let data: string
  let ctx: Context
  const now = new Date()
  const folder = () => join(data, 'help')
  const kept = async () => (await readdir(folder())).sort()
  const nameOf = (digit: string) => digit.repeat(32)

  beforeEach(async () => {
    database = await open()
    data = await mkdtemp(join(tmpdir(), 'mingce-help-sweep-'))
    const keys = memoryKeyring()
    ctx = {
      database,
      keys,
      files: await openSealedFiles(join(data, 'files'), keys),
      clock: { now: () => now },
      log: pino({ enabled: false }),
      actor: { id: 'x', name: 'x', role: 'district', areaCode: '110105' },
    }
  })
  afterEach(() => rm(data, { recursive: true, force: true }))

  /** Puts a file there, last written some hours ago. */
  const putFile = async (name: string, hours = 2) => {
    await openHelpContent(folder())
      .taking(1)
      .put((async function* () {})())
      .then(made => rm(join(folder(), made)))
    await writeFile(join(folder(), name), 'x')
    const at = new Date(now.getTime() - hours * 3_600_000)
    await utimes(join(folder(), name), at, at)
  }
  const addVideo = async (file: string, poster?: string) => {
    const id = randomUUID()
    const text = { zh: '登记', en: '' }
    await insertVideo(database, {
      ...{ id, title: text, description: text, seconds: 1, file, mime: 'video/mp4', bytes: 1, addedAt: now, addedBy: 'x' },
    })
    if (poster !== undefined) await setPoster(database, id, poster)
    for (const name of [file, poster]) if (name !== undefined) await putFile(name)
    return id
  }

  it('that no row names are removed, and no others', async () => {
    expect(await sweepHelpFiles(database, openHelpContent(folder()), now)).toBe(0)
    await addVideo(nameOf('a'), nameOf('b'))
    await putFile(nameOf('c'))
    await putFile(`${nameOf('d')}.part`)
    await putFile(nameOf('e'), 0.5)
    await putFile('notes.txt')
    expect(await sweepHelpFiles(database, openHelpContent(folder()), now)).toBe(2)
    expect(await kept()).toEqual([nameOf('a'), nameOf('b'), nameOf('e'), 'notes.txt'])
  })

  it('stay where the database has no video: the folder may be another one’s', async () => {
    await putFile(nameOf('c'))
    expect(await sweepHelpFiles(database, openHelpContent(folder()), now)).toBe(0)
    expect(await kept()).toEqual([nameOf('c')])
  })

  it('go at the next start when they could not be removed with their video', async () => {
    await addVideo(nameOf('a'))
    const id = await addVideo(nameOf('b'), nameOf('c'))
    const content = openHelpContent(folder())
    const stuck = { ...content, remove: () => Promise.reject(new Error('EIO')) }
    expect(await openVideoEditing(stuck).removeHelpVideo(ctx, id)).toMatchObject({ ok: true })
    expect(await kept()).toEqual([nameOf('a'), nameOf('b'), nameOf('c')])
    const app = await openConsole({ services: ctx, jobs: openJobs(database), dataDir: data, version: '1' })
    await app.listen({ host: '127.0.0.1', port: 0 })
    await app.close()
    expect(await kept()).toEqual([nameOf('a')])
  })
})
