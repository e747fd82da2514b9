/** Taking the last decision on a case back. */
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { findElectionById } from '../../election/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { type Written, write } from '../../platform/write/index.ts'
import type { Ref, RegistrationKey } from '../check/index.ts'
import { writeColumns } from './correction/index.ts'
import type { ReviewCase } from './schema.ts'
import { type Arrivals, isArrival, needArrivals } from './service.arrival.ts'
import { auditOfCase, type CaseFailure, getDecidedCase, isSameRef, keyOf, lockCase, STALE } from './service.case.ts'
import {
  type Before,
  findBinding,
  findClaim,
  findLastDecision,
  insertEvent,
  reopenFindings,
  setClaim,
  setStatus,
} from './store.decide.ts'
import type { CaseRow } from './store.queue.ts'
import { isWaiting, type ToldBy, tellUnaccepted, tellUndone } from './told/index.ts'

/** May the last decision be taken back? Not when a certificate's books have it, or someone has claimed the person since. */
const checkUndone = async (
  tx: Sql,
  key: RegistrationKey,
  round: string,
  before: Before,
  arrivals: Arrivals | undefined,
): Promise<Result<Ref | null, CaseFailure>> => {
  const binding = await findBinding(tx, key)
  if (binding?.bound) return fail({ code: 'case.held' })
  if (isArrival(binding?.evidence ?? 0) && (await needArrivals(arrivals).isBound(tx, key))) return fail({ code: 'case.arrived' })
  const claim = await findClaim(tx, key.personKey, round)
  return isSameRef(claim, before.claimAfter) ? ok(claim) : fail(STALE)
}

/** Tells the person that the decision was taken back. Of a refusal: how. */
const tellOf = async (
  ctx: Context,
  tx: Sql,
  key: RegistrationKey,
  row: CaseRow,
  { kind, before }: { readonly kind: string; readonly before: Before },
  at: Date,
): Promise<{ readonly told?: ToldBy }> => {
  const election = await findElectionById(tx, row.electionId)
  if (!election) throw new Error('the election of a case is gone')
  const codes = before.findings.map(({ code }) => code)
  const undone = { key, election, place: row.place, codes, at }
  if (kind !== 'accepted') return { told: await tellUndone(ctx, tx, { ...undone, facts: row.facts, status: before.status }) }
  const { status, other } = before
  if (other !== null || isWaiting({ channel: row.channel, status })) await tellUnaccepted(tx, undone)
  return {}
}

/** Takes the last decision on a case back; refused when someone has claimed the person since. */
export const undoDecision = (
  ctx: Context,
  input: Ref & { readonly reason: string },
  arrivals?: Arrivals,
): Promise<Result<ReviewCase, CaseFailure>> =>
  write(
    ctx,
    { action: `undo ${input.countyCode}/${input.registrationId}` },
    async (tx, at): Promise<Result<Written<ReviewCase>, CaseFailure>> => {
      const row = await lockCase(ctx, tx, input)
      if (!row) return fail({ code: 'case.unknown' })
      const key = keyOf(input, row)
      const last = await findLastDecision(tx, key)
      if (!last) return fail(STALE)
      const undone = await checkUndone(tx, key, row.round, last.before, arrivals)
      if (!undone.ok) return undone
      const claim = undone.value
      const { electionId } = row
      const { reason } = input
      await setStatus(tx, key, last.before.status)
      if (last.before.columns) await writeColumns(tx, key, last.before.columns)
      if (last.before.other) await setStatus(tx, { ...last.before.other, personKey: row.personKey }, last.before.other.status)
      if (!isSameRef(claim, last.before.claim)) await setClaim(tx, row.personKey, row.round, last.before.claim)
      await reopenFindings(tx, key, last.before.findings)
      await insertEvent(tx, key, { electionId, kind: 'undone', actor: ctx.actor.name, at, reason, before: {} })
      const told = await tellOf(ctx, tx, key, row, last, at)
      const details = { reason, election: electionId, office: ctx.actor.areaCode, ...told }
      const answer = { ...(await getDecidedCase(ctx, tx, input)), ...told }
      return ok({ answer, audit: auditOfCase(input, 'case.undone', details) })
    },
  )
