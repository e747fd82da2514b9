/** Erasing a practice election: no row is left in any table that refers to it, and other elections are unchanged. */

import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Context } from '../../access/index.ts'
import { setUpElection } from '../../district/index.ts'
import type { Election } from '../../election/index.ts'
import type { Database, SqlValue } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { contextFor, importPeople, loadSomeAreas, numberOf } from '../../registration/testing/office.ts'
import { wipeTraining } from './service.ts'

const AREA = '110105021'
const POPULATION = ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态', '现住地址']

/** Every table of the schema with a column `election_id`. */
const tablesOfElections = async (database: Database): Promise<string[]> =>
  (
    await readRows<{ name: string }>(
      database,
      `SELECT c.table_name AS name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE c.table_schema = current_schema() AND c.column_name = 'election_id' AND t.table_type = 'BASE TABLE' ORDER BY 1`,
    )
  ).map(({ name }) => name)

let nth = 0

/** A unique value of each column type. */
const sample = (type: string): SqlValue => {
  nth += 1
  if (type === 'uuid') return randomUUID()
  if (type === 'date') return '2026-01-01'
  if (type.startsWith('timestamp')) return new Date(0)
  if (type === 'jsonb') return {}
  if (type === 'bytea') return new Uint8Array([1])
  if (type === 'boolean') return false
  if (type === 'ARRAY') return []
  return type === 'text' ? `x${nth}` : nth
}

/** Adds a row of the election to the table, whatever its columns are. */
const addRow = async (database: Database, table: string, electionId: string): Promise<void> => {
  const columns = await readRows<{ name: string; type: string }>(
    database,
    `SELECT column_name AS name, data_type AS type FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1
       AND (is_nullable = 'NO' OR column_name IN ('election_id', 'import_id', 'report_file')) AND column_default IS NULL AND is_identity = 'NO'`,
    [table],
  )
  const values = columns.map(({ name, type }) => (name === 'election_id' ? electionId : name === 'state' ? 'done' : sample(type)))
  const places = values.map((_, index) => `$${index + 1}`).join(', ')
  await database.run(`INSERT INTO ${table} (${columns.map(({ name }) => name).join(', ')}) VALUES (${places})`, values)
}

describeStores('erasing a practice election', open => {
  let database: Database
  let folder: string
  let ctx: Context
  let practice: Election
  let real: Election
  const removed: string[] = []

  const begin = async (training: boolean): Promise<Election> => {
    const made = await setUpElection(ctx, {
      areaCode: AREA,
      day: '2026-12-20',
      levels: ['county', 'township'],
      name: training ? '登记演练' : '换届选举',
      training,
    })
    if (!made.ok) throw new Error(JSON.stringify(made.error))
    return made.value
  }
  const rowsOf = async (electionId: string): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {}
    for (const table of await tablesOfElections(database)) {
      const [found] = await readRows<{ n: number }>(database, `SELECT count(*) AS n FROM ${table} WHERE election_id = $1`, [
        electionId,
      ])
      if (found?.n) counts[table] = found.n
    }
    return counts
  }

  beforeEach(async () => {
    database = await open()
    folder = await mkdtemp(join(tmpdir(), 'mingce-wipe-'))
    removed.length = 0
    await loadSomeAreas(database)
    const base = contextFor(database)
    ctx = { ...base, files: { ...base.files, remove: async id => void removed.push(id) } }
    real = await begin(false)
    practice = await begin(true)
    for (const [index, { id, round }] of [real, practice].entries()) {
      await importPeople(ctx, index === 0 ? real : practice, [
        POPULATION,
        ['李小明', numberOf('1990-03-05', 1), '110105', '110105021022', '正常', '某路1号'],
      ])
      for (const table of await tablesOfElections(database))
        if (!['population_extract'].includes(table)) await addRow(database, table, id)
      const [registration] = await readRows<{ id: number; county: string; person: string }>(
        database,
        'SELECT id, county_code AS county, person_key AS person FROM registration WHERE election_id = $1',
        [id],
      )
      const [objection] = await readRows<{ id: number; county: string }>(
        database,
        'SELECT id, county_code AS county FROM objection WHERE election_id = $1',
        [id],
      )
      await database.run('INSERT INTO claim VALUES ($1, $2, $3, $4)', [
        registration?.person ?? '',
        round,
        registration?.county ?? '',
        registration?.id ?? 0,
      ])
      await database.run(`INSERT INTO voter_contact VALUES ($1, '\\x01', 'zh', now())`, [registration?.person ?? ''])
      await database.run(
        `INSERT INTO objection_event (county_code, objection_id, kind, actor, at, details) VALUES ($1, $2, 'filed', 'x', now(), '{}')`,
        [objection?.county ?? '', objection?.id ?? 0],
      )
      await database.run(
        `INSERT INTO outbox (county_code, topic, area_code, template, parameters, dedupe_key, state, next_at, created_at)
         VALUES ('110105', $1, '110105', 'x', '{}', $1, 'queued', now(), now())`,
        [id],
      )
      await database.run(`INSERT INTO request (id, actor, action, answer, at) VALUES (gen_random_uuid(), 'x', 'x', $1, now())`, [
        { value: { registration: { electionId: id } } },
      ])
      await mkdir(join(folder, encodeURIComponent(id), '1'), { recursive: true })
    }
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const others = async () => {
    const counts: Record<string, number> = {}
    for (const table of ['claim', 'voter_contact', 'objection_event', 'outbox', 'request', 'population', 'election']) {
      const [found] = await readRows<{ n: number }>(database, `SELECT count(*) AS n FROM ${table}`)
      counts[table] = found?.n ?? 0
    }
    return counts
  }

  it('has its own round, so that it can coexist with the real election', () => {
    expect(real).toMatchObject({ id: '110105021-20261220', round: '2026', training: false })
    expect(practice).toMatchObject({ id: '110105021-20261220-training', round: 'training-2026', training: true })
  })

  it('leaves no row of the practice election in any table, and all rows of the other election', async () => {
    const before = await rowsOf(real.id)
    const audited = await readRows(database, 'SELECT FROM audit')
    expect(Object.keys(await rowsOf(practice.id)).sort()).toEqual(await tablesOfElections(database))
    expect(await others()).toEqual({
      claim: 2,
      voter_contact: 2,
      objection_event: 2,
      outbox: 2,
      request: 2,
      population: 2,
      election: 2,
    })
    expect(await wipeTraining(ctx, practice.id, folder)).toMatchObject({ ok: true, value: { registrations: 1, versions: 1 } })
    expect(await rowsOf(practice.id)).toEqual({})
    expect(await rowsOf(real.id)).toEqual(before)
    expect(await others()).toEqual({
      claim: 1,
      voter_contact: 1,
      objection_event: 1,
      outbox: 1,
      request: 1,
      population: 1,
      election: 1,
    })
    expect(existsSync(join(folder, practice.id))).toBe(false)
    expect(existsSync(join(folder, real.id))).toBe(true)
    expect(removed).toHaveLength(1)
    expect(await readRows(database, 'SELECT FROM audit')).toHaveLength(audited.length + 1)
    expect(await readRows(database, `SELECT subject, actor FROM audit WHERE action = 'training.wiped'`)).toEqual([
      { subject: practice.id, actor: ctx.actor.name },
    ])
    expect(await wipeTraining(ctx, practice.id, folder)).toMatchObject({ ok: false, error: { code: 'election.unknown' } })
  })

  it('refuses a real election, one with a running import, and users without permission', async () => {
    const before = await others()
    expect(await wipeTraining(ctx, real.id, folder)).toMatchObject({ ok: false, error: { code: 'election.not-training' } })
    await database.run(`UPDATE import SET state = 'reading' WHERE election_id = $1`, [practice.id])
    expect(await wipeTraining(ctx, practice.id, folder)).toMatchObject({ ok: false, error: { code: 'election.importing' } })
    const station = { ...ctx, actor: { ...ctx.actor, role: 'station' as const } }
    expect(await wipeTraining(station, practice.id, folder)).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    expect(await others()).toEqual(before)
  })
})
