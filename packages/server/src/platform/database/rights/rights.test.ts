/** Owner and application as two roles, on a real server. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  contextFor,
  importPeople,
  importRows,
  loadSomeAreas,
  numberOf,
  openElection,
} from '../../../registration/testing/office.ts'
import { recordAudit } from '../../audit/index.ts'
import { openJobs } from '../../jobs/index.ts'
import { readRows } from '../../testing/rows.ts'
import { createServerDatabase } from '../../testing/stores.ts'
import type { Database } from '../database.ts'
import { checkFitness, checkRights, grantRights, migrate, openDatabase, readMigrations, TABLE_RIGHTS } from '../index.ts'

const EAST = '110105021021'

describe('the role of the application', () => {
  const name = `app_${randomBytes(6).toString('hex')}`
  let owner: Database
  let application: Database
  let ownerUrl: string
  let drop: () => Promise<void>

  const appUrl = () => {
    const url = new URL(ownerUrl)
    url.username = name
    url.password = 'secret'
    return url.href
  }
  beforeAll(async () => {
    const made = await createServerDatabase()
    ownerUrl = made.url
    drop = made.drop
    owner = await openDatabase({ url: ownerUrl })
    await loadSomeAreas(owner)
    const jobs = openJobs(owner)
    await jobs.start()
    await jobs.stop()
    expect(await grantRights(owner, { name, password: 'secret' })).toBe(true)
    expect(await grantRights(owner, { name, password: undefined })).toBe(false)
    application = await openDatabase({ url: appUrl() })
  })
  afterAll(async () => {
    await application.close()
    await owner.close()
    await drop()
    const client = new pg.Client({ connectionString: ownerUrl.replace(/\/[^/?]*(\?|$)/, '/postgres$1') })
    await client.connect()
    await client.query(`DROP ROLE ${name}`)
    await client.end()
  })

  it('is named for every table of the program', async () => {
    const tables = await readRows<{ name: string }>(
      owner,
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY 1`,
    )
    expect(tables.map(table => table.name).sort()).toEqual(Object.keys(TABLE_RIGHTS).sort())
  })

  it('adds to the audit log and reads it, and changes nothing of it', async () => {
    const at = new Date('2026-11-20T01:00:00Z')
    const row = {
      countyCode: '110105',
      at,
      actor: '甲',
      role: 'district',
      action: 'area.added',
      subject: 'x',
      details: {},
    } as const
    await application.transaction(tx => recordAudit(tx, row))
    expect(await readRows(application, `SELECT action FROM audit WHERE subject = 'x'`)).toEqual([{ action: 'area.added' }])
    for (const statement of [
      `UPDATE audit SET actor = 'y'`,
      'DELETE FROM audit',
      'TRUNCATE audit',
      'ALTER TABLE audit ADD COLUMN more text',
      'ALTER TABLE audit DISABLE TRIGGER ALL',
      'DROP TABLE audit',
      'DROP TRIGGER audit_append_only ON audit',
      'CREATE OR REPLACE FUNCTION public.audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$',
      'CREATE TABLE public.more (a int)',
      'CREATE TEMPORARY TABLE more (a int)',
      'CREATE SCHEMA more',
      `INSERT INTO migration (name, checksum) VALUES ('9999_more', '')`,
      'GRANT UPDATE ON audit TO PUBLIC',
    ]) {
      const refused = await application.script(statement).then(
        () => 'done',
        (error: { state?: string }) => error.state,
      )
      // A GRANT of what one does not have is a warning on PostgreSQL, not an error.
      expect([statement, refused]).toEqual([
        statement,
        statement.startsWith('GRANT') ? expect.anything() : expect.stringMatching(/^42(501|P01|704)$/),
      ])
    }
    expect(await readRows(owner, `SELECT has_table_privilege('${name}', 'audit', 'UPDATE') AS may`)).toEqual([{ may: false }])
    expect(await readRows(application, `SELECT actor FROM audit WHERE subject = 'x'`)).toEqual([{ actor: '甲' }])
  })

  it('is enough for the work: an extract, rosters of some size, a check, jobs', async () => {
    const ctx = contextFor(application)
    const election = await openElection(ctx)
    const people = Array.from({ length: 600 }, (_, at) => [`选民${at}`, numberOf('1980-05-06', at)] as const)
    const header = ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态', '状态日期', '现住地址', '联系电话']
    const extract = people.map(who => [...who, '110105', EAST, '正常', '', '某路1号', '13900000000'])
    for (let round = 0; round < 2; round += 1) await importPeople(ctx, election, [header, ...extract])
    const counts = await importRows(ctx, election, [['姓名', '公民身份号码', '社区'], ...people.map(who => [...who, EAST])])
    expect(counts).toMatchObject({ rows: 600, accepted: 600 })
    expect(
      await readRows(
        owner,
        `SELECT count(*)::int AS left FROM pg_class WHERE relname LIKE 'intake\\_%' OR relname LIKE 'judgement\\_%'`,
      ),
    ).toEqual([{ left: 0 }])
    const jobs = openJobs(application, { pollMs: 20 })
    let ran = 0
    jobs.work('some-work', async () => {
      ran += 1
      return undefined
    })
    await jobs.start()
    const id = await jobs.send('some-work', {})
    await expect.poll(async () => (await jobs.find(id))?.state, { timeout: 20_000 }).toBe('done')
    await jobs.stop()
    expect(ran).toBe(1)
  })

  it('is checked at the start: rights that are missing are named, and the owner is refused as the application', async () => {
    await checkFitness(application)
    await checkRights(application)
    await expect(checkRights(owner)).rejects.toThrow(/may change rows of audit/)
    await owner.script(`REVOKE UPDATE ON finding FROM ${name}`)
    await owner.script(`REVOKE INSERT ON audit FROM ${name}`)
    await expect(checkRights(application)).rejects.toThrow(/lacks 2 rights \(INSERT audit, UPDATE finding\)[\s\S]*mingce db init/)
    await grantRights(owner, { name, password: undefined })
    await checkRights(application)
    await application.script('CREATE TABLE audit (a int)')
    await expect(checkRights(application)).rejects.toThrow(/tables named like the program's: audit/)
    await application.script('DROP TABLE mingce_work.audit')
    await checkRights(application)
  })

  it('cannot migrate, and the owner can go on migrating', async () => {
    const next = {
      name: `${String(readMigrations().length + 1).padStart(4, '0')}_more`,
      sql: 'ALTER TABLE population ADD COLUMN more text',
      checksum: 'x',
    }
    await expect(migrate(application, [...readMigrations(), next])).rejects.toMatchObject({ state: '42501' })
    const sql = `${next.sql}; ALTER TABLE audit ADD COLUMN more text`
    expect(await migrate(owner, [...readMigrations(), { ...next, sql }])).toEqual([next.name])
  })

  it('must be another than the owner', async () => {
    const [self] = await readRows<{ name: string }>(owner, 'SELECT current_user::text AS name')
    await expect(grantRights(owner, { name: self?.name ?? '', password: undefined })).rejects.toThrow(
      /same database role|superuser/,
    )
    await expect(grantRights(owner, { name: 'nobody_yet', password: undefined })).rejects.toThrow(/no password/)
  })
})
