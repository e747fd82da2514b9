/** Proofs of single entries on both stores: each entry of a version proves, and nothing that differs from it does. */

import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EntryProof, findProofFault } from '@mingce/domain/roll'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { VoterContext } from '../../access/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { addVoters, contextOf, DISTRICTS, ELECTION, makeElection, publishAsTwo, someVoters } from '../testing/voters.ts'
import { sm3 } from '../verify/index.ts'
import { checkProofFile } from './service.check.ts'
import { getEntryProof, getMyEntryProofs } from './service.ts'

describeStores('the proof of an entry', open => {
  let database: Database
  let folder: string
  beforeEach(async () => {
    database = await open()
    await makeElection(database)
    folder = await mkdtemp(join(tmpdir(), 'mingce-proof-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const publish = async (now?: string) => {
    const published = await publishAsTwo(contextOf(database, now === undefined ? {} : { now }), { electionId: ELECTION })
    if (!published.ok) throw new Error(published.error.code)
    return published.value
  }
  const voter = (personKey: string): VoterContext => {
    const { actor, ...services } = contextOf(database)
    return { ...services, voter: { sessionId: 's', personKey, name: '', issuer: 'test', expiresAt: new Date(0) } }
  }
  const proofsOf = async (personKey: string): Promise<readonly EntryProof[]> => {
    const proved = await getMyEntryProofs(voter(personKey), ELECTION)
    return proved.ok ? proved.value.proofs : []
  }

  it('holds for each entry of a version under its root, and for no changed one', async () => {
    await addVoters(database, someVoters(25))
    const { root, entries } = await publish()
    const rows = await readRows<{ district: string; number: number; level: 'county'; group: string }>(
      database,
      `SELECT district_code AS district, number, level, voter_group AS "group" FROM roll_entry`,
    )
    expect(rows).toHaveLength(entries)
    const fault = (proof: EntryProof) => findProofFault(proof, sm3, root)
    for (const row of rows) {
      const proved = await getEntryProof(contextOf(database), { electionId: ELECTION, ...row })
      if (!proved.ok) throw new Error(proved.error.code)
      const [proof] = proved.value.proofs
      if (!proof) throw new Error('no proof')
      expect([row, proof.root, fault(proof)]).toEqual([row, root, null])
      expect(fault({ ...proof, entry: { ...proof.entry, name: '冒名' } })).toBe('entry')
      expect(fault({ ...proof, entry: { ...proof.entry, number: proof.entry.number + 1 } })).toBe('entry')
      expect(fault({ ...proof, index: proof.index + 1 })).toBe('entry')
      expect(fault({ ...proof, path: proof.path.toReversed() })).toBe(proof.path.length > 1 ? 'entry' : null)
      expect(fault({ ...proof, district: { ...proof.district, root: sm3('x') } })).toBe('entry')
      expect(fault({ ...proof, root: sm3('x') })).toBe('district')
    }
  })

  it('is given to a voter for each level of the newest version that lists them', async () => {
    const [li, wang, zhao] = [randomUUID(), randomUUID(), randomUUID()]
    await addVoters(database, [
      { name: '李明', person: li, township: DISTRICTS.a },
      { name: '王芳', person: wang, sex: 'F' },
      { name: '赵强', person: zhao, status: 'review' },
    ])
    expect(await getMyEntryProofs(voter(li), ELECTION)).toMatchObject({ ok: false, error: { code: 'proof.no-entry' } })
    const first = await publish()
    expect(await proofsOf(li)).toMatchObject([
      { version: 1, root: first.root, entry: { level: 'county', name: '李明', number: 2 } },
      { version: 1, root: first.root, entry: { level: 'township', name: '李明', number: 1 } },
    ])
    expect(await getMyEntryProofs(voter(zhao), ELECTION)).toMatchObject({ ok: false, error: { code: 'proof.no-entry' } })
    expect(await getMyEntryProofs(voter(li), 'no-such-election')).toMatchObject({ ok: false })

    await database.run(`UPDATE registration SET name = '李鸣' WHERE name = '李明'`)
    await database.run(`UPDATE registration SET status = 'removed' WHERE name = '王芳'`)
    await database.run(`UPDATE registration SET status = 'registered' WHERE name = '赵强'`)
    const second = await publish('2026-12-10T01:00:00Z')
    const corrected = await proofsOf(li)
    expect(corrected).toMatchObject([
      { version: 2, root: second.root, entry: { change: 'corrected', name: '李鸣' } },
      { version: 2, root: second.root, entry: { change: 'corrected', name: '李鸣', level: 'township' } },
    ])
    expect(await proofsOf(wang)).toEqual([])
    expect(await proofsOf(zhao)).toMatchObject([{ version: 2, entry: { change: 'added', name: '赵强' } }])
    for (const proof of [...corrected, ...(await proofsOf(zhao))]) expect(findProofFault(proof, sm3, second.root)).toBeNull()
  })

  it('does not hold once the list was changed in the database', async () => {
    const li = randomUUID()
    await addVoters(database, [{ name: '李明', person: li }, ...someVoters(6)])
    const { root } = await publish()
    await database.run(`UPDATE roll_entry SET name = '李鸣' WHERE name = '李明'`)
    const [proof] = await proofsOf(li)
    if (!proof) throw new Error('no proof')
    expect(findProofFault(proof, sm3, root)).toBe('entry')
    await database.run(`UPDATE roll_entry SET name = '李明' WHERE name = '李鸣'`)
    await database.run(
      `DELETE FROM roll_entry WHERE position = (SELECT max(position) FROM roll_entry WHERE district_code = $1 AND level = 'county')`,
      [DISTRICTS.a],
    )
    const [less] = await proofsOf(li)
    if (!less) throw new Error('no proof')
    expect(findProofFault(less, sm3, root)).toBe('entry')
  })

  it('asks for the group, level or version where several entries have the number', async () => {
    await addVoters(database, someVoters(25))
    await publish()
    const at = { electionId: ELECTION, district: DISTRICTS.a, number: 1 }
    const several = await getEntryProof(contextOf(database), at)
    expect(several).toMatchObject({ ok: false, error: { code: 'proof.several-entries' } })
    expect(await getEntryProof(contextOf(database), { ...at, group: '第1组', level: 'county', version: 1 })).toMatchObject({
      ok: true,
    })
    expect(await getEntryProof(contextOf(database), { ...at, number: 999 })).toMatchObject({
      ok: false,
      error: { code: 'proof.no-entry', text: { zh: expect.stringContaining('999') } },
    })
    const elsewhere = { id: 'x', name: 'x', role: 'district', areaCode: '310101' } as const
    expect(await getEntryProof(contextOf(database, { actor: elsewhere }), at)).toMatchObject({
      ok: false,
      error: { code: 'election.unknown' },
    })
  })

  it('is checked from its file, against the root of a poster', async () => {
    const li = randomUUID()
    await addVoters(database, [{ name: '李明', person: li, township: DISTRICTS.b }, ...someVoters(9)])
    const { root } = await publish()
    const proved = await getMyEntryProofs(voter(li), ELECTION)
    if (!proved.ok) throw new Error(proved.error.code)
    const file = join(folder, 'proof.json')
    await writeFile(file, JSON.stringify(proved.value))
    const spelled = root.toUpperCase().replace(/(.{4})/g, '$1 ')
    expect(await checkProofFile(file, spelled)).toMatchObject({
      ok: true,
      value: [{ ok: true, name: '李明', root }, { ok: true }],
    })
    expect(await checkProofFile(file)).toMatchObject({ ok: true, value: [{ ok: true }, { ok: true }] })
    expect(await checkProofFile(file, sm3('x'))).toMatchObject({ ok: true, value: [{ fault: 'root' }, { fault: 'root' }] })
    await writeFile(file, JSON.stringify(proved.value).replaceAll('李明', '李鸣'))
    expect(await checkProofFile(file, root)).toMatchObject({ ok: true, value: [{ fault: 'entry' }, { fault: 'entry' }] })
    for (const text of [
      '',
      '{}',
      '{"format":"mingce-entry-proof/1","proofs":[]}',
      JSON.stringify({ ...proved.value, format: 'x' }),
    ]) {
      await writeFile(file, text)
      expect(await checkProofFile(file)).toMatchObject({ ok: false, error: { code: 'proof.unreadable' } })
    }
    expect(await checkProofFile(join(folder, 'missing'))).toMatchObject({ ok: false, error: { code: 'proof.unreadable' } })
  })
})
