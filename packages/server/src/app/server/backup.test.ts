/**
 * The backup of an installation, made while it works and restored into an empty one on the other store: whatever a restored row names can be
 * opened, jobs that waited are run, and imports that were running say so.
 */
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Context } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import { AFTER_RESTORE, BACKUP_FILES, backUp, restoreBackup, verifyBackup } from '../../platform/backup/index.ts'
import { memoryKeyring } from '../../platform/crypto/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { openSealedFiles } from '../../platform/files/index.ts'
import { type Jobs, openJobs } from '../../platform/jobs/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { openFreshEmbedded, openFreshServer } from '../../platform/testing/stores.ts'
import { findImportById, insertImport } from '../../population/index.ts'
import { openImportReport, openImports } from '../../registration/testing/import-desk.ts'
import { contextFor, importRows, loadSomeAreas, numberOf, openElection } from '../../registration/testing/office.ts'
import { composeExtensions, modulesWith } from '../modules.ts'
import { openDailyBackups } from './service.backups.ts'

const NAME = '欧阳查无此人'
const VIDEO = Buffer.from('a video, as far as a backup goes')

let folder: string
const opened: Database[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-backup-'))
})
afterEach(async () => {
  for (const database of opened.splice(0)) await database.close()
  await rm(folder, { recursive: true, force: true })
})

interface Office {
  readonly ctx: Context
  readonly dataDir: string
  readonly place: { readonly database: Database; readonly keys: Context['keys']; readonly dataDir: string }
}

/** An empty installation in a folder of its own. */
const install = async (name: string, open: () => Promise<Database>): Promise<Office> => {
  const database = await open()
  opened.push(database)
  const dataDir = join(folder, name)
  await mkdir(dataDir)
  const plain = contextFor(database)
  const ctx = { ...plain, files: await openSealedFiles(join(dataDir, 'files'), plain.keys) }
  return { ctx, dataDir, place: { database, keys: plain.keys, dataDir } }
}

const partsOf = ({ ctx }: Office) => {
  const extensions = composeExtensions(modulesWith({}), ctx)
  return { finders: extensions.all(BACKUP_FILES), after: extensions.all(AFTER_RESTORE) }
}

const rosterOf = async (name: string, people: number, from = 0): Promise<string> => {
  const path = join(folder, name)
  const rows = Array.from(
    { length: people },
    (_, index) =>
      `${NAME}${String.fromCharCode(0x4e00 + from + index)},${numberOf('1990-03-05', from + index + 1)},110105021021\n`,
  )
  // A last row that is refused, so that the import keeps a report.
  await writeFile(path, `姓名,公民身份号码,社区\n${rows.join('')}${NAME},110105199003050000,110105021021\n`)
  return path
}

const upload = async (
  { ctx }: Office,
  desk: ReturnType<typeof openImports>,
  election: Election,
  path: string,
): Promise<number> => {
  const sealedId = await ctx.files.put(path)
  const started = await desk.startImport(ctx, {
    electionId: election.id,
    kind: 'registrations',
    file: { sealedId, name: 'roster.csv', bytes: 1 },
  })
  if (!started.ok) throw new Error(started.error.code)
  return started.value.id
}

const ended = async ({ ctx }: Office, id: number) => {
  await expect
    .poll(async () => (await findImportById(ctx.database, id))?.state, { timeout: 120_000, interval: 50 })
    .not.toBe('reading')
  return await findImportById(ctx.database, id)
}

/** Runs `work` with an import desk whose jobs are done, or only queued. */
const withDesk = async <T>(
  office: Office,
  isWorking: boolean,
  work: (desk: ReturnType<typeof openImports>, jobs: Jobs) => Promise<T>,
) => {
  const jobs = openJobs(office.ctx.database, { pollMs: 50 })
  /** A job begins and does not end before the stop. */
  const begin: Jobs['work'] = name =>
    jobs.work(name, (_, { signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))))
  const desk = openImports(isWorking ? jobs : { ...jobs, work: begin }, office.ctx)
  await jobs.start()
  try {
    return await work(desk, jobs)
  } finally {
    await jobs.stop()
  }
}

/** An office with a finished import and its report, one that waits, one that a crashed server was running, one of the command line, and a video. */
const fill = async (office: Office) => {
  const { ctx, dataDir } = office
  await loadSomeAreas(ctx.database)
  const election = await openElection(ctx)
  const done = await withDesk(office, true, async desk => {
    const id = await upload(office, desk, election, await rosterOf('done.csv', 3))
    expect(await ended(office, id)).toMatchObject({ state: 'done', rows: 4, refused: 1 })
    return id
  })
  const [waiting, running] = await withDesk(office, false, async desk => [
    await upload(office, desk, election, await rosterOf('waiting.csv', 2, 10)),
    await upload(office, desk, election, await rosterOf('running.csv', 2, 20)),
  ])
  await ctx.database.run(`UPDATE pgboss.job SET state = 'active', started_on = now() WHERE data ->> 'importId' = $1`, [
    String(running),
  ])
  const cut = await insertImport(ctx.database, {
    electionId: election.id,
    countyCode: '110105',
    kind: 'registrations',
    channel: 'roster',
    fileName: 'of the command line.csv',
    fileDigest: 'aa',
    startedBy: 'x',
    startedById: 'x',
    startedAt: ctx.clock.now(),
  })
  const video = createHash('sha256').update('video').digest('hex').slice(0, 32)
  await mkdir(join(dataDir, 'help'))
  await writeFile(join(dataDir, 'help', video), VIDEO)
  await ctx.database.run(
    `INSERT INTO help_video (id, title_zh, title_en, description_zh, description_en, seconds, file, mime, bytes, position, published, added_at, added_by)
     VALUES (gen_random_uuid(), '登记', '', '', '', 1, $1, 'video/mp4', 1, 1, true, now(), 'x')`,
    [video],
  )
  return { election, done, waiting: waiting ?? 0, running: running ?? 0, cut, video }
}

const at = new Date('2026-11-20T02:00:00Z')

describe('a backup of an installation', () => {
  it.each([
    ['the embedded store', 'a server', openFreshEmbedded, openFreshServer],
    ['a server', 'the embedded store', openFreshServer, openFreshEmbedded],
  ] as const)('of %s is restored on %s with everything that its rows speak of', async (_, __, openOne, openOther) => {
    const old = await install('old', openOne)
    const made = await fill(old)
    const file = join(folder, 'mingce.backup')
    const backup = await backUp(old.place, file, partsOf(old).finders, { at })
    expect(backup).toMatchObject({ files: 4, missing: [] })
    expect(backup.jobs.map(({ name }) => name)).toEqual(['import', 'import'])
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const bytes = await readFile(file)
    for (const clear of [NAME, '朝阳区', VIDEO.toString()]) expect(bytes.includes(clear)).toBe(false)
    expect((await readdir(old.dataDir)).sort()).toEqual(['files', 'help'])
    await expect(backUp(old.place, file, [], { at })).rejects.toThrow(/已存在/)

    const young = await install('new', openOther)
    const restored = await restoreBackup(young.place, file, { at, after: partsOf(young).after })
    expect(restored).toMatchObject({ rows: backup.rows, tables: backup.tables, files: 4, jobs: 2, missing: [] })
    expect(restored.notes.map(({ en }) => en)).toEqual([
      '2 imports go on at the next start',
      '1 imports were running at the backup and were rolled back; import their files again',
    ])

    // Every file that a row names can be opened.
    expect(await readFile(join(young.dataDir, 'help', made.video))).toEqual(VIDEO)
    const named: string[] = []
    for (const find of partsOf(young).finders)
      for (const { folder: of, name } of await find(young.ctx.database)) named.push(`${of}/${name}`)
    expect(named).toHaveLength(2)
    for (const name of named) expect((await stat(join(young.dataDir, name))).size).toBeGreaterThan(0)
    const report = await openImportReport(young.ctx, made.done)
    if (!report.ok) throw new Error(report.error.code)
    const pieces: Buffer[] = []
    for await (const piece of report.value.content) pieces.push(piece)
    expect(Buffer.concat(pieces).toString()).toContain(NAME)

    // Jobs that waited or ran are run; what no job goes on with has ended with words.
    await withDesk(young, true, async () => {
      for (const id of [made.waiting, made.running]) expect(await ended(young, id)).toMatchObject({ state: 'done', accepted: 2 })
    })
    expect(await findImportById(young.ctx.database, made.cut)).toMatchObject({
      state: 'failed',
      error: { code: 'import.interrupted', zh: expect.stringContaining('请重新导入') },
    })
    expect(await readRows(young.ctx.database, 'SELECT count(*) AS people FROM registration')).toEqual([{ people: 7 }])
    expect(await readRows(young.ctx.database, `SELECT action FROM audit WHERE subject = 'backup'`)).toEqual([
      { action: 'backup.restored' },
    ])

    await expect(restoreBackup(young.place, file, { at, after: [] })).rejects.toThrow(/不是空的/)
  })

  it('is of one moment under load: files that come and go meanwhile are there if a row of that moment names them', {
    timeout: 300_000,
  }, async () => {
    const office = await install('busy', openFreshServer)
    await loadSomeAreas(office.ctx.database)
    const election = await openElection(office.ctx)
    let goesOn = true
    let written = 0
    let from = 100
    const load = withDesk(office, true, async desk => {
      while (goesOn) {
        from += 5
        const id = await upload(office, desk, election, await rosterOf('load.csv', 3, from))
        await ended(office, id)
        written += 1
      }
    })
    const backups: string[] = []
    try {
      for (let turn = 0; turn < 3; turn++) {
        await expect.poll(() => written, { timeout: 60_000 }).toBeGreaterThanOrEqual(turn + 1)
        const file = join(folder, `${turn}.backup`)
        const made = await backUp(office.place, file, partsOf(office).finders, { at })
        expect(made.missing).toEqual([])
        backups.push(file)
      }
    } finally {
      goesOn = false
      await load
    }
    for (const [turn, file] of backups.entries()) {
      const young = await install(`restored-${turn}`, openFreshEmbedded)
      await restoreBackup(young.place, file, { at, after: partsOf(young).after })
      const reports = await readRows<{ file: string }>(
        young.ctx.database,
        'SELECT report_file AS file FROM import WHERE report_file IS NOT NULL',
      )
      for (const { file: id } of reports) for await (const _ of young.ctx.files.open(id));
      await withDesk(young, true, async () => {
        for (const { id } of await readRows<{ id: number }>(young.ctx.database, `SELECT id FROM import ORDER BY id`))
          expect((await ended(young, id))?.state).toBe('done')
      })
    }
  })

  it('takes another snapshot if a row names a file that was written and removed around the first one', async () => {
    const office = await install('busy', openFreshServer)
    const [passing, gone] = ['1'.repeat(32), '2'.repeat(32)]
    const snapshots = [[passing, gone], [gone]]
    const finder = async () => (snapshots.shift() ?? []).map(name => ({ folder: 'files' as const, name }))
    const made = await backUp(office.place, join(folder, 'mingce.backup'), [finder], { at })
    expect(made.missing).toEqual([`files/${gone}`])
    expect(snapshots).toEqual([])
  })

  it('is refused when it is damaged, cut or of another key, and names files that are gone', async () => {
    const office = await install('old', openFreshEmbedded)
    const { election, video } = await fill(office)
    await importRows(office.ctx, election, [
      ['姓名', '公民身份号码', '社区'],
      [NAME, numberOf('1980-03-05', 1), '110105021021'],
    ])
    await rm(join(office.dataDir, 'help', video))
    const file = join(folder, 'mingce.backup')
    const made = await backUp(office.place, file, partsOf(office).finders, { at })
    expect(made.missing).toEqual([`help/${video}`])
    const { migrations: _, ...read } = await verifyBackup(file, office.place.keys)
    expect(read).toEqual(made)

    const young = await install('new', openFreshEmbedded)
    const refused = async (path: string, message: RegExp, keys = young.place.keys) => {
      await expect(verifyBackup(path, keys)).rejects.toThrow(message)
      await expect(restoreBackup({ ...young.place, keys }, path, { at, after: [] })).rejects.toThrow(message)
    }
    await refused(file, /另一把密钥.*\n.*another key/, memoryKeyring(new Uint8Array(32).fill(8)))
    const bytes = await readFile(file)
    const bad = join(folder, 'bad.backup')
    for (const place of [60, Math.floor(bytes.length / 2), bytes.length - 3]) {
      const changed = Buffer.from(bytes)
      changed[place] = (changed[place] ?? 0) ^ 1
      await writeFile(bad, changed)
      await refused(bad, /已损坏、不完整或被改动/)
    }
    await writeFile(bad, bytes)
    await truncate(bad, bytes.length - 100)
    await refused(bad, /已损坏、不完整或被改动/)
    await writeFile(bad, 'PK')
    await refused(bad, /不是本程序的备份/)
    expect((await readdir(join(young.dataDir, 'files'))).filter(name => name !== 'plain')).toEqual([])
    expect(await readRows(young.ctx.database, 'SELECT count(*) AS rows FROM election')).toEqual([{ rows: 0 }])
  })

  it('is made once a day by the running server, and the newest are kept', async () => {
    const office = await install('daily', openFreshEmbedded)
    await fill(office)
    const directory = join(folder, 'backups')
    let now = new Date('2026-11-20T01:00:00Z')
    const services = { ...office.ctx, clock: { now: () => now } }
    const jobs = openJobs(office.ctx.database, { pollMs: 20 })
    const daily = openDailyBackups(
      { directory, keep: 2 },
      { services, jobs, dataDir: office.dataDir, finders: partsOf(office).finders },
    )
    await jobs.start()
    const made = () => readdir(directory).then(names => names.filter(name => name.endsWith('.backup')).sort())
    for (const [day, names] of [
      ['20', ['20']],
      ['20', ['20']],
      ['21', ['20', '21']],
      ['22', ['21', '22']],
    ] as const) {
      now = new Date(`2026-11-${day}T01:00:00Z`)
      // As each minute in the server: while the job of the day before ends, none is queued.
      const makeDue = () => daily.makeDue().then(made)
      await expect.poll(makeDue, { timeout: 60_000 }).toEqual(names.map(one => `mingce-2026-11-${one}-090000.backup`))
    }
    await jobs.stop()
    expect(await verifyBackup(join(directory, 'mingce-2026-11-22-090000.backup'), office.place.keys)).toMatchObject({ files: 4 })
  })
})
