/**
 * A child process for tests of crashes: registers voters `from` to `to` of an election, many at a time, each with a fixed request
 * id, and prints each one’s number and registration once acknowledged. `online-child URL ELECTION FROM TO`
 */
import { writeSync } from 'node:fs'
import { openDatabase } from '../../platform/database/index.ts'
import { registerVoter } from '../online/index.ts'
import { contextFor, numberOf } from './office.ts'
import { voterOf } from './online.ts'

const [, , , url = '', electionId = '', from = '0', to = '0'] = process.argv
const AT_ONCE = 12

const database = await openDatabase({ url })
const ctx = contextFor(database)
let next = Number(from)
const work = async (): Promise<void> => {
  for (let n = next++; n < Number(to); n = next++) {
    const requestId = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
    const number = numberOf(`19${60 + (n % 30)}-05-06`, Math.floor(n / 30))
    const voter = voterOf(ctx, [`选民${n}`, number], requestId)
    const answer = await registerVoter(voter, electionId, { community: '110105021021', basis: 'hukou', evidence: [] })
    if (!answer.ok) throw new Error(answer.error.code)
    writeSync(1, `${n} ${answer.value.outcome} ${answer.value.registration?.registrationId}\n`)
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, work))
await database.close()
