/** Several files or a ZIP archive at once, over HTTP: each is looked at first, its columns are chosen there, and it is imported by itself. */
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import yazl from 'yazl'
import type { Database } from '../../platform/database/index.ts'
import { openJobs } from '../../platform/jobs/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { openBatches } from '../../registration/testing/import-desk.ts'
import { type Send, startServer } from './testing/running.ts'

const EAST = '110105021021'
const CHECKS = '10X98765432'
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const numberOf = (sequence: number): string => {
  const body = `11010519850721${String(sequence).padStart(3, '0')}`
  return body + CHECKS[WEIGHTS.reduce((sum, weight, at) => sum + weight * Number(body[at]), 0) % 11]
}
/** A roster of one person. */
const rosterOf = (sequence: number, header = '姓名,公民身份号码,社区') =>
  `${header}\n缺登记${'甲乙丙丁戊己'[sequence]},${numberOf(sequence)},${EAST}\n`

const zipOf = async (...files: (readonly [name: string, content: string | Buffer])[]): Promise<Buffer> => {
  const zip = new yazl.ZipFile()
  for (const [name, content] of files) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  const pieces: Buffer[] = []
  for await (const piece of zip.outputStream) pieces.push(Buffer.from(piece as Uint8Array))
  return Buffer.concat(pieces)
}

interface File {
  readonly id: number
  readonly name: string
  readonly state: string
  readonly missing: readonly string[]
  readonly isAlike: number
  readonly problem: { readonly text: { readonly zh: string } } | null
  readonly import: { readonly id: number; readonly state: string; readonly rows: number } | null
}

describeStores('files imported together', open => {
  let database: Database
  let server: Awaited<ReturnType<typeof startServer>>
  let call: Send
  let election: string
  let batch: number
  beforeEach(async () => {
    database = await open()
    server = await startServer(database)
    await server.jobs.start()
    call = await server.signIn('chaoyang', 'district', '110105')
    const made = await call('POST', '/api/elections', {
      areaCode: '110105021',
      day: '2026-12-20',
      levels: ['county'],
      name: '换届选举',
    })
    election = String(made.json.id)
    batch = Number((await call('POST', `/api/elections/${election}/import-batches`, { channel: 'roster' })).json.id)
  })
  afterEach(async () => await server.stop())

  const add = (name: string, content: string | Buffer, as: Send = call) => {
    const form = new FormData()
    form.set('file', new Blob([new Uint8Array(Buffer.from(content))]), name)
    return as('POST', `/api/import-batches/${batch}/files`, form)
  }
  const files = async (): Promise<File[]> => {
    const answer = await call('GET', `/api/import-batches/${batch}`)
    expect(answer.status, answer.text).toBe(200)
    return answer.json.files as unknown as File[]
  }
  const seen = async (): Promise<File[]> => {
    await expect.poll(async () => (await files()).some(file => file.state === 'looking'), { timeout: 30_000 }).toBe(false)
    return files()
  }
  const sealed = async () => (await readdir(path.join(server.folder, 'files'))).filter(name => /^[0-9a-f]{32}$/.test(name)).length

  it('are looked at, and those that are ready are imported each by itself', async () => {
    const archive = await zipOf(
      ['一街道/甲.csv', rosterOf(0)],
      ['一街道/乙.csv', rosterOf(1)],
      ['里面.zip', await zipOf(['丙.csv', rosterOf(2)])],
      ['照片.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46])],
    )
    expect((await add('全部.zip', archive)).json).toEqual({ added: 4 })
    expect((await add('丁.csv', rosterOf(3))).json).toEqual({ added: 1 })
    const looked = await seen()
    expect(looked.map(({ name, state }) => [name, state])).toEqual([
      ['一街道 - 甲.csv', 'ready'],
      ['一街道 - 乙.csv', 'ready'],
      ['里面.zip', 'problem'],
      ['照片.jpg', 'problem'],
      ['丁.csv', 'ready'],
    ])
    expect(looked[2]?.problem?.text.zh).toContain('压缩包')
    expect(looked[3]?.problem?.text.zh).toContain('图片')
    expect(looked[0]?.isAlike).toBe(2)
    expect((await call('POST', `/api/import-batches/${batch}/start`)).json).toEqual({ started: 3 })
    await expect
      .poll(async () => (await files()).map(file => file.import?.state ?? file.state), { timeout: 60_000 })
      .toEqual(['done', 'done', 'problem', 'problem', 'done'])
    expect((await files()).map(file => file.import?.rows ?? null)).toEqual([1, 1, null, null, 1])
    expect(await readRows(database, `SELECT name FROM registration ORDER BY name COLLATE "C"`)).toHaveLength(3)
    // Nothing is started twice, and the uploads are gone but for one report of each import and the picture.
    expect((await call('POST', `/api/import-batches/${batch}/start`)).json).toEqual({ started: 0 })
    await expect.poll(sealed).toBe(4)
  })

  it('have their columns chosen once for all with the same, and what is asked answered', async () => {
    const unclear = '甲列,乙列,丙列'
    await add('甲.csv', rosterOf(0, unclear))
    await add('乙.csv', rosterOf(1, unclear))
    const [first, second] = await seen()
    if (!first || !second) throw new Error('no files')
    const preview = await call('GET', `/api/import-batches/${batch}/files/${first.id}/preview`)
    expect(preview.text).not.toContain(numberOf(0).slice(0, 14))
    const columns = [
      { column: 0, field: 'name' },
      { column: 1, field: 'number' },
      { column: 2, field: 'community' },
    ]
    const choice = { reading: { columns, leaveOut: [] }, allAlike: true }
    expect((await call('PUT', `/api/import-batches/${batch}/files/${first.id}/choice`, choice)).json).toEqual({ changed: 2 })
    expect((await seen()).map(({ state, missing }) => [state, missing])).toEqual([
      ['ready', []],
      ['ready', []],
    ])
    expect((await call('DELETE', `/api/import-batches/${batch}/files/${second.id}`)).json).toEqual({ changed: 1 })
    expect(await sealed()).toBe(1)
    expect((await call('POST', `/api/import-batches/${batch}/start`)).json).toEqual({ started: 1 })
    await expect.poll(async () => (await files())[0]?.import?.state, { timeout: 60_000 }).toBe('done')
  })

  it('of another account are not seen, and an archive that cannot be opened is refused with words', async () => {
    const other = await server.signIn('second', 'district', '110105')
    expect((await other('GET', `/api/import-batches/${batch}`)).status).toBe(404)
    expect((await add('甲.csv', rosterOf(0), other)).status).toBe(404)
    const refused = await add('坏.zip', Buffer.from('PK\u0003\u0004 and no more', 'latin1'))
    expect([refused.status, refused.json.error?.zh]).toEqual([422, '压缩包已损坏，不能打开'])
    expect(await sealed()).toBe(0)
    expect(await files()).toEqual([])
  })

  it('that nobody starts are removed after two days', async () => {
    await add('甲.csv', rosterOf(0))
    await seen()
    expect(await sealed()).toBe(1)
    // Jobs that are never started.
    const idle = openJobs(database, { onError: () => undefined })
    const { database: store, files: kept, clock, keys, log } = server.services
    const { sweepBatches } = openBatches(idle, { database: store, files: kept, clock, keys, log }, () => undefined)
    expect(await sweepBatches()).toBe(0)
    server.setDay('2026-11-23')
    expect(await sweepBatches()).toBe(1)
    expect(await sealed()).toBe(0)
  })

  it('have templates in which every column is known', async () => {
    for (const kind of ['registrations', 'population', 'disqualifications', 'previous-roll']) {
      const answer = await call('GET', `/api/import-templates/${kind}`)
      expect([answer.status, answer.type]).toEqual([200, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'])
    }
  })
})
