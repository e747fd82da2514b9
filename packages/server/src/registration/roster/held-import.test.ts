/** A file with many numbers for one name and birth date waits, sealed, until another officer lets it in or sends it back. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Actor, type Context, checkCodeOf } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import { openSealedFiles } from '../../platform/files/index.ts'
import { type Jobs, openJobs } from '../../platform/jobs/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { findImportById } from '../../population/index.ts'
import { contextFor, loadSomeAreas, numberOf, openElection } from '../testing/office.ts'
import { runImport } from './service.import.ts'
import { getImport } from './service.records.ts'
import { openImports, waitingFiles } from './service.uploads.ts'

const GUESSES = Array.from({ length: 40 }, (_, at) => `王芳,${numberOf('1985-07-21', at)},110105021021`)
const FILE = ['姓名,公民身份号码,社区代码', ...GUESSES, ''].join('\n')
const OFFICER: Actor = { id: 'u-officer', name: '审核员', role: 'district', areaCode: '110105' }
const TOWNSHIP_ELSEWHERE: Actor = { id: 'u-else', name: '外街道', role: 'township', areaCode: '110105003' }

describeStores('a file that waits for an officer', open => {
  let ctx: Context
  let election: Election
  let folder: string
  let jobs: Jobs
  let desk: ReturnType<typeof openImports>

  beforeEach(async () => {
    const database = await open()
    await loadSomeAreas(database)
    folder = await mkdtemp(join(tmpdir(), 'mingce-held-'))
    const plain = contextFor(database)
    ctx = { ...plain, files: await openSealedFiles(join(folder, 'files'), plain.keys) }
    election = await openElection(ctx)
    jobs = openJobs(database, { pollMs: 20 })
    desk = openImports(jobs, ctx)
    await jobs.start()
  })
  afterEach(async () => {
    await jobs.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const by = (actor: Actor): Context => ({ ...ctx, actor, requestId: randomUUID() })
  const sealed = async () => (await readdir(join(folder, 'files'))).filter(name => /^[0-9a-f]{32}$/.test(name)).length
  const stateOf = async (id: number) => (await findImportById(ctx.database, id))?.state
  const upload = async (): Promise<number> => {
    const path = join(folder, 'roster.csv')
    await writeFile(path, FILE)
    const file = { sealedId: await ctx.files.put(path), name: 'roster.csv' } as Parameters<typeof desk.startImport>[1]['file']
    const started = await desk.startImport(by(ctx.actor), { electionId: election.id, kind: 'registrations', file })
    if (!started.ok) throw new Error(started.error.code)
    await vi.waitFor(async () => expect(await stateOf(started.value.id)).toBe('held'), 20_000)
    return started.value.id
  }

  it('is not opened by the request that hands it in', async () => {
    const path = join(folder, 'roster.csv')
    await writeFile(path, FILE)
    const file = { sealedId: await ctx.files.put(path), name: 'roster.csv' } as Parameters<typeof desk.startImport>[1]['file']
    const closed = { ...ctx.files, withPlainCopy: () => Promise.reject(new Error('opened in the request')) }
    const asked = { ...by(ctx.actor), files: closed }
    const started = await desk.startImport(asked, { electionId: election.id, kind: 'registrations', file })
    expect(started).toMatchObject({ ok: true })
    if (started.ok) await vi.waitFor(async () => expect(await stateOf(started.value.id)).toBe('held'), 20_000)
  })

  it('is let in by another officer, and its rows go to review with nothing told', async () => {
    const importId = await upload()
    expect(await getImport(ctx, importId)).toMatchObject({ ok: true, value: { state: 'held', rows: null, releasedBy: null } })
    expect(await readRows(ctx.database, 'SELECT 1 AS one FROM registration')).toEqual([])
    expect(await sealed()).toBe(1)
    const order = { importId, decision: 'let-in', reason: '已向单位核实来源' } as const
    expect(await desk.decideHeld(by(ctx.actor), order)).toMatchObject({ ok: false, error: { code: 'officer.same' } })
    expect(await desk.decideHeld(by(TOWNSHIP_ELSEWHERE), order)).toMatchObject({ ok: false, error: { code: 'import.unknown' } })
    expect(await desk.decideHeld(by(OFFICER), order)).toEqual({ ok: true, value: { id: importId } })
    await vi.waitFor(async () => expect(await stateOf(importId)).toBe('done'), 20_000)
    expect(await getImport(ctx, importId)).toMatchObject({
      ok: true,
      value: { rows: 40, review: 40, releasedBy: '审核员', findings: { 'identity.several-numbers': 40 } },
    })
    expect(await desk.decideHeld(by(OFFICER), order)).toMatchObject({ ok: false, error: { code: 'import.not-held' } })
    const audit = await readRows(
      ctx.database,
      `SELECT action, actor FROM audit WHERE subject = 'import/' || $1`.replace('$1', `'${importId}'`),
    )
    expect(audit).toEqual([{ action: 'import.let-in', actor: '审核员' }])
  })

  it('is sent back, and its upload is removed', async () => {
    const importId = await upload()
    expect(await desk.decideHeld(by(OFFICER), { importId, decision: 'send-back', reason: '来源不明的名单' })).toMatchObject({
      ok: true,
    })
    expect(await getImport(ctx, importId)).toMatchObject({
      ok: true,
      value: { state: 'failed', error: { code: 'import.sent-back' } },
    })
    expect(await sealed()).toBe(0)
    expect(await readRows(ctx.database, 'SELECT 1 AS one FROM registration')).toEqual([])
  })

  it('on the command line is refused until its user says why it may come in', async () => {
    const path = join(folder, 'roster.csv')
    await writeFile(path, FILE)
    const order = { electionId: election.id, kind: 'registrations', files: [{ path, name: path }] } as const
    expect(await runImport(ctx, order, () => {})).toMatchObject({ ok: false, error: { code: 'import.held' } })
    expect(await readRows(ctx.database, 'SELECT 1 AS one FROM registration')).toEqual([])
    expect(await runImport(ctx, { ...order, checked: '已向单位核实来源' }, () => {})).toMatchObject({
      ok: true,
      value: [{ counts: { review: 40 } }],
    })
    expect(
      await readRows(ctx.database, `SELECT details ->> 'checked' AS checked FROM audit WHERE action = 'registrations.imported'`),
    ).toEqual([{ checked: '已向单位核实来源' }])
  })

  it('is let in by the officer who sent it, where the level above has confirmed on paper', async () => {
    const importId = await upload()
    const change = await waitingFiles.find(ctx, 'import.let-in', String(importId))
    if (!change) throw new Error('no change waits')
    const order = { importId, decision: 'let-in', reason: '已向单位核实来源' } as const
    const paper = { how: 'paper', document: '朝选〔2026〕7号', signer: '王主任', change: checkCodeOf(ctx.keys, change) } as const
    // A form about sending it back lets nothing in.
    const back = await waitingFiles.find(ctx, 'import.send-back', String(importId))
    const wrong = { ...paper, change: back ? checkCodeOf(ctx.keys, back) : '' }
    expect(await desk.decideHeld(by(ctx.actor), { ...order, second: wrong })).toMatchObject({
      ok: false,
      error: { code: 'officer.other-change' },
    })
    expect(await desk.decideHeld(by(ctx.actor), { ...order, second: paper })).toEqual({ ok: true, value: { id: importId } })
    await vi.waitFor(async () => expect(await stateOf(importId)).toBe('done'), 20_000)
    expect(await getImport(ctx, importId)).toMatchObject({ ok: true, value: { releasedBy: '王主任' } })
    const [row] = await readRows(ctx.database, `SELECT details FROM audit WHERE action = 'import.let-in'`)
    expect(row).toMatchObject({
      details: { second: 'paper', document: '朝选〔2026〕7号', signer: '王主任', change: paper.change },
    })
    expect(await waitingFiles.find(ctx, 'import.let-in', String(importId))).toBeUndefined()
  })
})
