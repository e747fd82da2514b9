/** A report that fails after the rows were saved: the import is done, says so, and its report is made again. */

import { mkdirSync } from 'node:fs'
import { access, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Context } from '../../../access/index.ts'
import type { Election } from '../../../election/index.ts'
import type { Database } from '../../../platform/database/index.ts'
import { openSealedFiles } from '../../../platform/files/index.ts'
import { type Jobs, openJobs } from '../../../platform/jobs/index.ts'
import { readRows } from '../../../platform/testing/rows.ts'
import { describeStores } from '../../../platform/testing/stores.ts'
import { findImportById, sweepAbandonedImports } from '../../../population/index.ts'
import { contextFor, loadSomeAreas, numberOf, openElection } from '../../testing/office.ts'
import { makeReportAgain, runImport } from '../service.import.ts'
import { openImports } from '../service.uploads.ts'
import { makeDueReport, ReportStillDue } from './service.ts'

const ROSTER = `姓名,公民身份号码,社区代码\n李小明,${numberOf('1990-03-05', 1)},110105021021\n孙错,110105199003051234,110105021021\n`

describeStores('a report that fails once the rows are saved', open => {
  let database: Database
  let ctx: Context
  let election: Election
  let folder: string
  let jobs: Jobs

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    folder = await mkdtemp(join(tmpdir(), 'mingce-report-due-'))
    const plain = contextFor(database)
    ctx = { ...plain, files: await openSealedFiles(join(folder, 'files'), plain.keys) }
    election = await openElection(ctx)
    jobs = openJobs(database, { pollMs: 50 })
  })
  afterEach(async () => {
    await jobs.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const states = () =>
    readRows(database, 'SELECT state, report_due, upload IS NOT NULL AS kept, report_file IS NOT NULL AS report FROM import')
  const registered = async () => (await readRows<{ n: number }>(database, 'SELECT count(*) AS n FROM registration'))[0]?.n
  const staged = async () => (await readRows<{ n: number }>(database, 'SELECT count(*) AS n FROM staging'))[0]?.n
  /** Sealed files besides their folder of plain copies. */
  const sealed = async () => (await readdir(join(folder, 'files'))).filter(name => /^[0-9a-f]{32}$/.test(name))
  const restart = async () => {
    const now = new Date(ctx.clock.now().getTime() + 1_000)
    await sweepAbandonedImports(database, now, now)
  }

  /** Imports an upload whose rows are saved and whose report is not: the file store refuses it with these words. */
  const importWithoutReport = async (words: string): Promise<{ importId: number; path: string }> => {
    const path = join(folder, 'roster.csv')
    await writeFile(path, ROSTER)
    const upload = await ctx.files.put(path)
    const order = {
      electionId: election.id,
      kind: 'registrations',
      files: [{ path, name: path }],
      keepReport: true,
      upload,
    } as const
    const refusing = { ...ctx, files: { ...ctx.files, put: () => Promise.reject(new Error(words)) } }
    const imported = await runImport(refusing, order, () => {})
    if (!imported.ok) throw new Error(imported.error.code)
    return { importId: imported.value[0]?.importId ?? 0, path }
  }

  it('on the command line: the rows stay, and the report is written from the same file later', async () => {
    const path = join(folder, 'roster.csv')
    const file = join(folder, 'report.csv')
    await writeFile(path, ROSTER)
    const order = { electionId: election.id, kind: 'registrations', files: [{ path, name: path }], report: { file } } as const
    const imported = await runImport(ctx, order, ({ stage }) => {
      // What was a file when the import began is a folder when the report is written: as good as a full disk.
      if (stage === 'report') mkdirSync(file)
    })
    if (!imported.ok) throw new Error(imported.error.code)
    const [one] = imported.value
    expect(one).toMatchObject({
      counts: { rows: 2, accepted: 1, refused: 1 },
      reportFault: { zh: expect.any(String), en: 'it is a folder' },
    })
    expect(await registered()).toBe(1)
    expect(await states()).toEqual([{ state: 'done', report_due: true, kept: false, report: false }])

    await restart()
    const importId = one?.importId ?? 0
    const target = join(folder, 'again.csv')
    const other = join(folder, 'other.csv')
    await writeFile(other, `${ROSTER}\n`)
    expect(await makeReportAgain(ctx, { importId, file: other, target })).toMatchObject({
      ok: false,
      error: { code: 'import.other-file' },
    })
    expect(await makeReportAgain(ctx, { importId, file: path, target: file })).toMatchObject({
      ok: false,
      error: { code: 'import.report-place' },
    })
    expect(await makeReportAgain(ctx, { importId, file: path, target })).toEqual({ ok: true, value: null })
    const lines = (await readFile(target, 'utf8')).trim().split('\r\n')
    expect(lines[1]).toContain('李小明')
    expect(lines[1]).toContain('接收')
    expect(lines[2]).toContain('退回,identity.checksum')
    expect(await makeReportAgain(ctx, { importId, file: path, target })).toMatchObject({
      ok: false,
      error: { code: 'import.report-not-due' },
    })
    expect(await makeReportAgain(ctx, { importId: 999, file: path, target })).toMatchObject({
      ok: false,
      error: { code: 'import.unknown' },
    })
    expect([await staged(), await states()]).toEqual([0, [{ state: 'done', report_due: false, kept: false, report: false }]])
  })

  it('of a register: nothing is saved', async () => {
    const path = join(folder, 'population.csv')
    await writeFile(
      path,
      `姓名,公民身份号码,户籍区划,社区代码,状态\n李小明,${numberOf('1990-03-05', 1)},110105,110105021021,正常\n`,
    )
    for (const kind of ['population', 'disqualifications'] as const) {
      const full = {
        ...ctx,
        files: { ...ctx.files, put: () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })) },
      }
      const order = { electionId: election.id, kind, files: [{ path, name: path }], keepReport: true } as const
      if (kind === 'disqualifications')
        await writeFile(
          path,
          `姓名,公民身份号码,类别,决定机关,文书号,起始日期,截止日期\n张三,${numberOf('1980-03-05', 3)},剥夺政治权利,某区人民法院,（2024）某刑初1号,2024-01-01,2027-01-01\n`,
        )
      expect(await runImport(full, order, () => {})).toMatchObject({
        ok: false,
        error: { code: 'import.report-failed', text: { en: expect.stringContaining('No row was saved') } },
      })
    }
    expect(await readRows(database, 'SELECT state FROM import')).toEqual([{ state: 'failed' }, { state: 'failed' }])
    expect(await readRows(database, `SELECT FROM population_extract WHERE state = 'current'`)).toEqual([])
    expect(await readRows(database, 'SELECT FROM disqualification')).toEqual([])
  })

  it('of an upload: the job says so, and the report is made at the next start, with what was kept for it', async () => {
    let isFull = true
    const files: Context['files'] = {
      ...ctx.files,
      put: source => (isFull ? Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })) : ctx.files.put(source)),
    }
    const services = { ...ctx, files }
    const desk = openImports(jobs, services)
    await jobs.start()
    const sealedId = await ctx.files.put(
      (async function* () {
        yield Buffer.from(ROSTER)
      })(),
    )
    const file = { sealedId, name: 'roster.csv', bytes: ROSTER.length }
    const started = await desk.startImport(ctx, { electionId: election.id, kind: 'registrations', file } as Parameters<
      typeof desk.startImport
    >[1])
    if (!started.ok) throw new Error(started.error.code)
    const importId = started.value.id
    await expect
      .poll(async () => [(await findImportById(database, importId))?.state, desk.progressOf(importId)], { timeout: 20_000 })
      .toEqual(['done', undefined])
    expect(await registered()).toBe(1)
    expect(await states()).toEqual([{ state: 'done', report_due: true, kept: true, report: false }])
    expect(await sealed()).toEqual([sealedId])

    await restart()
    await expect(makeDueReport(services, importId)).rejects.toThrow(ReportStillDue)
    expect(await states()).toEqual([{ state: 'done', report_due: true, kept: true, report: false }])
    isFull = false
    desk.startReports()
    await expect.poll(async () => (await findImportById(database, importId))?.reportDue, { timeout: 20_000 }).toBe(false)
    await desk.stopReports()
    const record = await findImportById(database, importId)
    expect(await text(ctx.files.open(record?.reportFile ?? ''))).toContain('identity.checksum')
    await expect.poll(sealed).toEqual([record?.reportFile])
    expect(await staged()).toBe(0)
  })

  it('of an upload whose process was killed in between: the same', async () => {
    // The process never comes to its report: here its file store does not take it.
    const { importId } = await importWithoutReport('killed')
    await restart()
    const desk = openImports(jobs, ctx)
    await jobs.start()
    desk.startReports()
    await expect.poll(async () => (await findImportById(database, importId))?.reportFile, { timeout: 20_000 }).not.toBeNull()
    await desk.stopReports()
    await expect.poll(sealed).toHaveLength(1)
  })

  it('is given up when the election is closed: nothing of its people is kept', async () => {
    const { importId, path } = await importWithoutReport('full')
    await database.run(`UPDATE election SET state = 'closed'`)
    await makeDueReport(ctx, importId)
    expect(await states()).toEqual([{ state: 'done', report_due: false, kept: false, report: false }])
    expect([await staged(), await sealed()]).toEqual([0, []])
    await access(path)
  })
})
