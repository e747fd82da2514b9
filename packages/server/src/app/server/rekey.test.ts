/**
 * A change of all person keys at an office that works: voters register between its steps, over HTTP. Afterwards everyone is found by their number
 * and nobody twice, the old keys find nobody, and what was published, signed, given out, or stored in files is as good as before.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { rekeySecondFactors } from '../../access/index.ts'
import { BACKUP_FILES, backUp, restoreBackup, verifyBackup } from '../../platform/backup/index.ts'
import { type Keyring, openInstallationKeyring } from '../../platform/crypto/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { openSealedFiles } from '../../platform/files/index.ts'
import { exportLog, integrateLog, verifyLogDirectory } from '../../platform/log/index.ts'
import { changePersonKeys, type RekeyContext } from '../../platform/rekey/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores, openFreshEmbedded } from '../../platform/testing/stores.ts'
import { contextFor, importPeople, importRows, numberOf, openElection } from '../../registration/testing/office.ts'
import { exportRoll, preparePreview, publishRoll, verifyPublished } from '../../roll/index.ts'
import { composeExtensions, modulesWith } from '../modules.ts'
import { type Answered, startServer } from './testing/running.ts'

const COMMUNITY = '110105021021'
const GIVEN = '甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉'
const people = Array.from({ length: 20 }, (_, at) => ({ name: `欧阳${GIVEN[at]}`, number: numberOf('1990-03-05', at + 1) }))
/** Registered by a roster, by themselves before, by themselves during the change, and afterwards. */
const [roster, early, during, late] = [people.slice(0, 8), people.slice(8, 11), people.slice(11, 18), people.slice(18)]
const ROWS = [['姓名', '公民身份号码', '社区'], ...roster.map(({ name, number }) => [name, number, COMMUNITY])]

/** Tables of the program, with the jobs. */
const tablesOf = async (database: Database): Promise<string[]> => {
  const found = await readRows<{ name: string }>(
    database,
    `SELECT c.oid::regclass::text AS name FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace::regnamespace::text IN ('public', 'pgboss')`,
  )
  return found.map(({ name }) => name)
}

describeStores('a change of all person keys', open => {
  let folder: string
  let database: Database
  let before: Keyring
  let rekey: RekeyContext
  let server: Awaited<ReturnType<typeof startServer>>
  let election: Awaited<ReturnType<typeof openElection>>
  let place: { dataDir: string; env: Record<string, never> }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mingce-rekey-server-'))
    database = await open()
    place = { dataDir: folder, env: {} }
    before = await openInstallationKeyring(database, place)
    server = await startServer(database, '2026-11-20T01:00:00Z', before)
    rekey = {
      database,
      place,
      steps: [rekeySecondFactors],
      actor: 'admin',
      now: () => server.services.clock.now(),
      record: async () => undefined,
      onProgress: () => undefined,
    }
    election = await openElection(contextWith(before))
    const header = ['姓名', '公民身份号码', '性别', '出生日期', '户籍地代码', '常住社区代码', '状态']
    const rows = people.map(({ name, number }) => [name, number, '男', '1990-03-05', '110105', COMMUNITY, '正常'])
    await importPeople(contextWith(before), election, [header, ...rows])
    await importRows(contextWith(before), election, ROWS)
  })
  afterEach(async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const contextWith = (keys: Keyring) => ({ ...contextFor(database), keys, clock: server.services.clock })

  const register = async ({ name, number }: { name: string; number: string }): Promise<Answered> => {
    const send = await server.voter(name, number)
    return send('POST', `/api/voter/elections/${election.id}/registrations`, { community: COMMUNITY, basis: 'hukou' })
  }

  const publish = async (keys: Keyring) => {
    const ctx = contextWith(keys)
    const preview = await preparePreview({ ...ctx, actor: { ...ctx.actor, id: 'u-preparer' } }, { electionId: election.id })
    if (!preview.ok) throw new Error(JSON.stringify(preview.error))
    const published = await publishRoll(ctx, { electionId: election.id, preview: preview.value.id })
    if (!published.ok) throw new Error(JSON.stringify(published.error))
    return published.value
  }

  const claims = async () => {
    const found = await readRows<{ key: string }>(database, 'SELECT person_key AS key FROM claim')
    return found.map(({ key }) => key)
  }

  it('takes nothing from anybody', { timeout: 300_000 }, async () => {
    for (const one of early) expect((await register(one)).json).toMatchObject({ outcome: 'registered' })
    const voter = await server.voter(early[0]?.name ?? '', early[0]?.number ?? '')
    await voter('PUT', '/api/voter/contact', { phone: '13812345678', email: null, language: 'zh' })
    const published = await publish(before)
    const upload = await server.services.files.put(Readable.from([Buffer.from('一份上传的名单')]))
    await cp(join(server.folder, 'files'), join(folder, 'files'), { recursive: true })
    await integrateLog(server.services)
    const tables = async () => ({
      findings: await readRows(database, 'SELECT code, state, count(*) AS n FROM finding GROUP BY 1, 2 ORDER BY 1, 2'),
      entries: await readRows(database, 'SELECT name, encode(leaf, $1) AS leaf FROM roll_entry ORDER BY position', ['hex']),
      log: await readRows(database, 'SELECT position, encode(entry, $1) AS entry FROM log_entry ORDER BY position', ['hex']),
    })
    const kept = await tables()

    // Stopped again and again; between two runs somebody registers.
    const stop = new Error('stopped')
    for (const [turn, one] of during.entries()) {
      let steps = 0
      const onProgress = () => {
        steps += 1
        if (steps > 8 * turn) throw stop
      }
      await expect(changePersonKeys({ ...rekey, onProgress })).rejects.toBe(stop)
      expect((await register(one)).json).toMatchObject({ outcome: 'registered' })
    }
    await expect(changePersonKeys({ ...rekey, steps: [() => Promise.reject(stop)] })).rejects.toBe(stop)
    expect((await register(during[0] ?? { name: '', number: '' })).json).toMatchObject({ outcome: 'already' })
    const registered = [...roster, ...early, ...during]
    expect((await claims()).toSorted()).toEqual(registered.map(({ number }) => before.personKey(number)).toSorted())
    await integrateLog(server.services)
    await server.stop()
    expect(await changePersonKeys(rekey)).toMatchObject({ version: 2 })

    const after = await openInstallationKeyring(database, place)
    const oldKeys = people.map(({ number }) => before.personKey(number))
    server = await startServer(database, '2026-11-20T01:00:00Z', after)
    // Everyone by their number, once; the old keys find nobody.
    expect((await claims()).toSorted()).toEqual(registered.map(({ number }) => after.personKey(number)).toSorted())
    for (const { name, number } of registered) {
      const send = await server.voter(name, number)
      expect((await send('GET', `/api/voter/registrations/${election.id}`)).json).toMatchObject({ status: 'registered' })
    }
    for (const table of await tablesOf(database))
      expect([table, await readRows(database, `SELECT FROM ${table} t WHERE t::text ~ $1`, [oldKeys.join('|')])]).toEqual([
        table,
        [],
      ])
    // A phone that was without a network sends what it has recorded under the reference that it was given.
    const office = await server.signIn('chen', 'township', '110105021')
    const visit = { personRef: before.personKey(late[1]?.number ?? ''), outcome: 'abroad' }
    expect((await office('POST', `/api/elections/${election.id}/visits`, visit)).status).toBe(200)
    expect(await readRows(database, 'SELECT person_key FROM visit')).toEqual([
      { person_key: after.personKey(late[1]?.number ?? '') },
    ])
    // Whoever comes again changes nothing: the same particulars are known as the same, from the roster and from the portal.
    expect(await importRows(contextWith(after), election, ROWS)).toMatchObject({ unchanged: roster.length, accepted: 0 })
    for (const one of [...early, ...during]) expect((await register(one)).json).toMatchObject({ outcome: 'already' })
    expect(await claims()).toHaveLength(registered.length)
    for (const one of late) expect((await register(one)).json).toMatchObject({ outcome: 'registered' })

    // What was published, signed and given out.
    const { log, ...rest } = await tables()
    expect(rest).toEqual({ findings: kept.findings, entries: kept.entries })
    expect(log.slice(0, kept.log.length)).toEqual(kept.log)
    const directory = join(folder, 'roll')
    const written = await exportRoll(contextWith(after), { electionId: election.id, version: published.version, directory })
    expect(written.ok).toBe(true)
    expect(await verifyPublished(directory, { root: published.root })).toMatchObject({ ok: true })
    expect(await publish(after)).toMatchObject({ version: 2 })
    await integrateLog(server.services)
    expect((await exportLog(server.services, join(folder, 'log'))).ok).toBe(true)
    expect((await verifyLogDirectory(join(folder, 'log'), {})).faults).toEqual([])
    expect(after.identity).toBe(before.identity)
    const again = await server.voter(early[0]?.name ?? '', early[0]?.number ?? '')
    expect((await again('GET', '/api/voter/contact')).json).toMatchObject({ phone: expect.stringContaining('5678') })

    // Files from before and after, and a backup of both, on the other store.
    const files = await openSealedFiles(join(folder, 'files'), after)
    expect((await buffer(files.open(upload))).toString()).toBe('一份上传的名单')
    const finders = composeExtensions(modulesWith({}), server.services).all(BACKUP_FILES)
    const backup = join(folder, 'mingce.backup')
    const at = server.services.clock.now()
    const made = await backUp({ database, keys: after, dataDir: server.folder }, backup, finders, { at })
    expect(await verifyBackup(backup, after)).toMatchObject({ rows: made.rows })
    await expect(verifyBackup(backup, before)).rejects.toThrow(/another key|另一把密钥/)
    const young = await openFreshEmbedded()
    try {
      await restoreBackup({ database: young, keys: after, dataDir: join(folder, 'young') }, backup, { at, after: [] })
      const found = await readRows<{ key: string }>(young, 'SELECT person_key AS key FROM claim')
      expect(found.map(({ key }) => after.openPersonKey(key)).toSorted()).toEqual(
        [...registered, ...late].map(({ number }) => number).toSorted(),
      )
      expect((await openInstallationKeyring(young, place)).checkValue).toBe(after.checkValue)
    } finally {
      await young.close()
    }
  })

  it('leaves values that are being made out of a backup', async () => {
    const stop = new Error('stopped')
    const onProgress = ({ step }: { step: string }) => {
      if (step === 'indexes') throw stop
    }
    await expect(changePersonKeys({ ...rekey, onProgress })).rejects.toBe(stop)
    const backup = join(folder, 'mingce.backup')
    const at = server.services.clock.now()
    await backUp({ database, keys: before, dataDir: server.folder }, backup, [], { at })
    const young = await openFreshEmbedded()
    try {
      await restoreBackup({ database: young, keys: before, dataDir: join(folder, 'young') }, backup, { at, after: [] })
      const keys = await openInstallationKeyring(young, place)
      const found = await readRows<{ key: string }>(young, 'SELECT person_key AS key FROM claim')
      expect(found.map(({ key }) => keys.openPersonKey(key))).toHaveLength(roster.length)
      // The change is under way there, too, and goes on from the beginning.
      expect(await changePersonKeys({ ...rekey, database: young })).toMatchObject({ version: 2 })
    } finally {
      await young.close()
    }
  })
})
