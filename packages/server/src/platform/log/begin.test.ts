/** A log that is begun anew after a restore, and proofs of single entries in the hands of others. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readBegunStatement, rollStatement } from '@mingce/domain/log'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type AuditRow, recordAudits } from '../audit/index.ts'
import { memoryKeyring } from '../crypto/index.ts'
import type { Database } from '../database/index.ts'
import { describeStores } from '../testing/stores.ts'
import { checkpointText, formatNote, formatVerifierKey, readNote, signText, verifySignatures } from '../tlog/index.ts'
import { verifyLogDirectory } from './archive/index.ts'
import { beginLog } from './begin.ts'
import { exportLog } from './export.ts'
import { logOrigin, logSigner } from './keys.ts'
import { findCheckpointNote, proveStatement } from './read.ts'
import { integrateLog } from './sequencer.ts'
import { findLogStatus } from './status.ts'
import { findLogNumber } from './store.former.ts'
import { findWitnesses, putWitness } from './store.witness.ts'
import { verifyProof } from './verify-proof.ts'

const AT = new Date('2026-11-30T01:02:03.456Z')
const clock = { now: () => AT }
const STATEMENT = rollStatement({ electionId: 'e', version: 1, root: 'ab' })
const REASON = '磁盘损坏，由 11 月 29 日的备份恢复'

const rowOf = (n: number, more: Partial<AuditRow> = {}): AuditRow => ({
  countyCode: '110105',
  at: AT,
  actor: 'clerk',
  role: 'township',
  action: 'case.accepted',
  subject: `registration/${n}`,
  details: { rows: n },
  ...more,
})

describeStores('a log that is begun anew', open => {
  const keys = memoryKeyring()
  let folder: string
  let database: Database
  const services = () => ({ database, keys, clock })

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mingce-begin-'))
    database = await open()
    await database.transaction(tx =>
      recordAudits(tx, [rowOf(0), rowOf(1, { action: 'roll.published', statement: STATEMENT }), rowOf(2)]),
    )
    await integrateLog(services())
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const begin = async () => {
    const begun = await database.transaction(async tx => {
      await recordAudits(tx, [rowOf(3)])
      const log = await beginLog(tx, { keys, reason: REASON, byUser: 'keeper', at: AT })
      await recordAudits(tx, [rowOf(4, { countyCode: '', action: 'audit.log-begun', statement: log.statement })])
      return log
    })
    await integrateLog(services())
    return begun
  }
  const exported = async (name: string) => {
    const written = await exportLog(services(), join(folder, name))
    if (!written.ok) throw new Error(written.error.code)
    return written.value.directory
  }

  it('has another name and key, says why, and goes on from the last checkpoint of the old one', async () => {
    const before = await proveStatement(database, STATEMENT)
    await database.transaction(tx => putWitness(tx, { name: 'mc-1/witness', size: 9, at: null, trouble: 'rolled-back' }, AT))
    const begun = await begin()
    expect(begun).toMatchObject({ origin: `mc-${keys.checkValue}/log-2`, former: `mc-${keys.checkValue}/log`, size: 4 })
    expect(await findLogNumber(database)).toBe(2)
    expect(readBegunStatement(begun.statement)).toMatchObject({ origin: begun.former, size: 4, reason: REASON })
    // Witnesses are asked as for a log that they have not seen.
    expect(await findWitnesses(database)).toEqual([])
    const note = readNote((await findCheckpointNote(database)) ?? '')
    expect(note?.text.split('\n').slice(0, 2)).toEqual([begun.origin, '5'])
    expect(note && verifySignatures(note, [logSigner(keys, 2).verifier])).toHaveLength(1)
    expect(note && verifySignatures(note, [logSigner(keys, 1).verifier])).toHaveLength(0)
    expect(await findLogStatus(services())).toMatchObject({ origin: begun.origin, size: 5 })
    // What posters of the old log have stays valid, and that the log was begun can be proven itself.
    expect(await proveStatement(database, STATEMENT)).toEqual(before)
    const proof = (await proveStatement(database, begun.statement))?.proof ?? ''
    expect(verifyProof(proof, { keys: [logSigner(keys, 2).verifier], codes: [] })).toMatchObject({
      ok: true,
      statement: begun.statement,
    })
  })

  it('verifies with checkpoints of the old log, and names the one whose last entries are lost', async () => {
    const early = (await findCheckpointNote(database)) ?? ''
    const begun = await begin()
    const verified = await verifyLogDirectory(await exported('log'), { keys: [logSigner(keys, 2).verifier] })
    expect(verified).toMatchObject({ ok: true, size: 5, faults: [], begun: [{ origin: begun.former, size: 4, reason: REASON }] })
    const held = join(folder, 'early')
    await writeFile(held, early)
    expect(await verifyLogDirectory(join(folder, 'log'), { checkpoints: [{ file: held }] })).toMatchObject({
      ok: true,
      covered: 3,
    })
    // An auditor has a checkpoint from after the backup.
    const text = checkpointText({ origin: logOrigin(keys, 1), size: 5, root: randomBytes(32) })
    const late = join(folder, 'late')
    await writeFile(late, formatNote(text, [signText(text, logSigner(keys, 1))]))
    const lost = await verifyLogDirectory(join(folder, 'log'), { checkpoints: [{ file: late }] })
    expect(lost.faults.map(({ code }) => code)).toEqual(['ended'])
    // The same of the log that goes on is no consequence of the restore.
    const own = checkpointText({ origin: logOrigin(keys, 2), size: 5, root: randomBytes(32) })
    await writeFile(late, formatNote(own, [signText(own, logSigner(keys, 2))]))
    const changed = await verifyLogDirectory(join(folder, 'log'), { checkpoints: [{ file: late }] })
    expect(changed.faults.map(({ code }) => code)).toEqual(['history'])
  })

  it('can be begun again', async () => {
    await begin()
    const again = await begin()
    expect(again).toMatchObject({ origin: `mc-${keys.checkValue}/log-3`, former: `mc-${keys.checkValue}/log-2` })
    const key = formatVerifierKey(logSigner(keys, 3).verifier)
    expect((await findLogStatus(services())).key).toBe(key)
    const verified = await verifyLogDirectory(await exported('twice'), { keys: [logSigner(keys, 3).verifier] })
    expect([verified.ok, verified.begun.length]).toEqual([true, 2])
  })

  it('proves an entry to whoever has the key or the short code, and nothing to others', async () => {
    const { proof, shortCode } = (await proveStatement(database, STATEMENT)) ?? { proof: '', shortCode: '' }
    const key = logSigner(keys, 1).verifier
    const codesOf = (given: Parameters<typeof verifyProof>[1], text = proof) => {
      const verified = verifyProof(text, given)
      expect(verified.ok).toBe(verified.faults.length === 0)
      return verified.faults.map(({ code }) => code)
    }
    expect(verifyProof(proof, { keys: [key], codes: [shortCode.toLowerCase()] })).toMatchObject({
      ok: true,
      index: 1,
      size: 3,
      shortCode,
      statement: STATEMENT,
      signedBy: [key.name],
    })
    expect(codesOf({ keys: [], codes: [shortCode] })).toEqual([])
    expect(codesOf({ keys: [], codes: [] })).toEqual(['nothing-to-compare'])
    expect(codesOf({ keys: [logSigner(keys, 2).verifier], codes: [] })).toEqual(['key-unknown'])
    expect(codesOf({ keys: [key], codes: [shortCode.replace(/.$/, last => (last === '0' ? '1' : '0'))] })).toEqual(['short-code'])
    expect(codesOf({ keys: [key], codes: [] }, proof.replace('index 1', 'index 2'))).toEqual(['inclusion'])
    expect(codesOf({ keys: [key], codes: [] }, proof.slice(0, -20))).toEqual(['malformed'])
    expect(codesOf({ keys: [key], codes: [] }, 'no proof')).toEqual(['malformed'])
    // Every other byte of the entry is another entry.
    const [, entry = ''] = /^extra (\S+)$/m.exec(proof) ?? []
    const bytes = Buffer.from(entry, 'base64')
    for (let at = 1; at < bytes.length; at += 7) {
      const other = Buffer.from(bytes)
      other[at] = (other[at] ?? 0) ^ 1
      expect(codesOf({ keys: [key], codes: [] }, proof.replace(entry, other.toString('base64')))).toEqual(['inclusion'])
    }
  })
})
