/**
 * An officer has seen the ID card of someone of whose name and birth date several numbers were sent. Only now is the number looked up: the
 * registration is on the roll when nothing is found, and is a case like any other when something is. Each confirmation is a look-up of one
 * number: counted, limited, audited and shown to the person.
 */
import { factOf } from '@mingce/domain/registration'
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Context } from '../../../access/index.ts'
import { findElectionById } from '../../../election/index.ts'
import type { Sql } from '../../../platform/database/index.ts'
import {
  checkScope,
  countToldAlone,
  type RegistrationKey,
  recheckStanding,
  recordTold,
  settleTownshipVotes,
} from '../../check/index.ts'
import { applyCorrection, type Correction } from '../correction/index.ts'
import type { ReviewFailure } from '../errors.ts'
import { closeFindings, findClaim, insertEvent, setClaim, setStatus } from '../store.decide.ts'
import type { CaseRow } from '../store.queue.ts'
import { countOpenFindings, openContest, unmarkNumber } from './store.ts'

/** As with opening a number (registration/record). */
const CONFIRMED_PER_HOUR = 20
const HOUR_MS = 3_600_000
const CONTEST = { same: factOf('claim.same-district'), other: factOf('claim.other-district') } as const

interface Confirmation extends RegistrationKey {
  readonly row: CaseRow
  readonly correction: Correction
  readonly reason: string
  readonly at: Date
}

/** Confirms the number and looks it up; returns what the audit log says of it. */
export const confirmNumber = async (
  ctx: Context,
  tx: Sql,
  { row, correction, reason, at, ...key }: Confirmation,
): Promise<Result<Record<string, unknown>, { readonly code: ReviewFailure }>> => {
  const { actor } = ctx
  if ((await countToldAlone(tx, actor.id, new Date(at.getTime() - HOUR_MS))) >= CONFIRMED_PER_HOUR)
    return fail({ code: 'number.too-many' })
  const election = await findElectionById(tx, row.electionId)
  if (!election) return fail({ code: 'election.unknown' })
  await recordTold(tx, key.personKey, {
    account: actor.id,
    role: actor.role,
    office: actor.areaCode || election.areaCode,
    channel: 'review',
    electionId: election.id,
    at,
  })
  const closed = await closeFindings(tx, key, 'accepted', actor.name, reason, at)
  await unmarkNumber(tx, key)
  const scope = await checkScope(tx, election, row.channel === 'previous-roll')
  await settleTownshipVotes(tx, scope, { people: [key.personKey] })
  await recheckStanding(tx, scope, at, [key.personKey])
  const about = { electionId: election.id, electionArea: election.areaCode, pollingDay: election.pollingDay }
  const applied = await applyCorrection(tx, key, correction, about)
  if (!applied.ok) return applied
  const claim = await findClaim(tx, key.personKey, row.round)
  if (claim) await openContest(tx, key, claim, CONTEST, at)
  else await setClaim(tx, key.personKey, row.round, key)
  const found = await countOpenFindings(tx, key)
  await setStatus(tx, key, found === 0 ? 'registered' : 'review')
  await insertEvent(tx, key, { electionId: election.id, kind: 'updated', actor: actor.name, at, reason, before: {} })
  return ok({
    reason,
    findings: closed.map(finding => finding.code),
    corrected: applied.value.corrected.map(({ field }) => field),
    election: election.id,
    office: actor.areaCode,
    officer: actor.id,
    lookedUp: found > 0 ? 'review' : 'registered',
  })
}
