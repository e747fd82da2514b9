/** Publishing on real rows: legal order, numbers, marks, supplements, refusals without effect, and proofs in the database. */

import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { rollRoot } from '@mingce/domain/roll'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { fontsFrom } from '../../documents/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { openZip } from '../../platform/files/index.ts'
import { logSigner } from '../../platform/log/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { readLogProof, verifyLogProof } from '../../platform/tlog/index.ts'
import { chooseGlyph } from '../glyph/index.ts'
import {
  addVoters,
  contextOf,
  DISTRICTS,
  ELECTION,
  makeElection,
  publishAsTwo,
  someVoters,
  type Voter,
} from '../testing/voters.ts'
import { sm3, verifyPublished } from '../verify/index.ts'
import { rollFilesIn, verifyRoll } from './service.files.ts'
import { exportRoll, findRollVersions, publishRoll } from './service.ts'
import { preparePreview } from './version/index.ts'

const input = { electionId: ELECTION }
/** One black dot. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=='

it('roots use SM3 as in the standard', () =>
  expect(sm3('abc')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'))

describeStores('publishing', open => {
  let database: Database
  let folder: string
  beforeEach(async () => {
    database = await open()
    await makeElection(database)
    folder = await mkdtemp(join(tmpdir(), 'mingce-roll-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const publish = async (over: Parameters<typeof contextOf>[1] = {}, more = {}) => {
    const result = await publishAsTwo(contextOf(database, over), { ...input, ...more })
    if (!result.ok) throw new Error(JSON.stringify(result.error))
    return result.value
  }
  const lines = async (version = 1) =>
    (
      await readRows<{ line: string }>(
        database,
        `SELECT concat_ws(' ', level, right(district_code, 1), nullif(voter_group, ''), number, change, name, sex, mark) AS line
         FROM roll_entry WHERE election_id = $1 AND version = $2 ORDER BY position`,
        [ELECTION, version],
      )
    ).map(row => row.line)
  const standing = async () =>
    readRows(
      database,
      "SELECT (SELECT count(*) FROM roll_version) AS v, (SELECT count(*) FROM roll_entry) AS e, (SELECT count(*) FROM audit WHERE action = 'roll.published') AS a, state FROM election",
    )

  it('sorts by level, district, group, strokes of the name, sex and birth date, and marks only namesakes of the same sex', async () => {
    const voters: Voter[] = [
      { name: '张伟', birth: '1990-05-05' },
      { name: '丁一' },
      { name: '王伟', sex: 'M', birth: '1985-03-03' },
      { name: '王伟', sex: 'M', birth: '1961-03-03' },
      { name: '王伟', sex: 'F', birth: '1970-03-03' },
      { name: '丁二', group: '第10组' },
      { name: '丁三', group: '第2组', township: DISTRICTS.a },
      { name: '丁四', county: DISTRICTS.b },
      { name: '待审', status: 'review' },
      { name: '已拒', status: 'refused' },
    ]
    await addVoters(database, voters)
    const published = await publish()
    expect(await lines()).toEqual([
      'county 1 1 listed 丁一 M',
      'county 1 2 listed 王伟 F',
      'county 1 3 listed 王伟 M 1961年生',
      'county 1 4 listed 王伟 M 1985年生',
      'county 1 5 listed 张伟 M',
      'county 1 第2组 1 listed 丁三 M',
      'county 1 第10组 1 listed 丁二 M',
      'county 2 1 listed 丁四 M',
      'township 1 第2组 1 listed 丁三 M',
    ])
    expect(published).toMatchObject({
      version: 1,
      kind: 'list',
      entries: 9,
      publishedOn: '2026-11-30',
      objectionsUntil: '2026-12-07',
      lateReason: null,
      openReviews: 1,
      leftOff: { count: 0 },
      districts: [
        { level: 'county', code: DISTRICTS.a, name: '第1选区（甲社区）', entries: 7 },
        { level: 'county', code: DISTRICTS.b, entries: 1 },
        { level: 'township', code: DISTRICTS.a, entries: 1 },
      ],
    })
    expect(await standing()).toMatchObject([{ v: 1, e: 9, a: 1, state: 'listed' }])
    expect(await findRollVersions(contextOf(database), ELECTION)).toMatchObject({
      ok: true,
      value: [{ version: 1, root: published.root }],
    })
    expect(await verifyRoll(contextOf(database), ELECTION, 1)).toEqual({
      ok: true,
      value: { ok: true, entries: 9, root: published.root, faults: [] },
    })
  })

  it('reports registered voters without a district, and omits them', async () => {
    await addVoters(database, [{ name: '丁一' }, { name: '无区', county: null }])
    expect((await publish()).leftOff).toMatchObject({ count: 1, people: [{ name: '无区' }] })
    expect(await lines()).toEqual(['county 1 1 listed 丁一 M'])
  })

  it('refuses a list after E−20 and cites the article, and with a reason publishes it and records the reason', async () => {
    await addVoters(database, [{ name: '丁一' }])
    const late = { now: '2026-12-01T01:00:00Z' }
    expect(await publishAsTwo(contextOf(database, late), input)).toMatchObject({
      ok: false,
      error: { code: 'roll.late', article: 'EL 28' },
    })
    expect(await standing()).toMatchObject([{ v: 0, e: 0, a: 0, state: 'preparing' }])
    // 00:30 on 1 December in Beijing is still 30 November in UTC.
    expect(await publishAsTwo(contextOf(database, { now: '2026-11-30T16:30:00Z' }), input)).toMatchObject({ ok: false })
    expect((await publish(late, { lateReason: '暴雨停电' })).lateReason).toBe('暴雨停电')
    expect(await readRows(database, `SELECT action, details->>'lateReason' AS why FROM audit ORDER BY id`)).toEqual([
      { action: 'roll.previewed', why: '暴雨停电' },
      { action: 'roll.published', why: '暴雨停电' },
    ])
  })

  it('names the version before in the header that the root covers, so that a replaced one is noticed', async () => {
    await addVoters(database, [{ name: '丁一' }])
    const first = await publish()
    await addVoters(database, [{ name: '丁二' }])
    const directory = join(folder, 'second')
    const second = await publish({}, { directory })
    expect([first.previousRoot, second.previousRoot]).toEqual([null, first.root])
    const header = (await readFile(join(directory, 'proofs/roll.jsonl'), 'utf8')).split('\n')[0]
    expect(header).toContain(`,"${first.root}",1]`)
    expect(await verifyPublished(directory, { root: second.root })).toMatchObject({ ok: true })
    expect(await verifyRoll(contextOf(database), ELECTION, 2)).toMatchObject({ value: { ok: true } })
    await database.run(`UPDATE roll_version SET root = $1 WHERE version = 1`, [sm3('x')])
    expect(await verifyRoll(contextOf(database), ELECTION, 2)).toMatchObject({ value: { ok: false, faults: [{ code: 'root' }] } })
  })

  it('verifies a version that was published before headers named the one before', async () => {
    await addVoters(database, [{ name: '丁一' }])
    const [version] = [await publish()]
    const { previousRoot: _, ...old } = version
    await database.run('UPDATE roll_version SET header_form = 1, root = $1', [rollRoot(old, version.districts, sm3)])
    expect(await verifyRoll(contextOf(database), ELECTION, 1)).toMatchObject({ value: { ok: true } })
    const directory = join(folder, 'old')
    expect(await exportRoll(contextOf(database), { ...input, version: 1, directory })).toMatchObject({ ok: true })
    expect(await readFile(join(directory, 'roll.json'), 'utf8')).toContain('mingce-roll/1')
    expect(await verifyPublished(directory)).toMatchObject({ ok: true })
  })

  it('publishes the same request once', async () => {
    await addVoters(database, [{ name: '丁一' }])
    const requestId = randomUUID()
    const first = await publish({ requestId })
    const again = contextOf(database, { requestId, now: '2026-11-30T02:00:00Z' })
    expect(await publishRoll(again, { ...input, preview: 1 })).toEqual({ ok: true, value: first })
    expect(await standing()).toMatchObject([{ v: 1, e: 1, a: 1 }])
  })

  it('requires permission for the area of the election', async () => {
    await addVoters(database, [{ name: '丁一' }])
    const actor = { id: 'x', name: 'x', role: 'auditor', areaCode: '110105' } as const
    expect(await publishAsTwo(contextOf(database, { actor }), input)).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    const elsewhere = { ...actor, role: 'district', areaCode: '110106' } as const
    expect(await publishAsTwo(contextOf(database, { actor: elsewhere }), input)).toMatchObject({
      ok: false,
      error: { code: 'election.unknown' },
    })
    const station = { ...actor, role: 'township', areaCode: '110105021001' } as const
    expect(await publishAsTwo(contextOf(database, { actor: station }), input)).toMatchObject({
      ok: false,
      error: { code: 'forbidden' },
    })
  })

  it('publishes all when a character has no glyph: its entry is marked, the poster has a box or a picture, and both are recorded', async () => {
    await addVoters(database, [{ name: '丁一' }, { name: '𠮷野' }, { name: '𪚥明' }])
    const noRare = fontsFrom([{ family: 'x', file: '/x', own: false, has: c => c < 0x20000 }], [])
    const png = Buffer.from(PNG, 'base64')
    expect(await chooseGlyph(contextOf(database), ELECTION, { codePoint: 0x2a6a5, picture: Buffer.from('no') })).toMatchObject({
      ok: false,
      error: { code: 'glyph.picture' },
    })
    expect(await chooseGlyph(contextOf(database), ELECTION, { codePoint: 0x2a6a5, picture: png })).toMatchObject({ ok: true })
    const shown = await preparePreview(contextOf(database), input, undefined, noRare)
    expect(shown).toMatchObject({
      value: {
        glyphs: [
          { codePoint: 0x20bb7, handling: 'blank', chosen: false, uses: 1, decidedBy: '选举办公室' },
          { codePoint: 0x2a6a5, handling: 'picture', chosen: true, uses: 1 },
        ],
        fontAdvice: { zh: expect.stringContaining('fonts-hanazono') },
      },
    })
    expect(await publishAsTwo(contextOf(database), input, undefined, noRare)).toMatchObject({ ok: true, value: { entries: 3 } })
    expect(await lines()).toEqual([
      'county 1 1 listed 丁一 M',
      'county 1 2 listed 𠮷野 M 手写U+20BB7',
      'county 1 3 listed 𪚥明 M 图形U+2A6A5',
    ])
    const directory = join(folder, 'out')
    expect(await exportRoll(contextOf(database), { ...input, version: 1, directory })).toMatchObject({ ok: true })
    expect(await verifyPublished(directory)).toMatchObject({ ok: true })
    expect(await readRows(database, `SELECT details->'glyphs' AS g FROM audit WHERE action = 'roll.published'`)).toEqual([
      { g: ['U+20BB7 blank', 'U+2A6A5 picture'] },
    ])
  })

  it('publishes neither an empty roll nor a supplement without changes', async () => {
    expect(await publishAsTwo(contextOf(database), input)).toMatchObject({
      ok: false,
      error: { code: 'roll.nothing-to-publish' },
    })
    await addVoters(database, [{ name: '丁一' }])
    await publish()
    expect(await publishAsTwo(contextOf(database), input)).toMatchObject({
      ok: false,
      error: { code: 'roll.nothing-to-publish' },
    })
    expect(await standing()).toMatchObject([{ v: 1, e: 1, a: 1 }])
  })

  it('publishes changes as a supplement with its own root, also after E−20', async () => {
    const person = randomUUID()
    await addVoters(database, [
      { name: '丁一' },
      { name: '丁二', township: DISTRICTS.a },
      { name: '丁三', sex: 'F' },
      { name: '丁四' },
      { name: '丁五', person },
    ])
    const first = await publish()
    const set = (change: string, name: string) => database.run(`UPDATE registration SET ${change} WHERE name = $1`, [name])
    await set(`status = 'removed'`, '丁二')
    await set(`name = '丁叁'`, '丁三')
    await set(`county_district = '${DISTRICTS.b}'`, '丁四')
    // Registers again in the same district: the same person, so nothing to publish.
    await set(`status = 'moved'`, '丁五')
    await addVoters(database, [
      { name: '丁五', person },
      { name: '丁一', birth: '1999-09-09' },
    ])
    const second = await publish({ now: '2026-12-10T01:00:00Z' })
    expect(second).toMatchObject({ version: 2, kind: 'supplement', lateReason: null })
    expect(second.root).not.toBe(first.root)
    expect(await lines(2)).toEqual([
      'county 1 1 added 丁一 M 1999年生',
      'county 1 2 corrected 丁叁 F 原为“丁三”',
      'county 1 3 removed 丁二 M',
      'county 1 4 removed 丁四 M',
      'county 2 1 added 丁四 M',
      'township 1 1 removed 丁二 M',
    ])
    expect(await publishAsTwo(contextOf(database), input)).toMatchObject({
      ok: false,
      error: { code: 'roll.nothing-to-publish' },
    })
    // Back again: a supplement is compared with the previous supplement.
    await set(`status = 'registered'`, '丁二')
    await publish({ now: '2026-12-11T01:00:00Z' })
    expect(await lines(3)).toEqual(['county 1 1 added 丁二 M', 'township 1 1 added 丁二 M'])
    for (const version of [1, 2, 3])
      expect(await verifyRoll(contextOf(database), ELECTION, version)).toMatchObject({ value: { ok: true } })
  })

  it('writes a directory that can be verified, leaves one of the same version unchanged and overwrites no other', async () => {
    await addVoters(database, someVoters(120))
    const directory = join(folder, 'out')
    const published = await publish({}, { directory })
    expect(published.exported).toMatchObject({ files: 4 * 3 + 5, root: published.root })
    expect(await readdir(folder)).toEqual(['out'])
    expect(await readdir(directory)).toEqual([
      'README.txt',
      'SM3SUMS',
      'lists',
      'log.tlog-proof',
      'posters',
      'proofs',
      'roll.json',
    ])
    expect(await verifyPublished(directory)).toEqual({ ok: true, entries: 160, root: published.root, faults: [] })
    // The publication is in the audit log, in clear, and the posters name the checkpoint.
    const inLog = readLogProof(await readFile(join(directory, 'log.tlog-proof'), 'utf8'))
    const signed = inLog?.extra && verifyLogProof(inLog, inLog.extra, [logSigner(contextOf(database).keys, 1).verifier])
    expect(signed).toHaveLength(1)
    expect(Buffer.from(inLog?.extra ?? []).toString()).toContain(`["mingce-roll/1","${ELECTION}",1,"${published.root}"]`)
    expect(await exportRoll(contextOf(database), { ...input, version: 1, directory })).toMatchObject({
      ok: true,
      value: { files: 0 },
    })

    const other = join(folder, 'other')
    await writeFile(other, 'a file')
    expect(await exportRoll(contextOf(database), { ...input, version: 1, directory: other })).toMatchObject({
      ok: false,
      error: { code: 'roll.directory-taken' },
    })
    await database.run(`UPDATE registration SET status = 'removed' WHERE id = (SELECT min(id) FROM registration)`)
    expect(await publishAsTwo(contextOf(database), { ...input, directory })).toMatchObject({
      ok: false,
      error: { code: 'roll.directory-taken' },
    })
    expect(await standing()).toMatchObject([{ v: 1 }])
    expect(await exportRoll(contextOf(database), { ...input, version: 9, directory })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    })
  })

  it('refuses a directory that cannot be written before anything is published', async () => {
    await addVoters(database, [{ name: '丁一' }])
    const file = join(folder, 'file')
    await writeFile(file, '')
    for (const directory of [join(file, 'out'), '/proc/mingce/out']) {
      expect(await publishAsTwo(contextOf(database), { ...input, directory })).toMatchObject({
        ok: false,
        error: { code: 'roll.directory-unwritable', text: { zh: expect.stringContaining('名单未公布') } },
      })
      expect(await standing()).toMatchObject([{ v: 0, e: 0, a: 0, state: 'preparing' }])
    }
    expect(await readdir(folder)).toEqual(['file'])
  })

  it('says that the list is published when its files cannot be written afterwards, and writes them again', async () => {
    await addVoters(database, [{ name: '丁一' }])
    // The name of the draft beside it is longer than a file system takes: nothing can be found of that before.
    const published = await publish({}, { directory: join(folder, 'x'.repeat(250)) })
    expect(published).toMatchObject({
      version: 1,
      notExported: { code: 'roll.files-not-written', text: { en: expect.stringContaining('too long') } },
    })
    expect(published.exported).toBeUndefined()
    expect(await standing()).toMatchObject([{ v: 1, e: 1, a: 1, state: 'listed' }])
    expect(await readdir(folder)).toEqual([])
    const directory = join(folder, 'again')
    expect(await exportRoll(contextOf(database), { ...input, version: 1, directory })).toMatchObject({
      ok: true,
      value: { root: published.root },
    })
    expect(await verifyPublished(directory, { root: published.root })).toMatchObject({ ok: true })
  })

  it('keeps the root of an old version when names change later', async () => {
    await addVoters(database, [{ name: '丁一' }])
    const { root } = await publish()
    await database.run(`UPDATE election SET name = '改名'`)
    await database.run(`UPDATE district SET name = '改名'`)
    const directory = join(folder, 'later')
    expect(await exportRoll(contextOf(database), { ...input, version: 1, directory })).toMatchObject({ ok: true })
    expect(await verifyPublished(directory, { root })).toMatchObject({ ok: true, root })
  })

  it('offers the files of a version for download once they are made, and no others', async () => {
    await addVoters(database, someVoters(6))
    const { root } = await publish()
    const { findRollFiles, writeRollFiles, openRollFile, openRollArchive } = rollFilesIn(join(folder, 'rolls'))
    const ctx = contextOf(database)
    expect(await findRollFiles(ctx, ELECTION, 1)).toEqual({ ok: true, value: { ready: false, files: [] } })
    for (const early of [openRollFile(ctx, ELECTION, 1, 'README.txt'), openRollArchive(ctx, ELECTION, 1)])
      expect(await early).toMatchObject({ ok: false, error: { code: 'roll.files-not-ready' } })
    expect(await writeRollFiles(ctx, ELECTION, 1)).toMatchObject({ ok: true })
    const files = await findRollFiles(ctx, ELECTION, 1)
    if (!files.ok) throw new Error(files.error.code)
    expect(files.value.ready).toBe(true)
    expect(files.value.files.every(file => file.bytes > 0 && /^[^./\\][^/\\]*$/.test(file.name))).toBe(true)
    // The console's one download is what anyone verifies offline, as it is or unpacked and packed again without its folder.
    const archive = await openRollArchive(ctx, ELECTION, 1)
    if (!archive.ok) throw new Error(archive.error.code)
    expect(archive.value.name).toMatch(/第1版\.zip$/)
    const zip = join(folder, 'list.zip')
    await writeFile(zip, archive.value.content)
    expect(await verifyPublished(zip, { root })).toMatchObject({ ok: true, root, faults: [] })
    const list = files.value.files.find(file => file.name.endsWith('.csv'))
    const opened = await openRollFile(ctx, ELECTION, 1, list?.name ?? '')
    if (!opened.ok) throw new Error(opened.error.code)
    expect(await text(opened.value.content)).toContain('序号,选区,选民小组,姓名')
    expect(await openRollFile(ctx, ELECTION, 1, '../../../../etc/passwd')).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    })
    expect(await findRollFiles(ctx, ELECTION, 2)).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })

  it('gives the posters to print: all that hang, or only those of the districts that a supplement changes', async () => {
    await addVoters(database, [{ name: '丁一' }, { name: '丁四', county: DISTRICTS.b }])
    await publish()
    await database.run(`UPDATE registration SET name = '丁壹' WHERE name = '丁一'`)
    await publish({ now: '2026-12-10T01:00:00Z' })
    const { writeRollFiles, openRollPosters } = rollFilesIn(join(folder, 'rolls'))
    const ctx = contextOf(database)
    const namesOf = async (version: number, which: 'all' | 'changed') => {
      const found = await openRollPosters(ctx, ELECTION, version, which)
      if (!found.ok) return [found.error.text?.zh]
      const zip = join(folder, `posters-${version}-${which}.zip`)
      await writeFile(zip, found.value.content)
      const parts = await openZip(zip)
      parts.close()
      return parts.names().map(name => name.replace(/ .*/, ''))
    }
    expect(await writeRollFiles(ctx, ELECTION, 2)).toMatchObject({ ok: true })
    expect(await namesOf(2, 'changed')).toHaveLength(1)
    expect(await namesOf(2, 'all')).toEqual(['第1版的选民榜还没有做成'])
    expect(await writeRollFiles(ctx, ELECTION, 1)).toMatchObject({ ok: true })
    expect(await namesOf(1, 'all')).toHaveLength(2)
    const all = await namesOf(2, 'all')
    expect(all.map(name => name?.slice(0, 3))).toEqual(['第1版', '第1版', '第2版'])
  })

  it('detects an entry that was changed, dropped, added or swapped in the database', async () => {
    await addVoters(database, someVoters(30))
    await publish()
    const check = async () => {
      const verified = await verifyRoll(contextOf(database), ELECTION, 1)
      return verified.ok ? verified.value : undefined
    }
    const tamper = async (change: string, undo: string) => {
      await database.run(change)
      const found = await check()
      await database.run(undo)
      return found
    }
    const name = (await readRows<{ name: string }>(database, 'SELECT name FROM roll_entry WHERE position = 5'))[0]?.name
    expect(
      await tamper(
        `UPDATE roll_entry SET name = '冒名' WHERE position = 5`,
        `UPDATE roll_entry SET name = '${name}' WHERE position = 5`,
      ),
    ).toMatchObject({
      ok: false,
      faults: [{ code: 'changed', name: '冒名', level: 'county' }],
    })
    expect(
      await tamper(
        'UPDATE roll_entry SET position = -position WHERE position = 5',
        'UPDATE roll_entry SET position = 5 WHERE position = -5',
      ),
    ).toMatchObject({ ok: false })
    const swap = 'UPDATE roll_entry SET position = CASE position WHEN 5 THEN -6 ELSE -5 END WHERE position IN (5, 6)'
    await database.run(swap)
    const swapped = await tamper('UPDATE roll_entry SET position = -position WHERE position < 0', 'SELECT 1')
    expect(swapped?.faults.map(fault => fault.code)).toContain('reordered')
    await database.run(swap)
    await database.run('UPDATE roll_entry SET position = -position WHERE position < 0')
    expect(await check()).toMatchObject({ ok: true })
    const copy = `INSERT INTO roll_entry SELECT county_code, election_id, version, 999, level, district_code, voter_group, number, change, registration_id, name, sex, mark, salt, leaf FROM roll_entry WHERE position = 5`
    expect((await tamper(copy, 'DELETE FROM roll_entry WHERE position = 999'))?.faults).toMatchObject([{ code: 'added' }])
    expect(await tamper(`UPDATE roll_version SET election_name = '改'`, 'SELECT 1')).toMatchObject({
      ok: false,
      faults: [{ code: 'root' }],
    })
  })
})
