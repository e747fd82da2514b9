/** Recovery of a PostgreSQL server to a moment, as docs/operations.md describes it: base backup, WAL archive, replay to a point before a mistake. */
import { chownSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { recordAudit } from '../../audit/index.ts'
import { type Cluster, startCluster } from '../../testing/postgres-cluster.ts'
import { readRows } from '../../testing/rows.ts'
import { type Database, migrate, openDatabase } from '../index.ts'
import { findClientVersion, findRecoveryFacts, findRecoveryFaults, type RecoveryFacts } from './index.ts'

describe('the requirements of a recovery', () => {
  const good: RecoveryFacts = {
    version: 150_006,
    walLevel: 'replica',
    archiveMode: 'on',
    archives: true,
    fullPageWrites: 'on',
    archived: 3,
    failed: 0,
    lastArchivedAt: new Date(2),
    lastFailedAt: null,
  }
  const texts = (facts: Partial<RecoveryFacts>, client: number | null = 15) =>
    findRecoveryFaults({ ...good, ...facts }, client).map(({ en }) => en)

  it('are met, or each one that is not is named', () => {
    expect([texts({}), texts({}, 17)]).toEqual([[], []])
    expect(texts({}, 14)).toEqual([
      "pg_basebackup is version 14, the server 15; the client must be of the server's version or newer",
    ])
    expect(texts({}, null)[0]).toContain('install the client programs of PostgreSQL 15 or newer')
    expect(texts({ walLevel: 'minimal', archives: false, fullPageWrites: 'off' })).toHaveLength(3)
    expect(texts({ archiveMode: 'off' })).toHaveLength(1)
    expect(texts({ lastFailedAt: new Date(3), failed: 7 })[0]).toContain('7 failures')
    expect(texts({ lastFailedAt: new Date(1), failed: 7 })).toEqual([])
  })
})

describe('a PostgreSQL server with an archive', () => {
  let cluster: Cluster | undefined
  const opened: Database[] = []
  const open = async (url: string) => {
    const database = await openDatabase({ url })
    opened.push(database)
    return database
  }
  const closeAll = async () => {
    for (const database of opened.splice(0)) await database.close()
  }
  afterEach(async () => {
    await closeAll()
    await cluster?.stop()
  })
  const note = (database: Database, subject: string) =>
    recordAudit(database, {
      countyCode: '110105',
      at: new Date('2026-11-20T01:00:00Z'),
      actor: 'clerk',
      role: 'district',
      action: 'area.added',
      subject,
      details: {},
    })
  const subjects = async (database: Database) =>
    (await readRows<{ subject: string }>(database, 'SELECT subject FROM audit ORDER BY id')).map(({ subject }) => subject)

  it('comes back as it was just before a mistake, long after the base backup', async () => {
    cluster = await startCluster('durable', folder => ({
      archive_mode: 'on',
      archive_command: `test ! -f ${folder}/archive/%f && cp %p ${folder}/archive/%f`,
      wal_level: 'replica',
    }))
    const { folder, url } = cluster
    const { uid, gid } = statSync(join(folder, 'data'))
    mkdirSync(join(folder, 'archive'))
    chownSync(join(folder, 'archive'), uid, gid)
    const database = await open(url)
    await migrate(database)
    await note(database, 'before the base backup')
    cluster.run('pg_basebackup', ['-d', url, '-D', join(folder, 'base'), '--checkpoint=fast', '--wal-method=none'])
    await note(database, 'after the base backup')
    await database.raw(`SELECT pg_create_restore_point('before the mistake')`)
    await database.script('DROP TABLE audit CASCADE; CREATE TABLE audit (mistake integer)')
    await database.raw('SELECT pg_switch_wal()')
    await expect
      .poll(async () => (await findRecoveryFacts(database))?.archived ?? 0, { timeout: 60_000, interval: 100 })
      .toBeGreaterThanOrEqual(2)
    const facts = await findRecoveryFacts(database)
    const client = await findClientVersion(cluster.program('pg_basebackup'))
    expect(client).toBe(Math.floor((facts?.version ?? 0) / 10_000))
    expect(facts && findRecoveryFaults(facts, client)).toEqual([])
    await closeAll()

    await cluster.shutDown()
    renameSync(join(folder, 'data'), join(folder, 'lost'))
    renameSync(join(folder, 'base'), join(folder, 'data'))
    writeFileSync(join(folder, 'data', 'recovery.signal'), '')
    chownSync(join(folder, 'data', 'recovery.signal'), uid, gid)
    const began = performance.now()
    await cluster.restart({
      restore_command: `cp ${folder}/archive/%f %p`,
      recovery_target_name: 'before the mistake',
      recovery_target_action: 'promote',
    })
    const recovered = await open(url)
    await expect
      .poll(async () => (await readRows(recovered, 'SELECT pg_is_in_recovery() AS waits'))[0]?.waits, { timeout: 60_000 })
      .toBe(false)
    console.log(`recovered to the point in ${Math.round(performance.now() - began)} ms`)
    expect(await subjects(recovered)).toEqual(['before the base backup', 'after the base backup'])
    // It takes writes again, and identity columns go on.
    await note(recovered, 'after the recovery')
    expect(await subjects(recovered)).toHaveLength(3)
  })

  it('says what is missing where nothing is archived', async () => {
    cluster = await startCluster()
    const facts = await findRecoveryFacts(await open(cluster.url))
    expect(facts && findRecoveryFaults(facts, await findClientVersion('no-such-program')).map(({ en }) => en)).toEqual([
      'WAL is not archived: set archive_mode = on and archive_command, then restart the server',
      'full_page_writes is off; it must be on',
      expect.stringContaining('pg_basebackup was not found'),
    ])
  })
})
