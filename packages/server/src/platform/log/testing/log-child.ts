/**
 * A child process for tests of crashes: writes audited changes, many at a time, while its sequencer adds them to the log, and prints each one's
 * number once it is committed. `log-child URL FROM TO`
 */
import { writeSync } from 'node:fs'
import { ok } from '@mingce/domain/result'
import { memoryKeyring } from '../../crypto/index.ts'
import { openDatabase } from '../../database/index.ts'
import { type AuditEntry, write } from '../../write/index.ts'
import { openSequencer } from '../sequencer.ts'

const [, , , url = '', from = '0', to = '0'] = process.argv
const AT_ONCE = 8
const CHECK_MS = 3

const database = await openDatabase({ url })
const clock = { now: () => new Date('2026-11-30T01:02:03Z') }
const actor = { id: 'u1', name: 'clerk', role: 'township' }
const sequencer = openSequencer(
  { database, keys: memoryKeyring(), clock },
  error => {
    throw error
  },
  CHECK_MS,
)
sequencer.start()
let next = Number(from)
const work = async (): Promise<void> => {
  for (let n = next++; n < Number(to); n = next++) {
    const audit: AuditEntry = { countyCode: '110105', action: 'area.added', subject: `test/${n}`, details: { rows: n } }
    await write({ database, clock, actor }, { action: 'test' }, async () => ok({ answer: n, audit }))
    writeSync(1, `${n}\n`)
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, work))
await sequencer.stop()
await database.close()
