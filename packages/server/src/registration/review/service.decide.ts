/**
 * Deciding a case with a reason. A person is on one roll at every moment: deciding
 * for a contested registration moves the claim in the same transaction that takes the other off.
 */

import { hasFact } from '@mingce/domain/registration'
import { fail, ok, type Result } from '@mingce/domain/result'
import { type Context, checkSecondOfficer } from '../../access/index.ts'
import { findElectionById } from '../../election/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { type AuditEntry, type Written, write } from '../../platform/write/index.ts'
import { type Ref, type RegistrationKey, WITHHELD } from '../check/index.ts'
import { confirmDocument, findFirstOfficer } from '../online/index.ts'
import { applyCorrection, areNamesakes, type Corrected, type Correction, keepWhatStands } from './correction/index.ts'
import { confirmNumber } from './number/index.ts'
import type { ReviewCase } from './schema.ts'
import { type Arrivals, type DecidedBy, isArrival, needArrivals } from './service.arrival.ts'
import { auditOfCase, type CaseFailure, getDecidedCase, isSameRef, keyOf, lockCase, STALE } from './service.case.ts'
import { documentChange } from './service.second-officer.ts'
import {
  type Before,
  closeFindings,
  findBinding,
  findBound,
  findClaim,
  insertEvent,
  setBound,
  setClaim,
  setStatus,
} from './store.decide.ts'
import { type CaseRow, findCaseOf } from './store.queue.ts'
import { type Acceptance, isWaiting, type ToldBy, tellAccepted, tellRefused } from './told/index.ts'

export interface Decision extends Ref {
  readonly decision: 'accept' | 'refuse'
  readonly reason: string
  /** Of an accepted registration: what the officer sets from the register or the ID card. */
  readonly correction?: Correction | undefined
  /** Decided together with others of one finding. */
  readonly together?: { readonly code: string; readonly cases: number } | undefined
}

/** A decision as it is carried out: the case, its keys, who decides, and the books of certificates. */
interface Deciding {
  readonly input: Decision
  readonly row: CaseRow
  readonly key: RegistrationKey
  readonly claim: Ref | null
  readonly by: DecidedBy
  readonly arrivals: Arrivals | undefined
}

/** What a decision changed, as the event keeps it for undoing. */
interface Applied extends Pick<Before, 'findings' | 'claimAfter' | 'other' | 'columns'> {
  readonly kind: 'accepted' | 'refused' | 'removed'
  readonly corrected: readonly Corrected[]
  /** Of a refusal: the certificate's own notice has told the person. */
  readonly isTold?: boolean
}

/** The second of two officers who see a document accepts the case: an officer does not confirm what they saw first themselves. */
const confirmByOther = async (ctx: Context, tx: Sql, ref: Ref, row: CaseRow, at: Date): Promise<Result<null, CaseFailure>> => {
  const first = await findFirstOfficer(tx, ref.countyCode, ref.registrationId)
  if (!first) return ok(null)
  const other = await checkSecondOfficer(tx, ctx, documentChange(ref, first), undefined)
  if (!other.ok) return other
  await confirmDocument(tx, row.personKey, row.electionId, ctx.actor, at)
  return ok(null)
}

/** The case with its findings open, as far as the actor may decide it: accepted, a document is confirmed by a second officer. */
const lockOpenCase = async (ctx: Context, tx: Sql, input: Decision, at: Date): Promise<Result<CaseRow, CaseFailure>> => {
  const row = await lockCase(ctx, tx, input)
  if (!row) return fail({ code: 'case.unknown' })
  const codes = row.findings.flatMap(({ code, state }) => (state === 'open' ? [code] : []))
  if (codes.length === 0) return fail(STALE)
  // One reason is given for one finding.
  if (input.together && codes.some(code => code !== input.together?.code)) return fail({ code: 'case.mixed' })
  if (input.decision === 'refuse') return ok(row)
  const confirmed = await confirmByOther(ctx, tx, input, row, at)
  return confirmed.ok ? ok(row) : confirmed
}

/** A registration bound by a certificate is decided by the place of origin alone, once it has been asked. */
const checkUnbound = async (
  tx: Sql,
  input: Decision,
  key: RegistrationKey,
  claim: Ref | null,
): Promise<Result<null, CaseFailure>> => {
  if ((await findBound(tx, key)) === 'held') return fail({ code: 'case.held' })
  if (input.decision === 'refuse' || !claim || isSameRef(claim, input)) return ok(null)
  const bound = await findBound(tx, { ...claim, personKey: key.personKey })
  return bound ? fail({ code: bound === 'elsewhere' ? 'case.elsewhere' : 'case.held' }) : ok(null)
}

/** Two people with one number (重号) do not replace each other: one of them registers with another document. */
const checkSamePerson = async (
  tx: Sql,
  { row, input, claim }: Deciding,
  left: CaseRow | undefined,
): Promise<Result<null, CaseFailure>> => {
  if (!claim || isSameRef(claim, input) || !left) return ok(null)
  const name = input.correction?.name ?? row.name
  if (left.name === name) return ok(null)
  return (await areNamesakes(tx, row.electionId, row.personKey, [left.name, name]))
    ? fail({ code: 'case.shared-number' })
    : ok(null)
}

/** Sets what the officer corrected, after what the row did not state was taken over from the registration that it replaces. */
const correctAccepted = async (
  tx: Sql,
  { input, row, key }: Deciding,
  left: Ref | null,
): Promise<Result<Pick<Applied, 'columns' | 'corrected'>, CaseFailure>> => {
  const election = await findElectionById(tx, row.electionId)
  if (!election) throw new Error('the election of a case is gone')
  const isSameDistrict = row.findings.some(finding => finding.code === 'claim.same-district')
  const { id: electionId, areaCode: electionArea, pollingDay } = election
  const applied = await applyCorrection(tx, key, input.correction ?? {}, { electionId, electionArea, pollingDay })
  if (!applied.ok) return applied
  if (left && isSameDistrict) await keepWhatStands(tx, key, { ...left, personKey: key.personKey })
  return ok({ columns: applied.value.before, corrected: applied.value.corrected })
}

/** What becomes of a certificate that the person came with; `asked`: the registration waits for the place of origin. */
const acceptArrival = async (
  tx: Sql,
  { row, key, by, arrivals }: Deciding,
  left: Ref | null,
): Promise<Result<'asked' | 'stands', CaseFailure>> => {
  const binding = await findBinding(tx, key)
  const isNew = row.status === 'review' && isArrival(binding?.evidence ?? 0)
  const arrival = isNew ? await needArrivals(arrivals).accepted(tx, key, left, by) : ok('stands' as const)
  if (!arrival.ok) return fail({ code: arrival.error })
  const isAsked = arrival.value === 'asked'
  await setStatus(tx, key, isAsked ? 'pending' : 'registered')
  if (binding?.bound === 'arriving') await setBound(tx, key, isAsked ? 'held' : null)
  return arrival
}

/** The registration that held the person is left: it becomes `moved`. */
const moveAway = async (tx: Sql, { row, key, by }: Deciding, left: Ref, status: CaseRow['status']): Promise<void> => {
  const { actor, at, reason } = by
  const leftKey = { ...left, personKey: key.personKey }
  await setStatus(tx, leftKey, 'moved')
  const before = { status, findings: [] }
  await insertEvent(tx, leftKey, { electionId: row.electionId, kind: 'moved', actor, at, reason, before })
}

/** Accepts the registration. A person whom another registration held leaves that one, which is then moved. */
const accept = async (tx: Sql, deciding: Deciding): Promise<Result<Applied, CaseFailure>> => {
  const { input, key, claim, by } = deciding
  const left = claim !== null && !isSameRef(claim, input) ? claim : null
  const holder = left ? await findRegistered(tx, left) : undefined
  const isSame = await checkSamePerson(tx, deciding, holder)
  if (!isSame.ok) return isSame
  const corrected = await correctAccepted(tx, deciding, left)
  if (!corrected.ok) return corrected
  const findings = await closeFindings(tx, key, 'accepted', by.actor, by.reason, by.at)
  const arrival = await acceptArrival(tx, deciding, left)
  if (!arrival.ok) return arrival
  const leftStatus = holder?.status ?? 'registered'
  if (left) await moveAway(tx, deciding, left, leftStatus)
  const claimAfter = { countyCode: input.countyCode, registrationId: input.registrationId }
  return ok({ kind: 'accepted', findings, claimAfter, other: left && { ...left, status: leftStatus }, ...corrected.value })
}

/** Refuses the registration. Another one that holds the person keeps them, and one who came by a certificate goes back. */
const refuse = async (tx: Sql, { input, row, key, claim, by, arrivals }: Deciding): Promise<Result<Applied, CaseFailure>> => {
  const findings = await closeFindings(tx, key, 'refused', by.actor, by.reason, by.at)
  const kind = row.status === 'registered' ? 'removed' : 'refused'
  await setStatus(tx, key, kind)
  const holds = isSameRef(claim, input)
  const binding = await findBinding(tx, key)
  const done = { kind, findings, other: null, columns: null, corrected: [] } as const
  if (holds) await setClaim(tx, row.personKey, row.round, null)
  if (!isArrival(binding?.evidence ?? 0)) return ok({ ...done, claimAfter: holds ? null : claim })
  const went = await needArrivals(arrivals).refused(tx, key, by)
  if (binding?.bound === 'arriving') await setBound(tx, key, null)
  if (went.kind === 'kept' && holds && went.holder) await setClaim(tx, row.personKey, row.round, went.holder)
  const isTold = went.kind !== 'none'
  return ok({ ...done, claimAfter: await findClaim(tx, row.personKey, row.round), isTold })
}

/** The registration that held a person, whatever was found of it. */
const findRegistered = (tx: Sql, ref: Ref): Promise<CaseRow | undefined> => findCaseOf(tx, ref.countyCode, ref.registrationId)

/** Confirms a number that was withheld: only with it is the case decided at all. */
const acceptWithheld = async (
  ctx: Context,
  tx: Sql,
  input: Decision,
  row: CaseRow,
  at: Date,
): Promise<Result<Written<ReviewCase>, CaseFailure>> => {
  const { correction = {}, reason, together } = input
  const confirmed = await confirmNumber(ctx, tx, { ...keyOf(input, row), row, correction, reason, at })
  if (!confirmed.ok) return confirmed
  const details = { ...confirmed.value, ...(together ? { together: together.cases } : {}) }
  return ok({ answer: await getDecidedCase(ctx, tx, input), audit: auditOfCase(input, 'case.accepted', details) })
}

/** Saves who holds the person after a decision, and the event from which it can be undone. */
const saveDecision = async (tx: Sql, { row, key, claim, by }: Deciding, applied: Applied): Promise<void> => {
  const { kind, findings, claimAfter, other, columns, corrected } = applied
  if (!isSameRef(await findClaim(tx, row.personKey, row.round), claimAfter))
    await setClaim(tx, row.personKey, row.round, claimAfter)
  const before: Before = { status: row.status, findings, claim, claimAfter, other, columns, corrected }
  await insertEvent(tx, key, { electionId: row.electionId, kind, ...by, before })
}

/** The registration that the person leaves for one in another community. */
const leftElsewhere = async (tx: Sql, { other }: Applied, { community }: ReviewCase): Promise<Acceptance['left']> => {
  const left = other && (await findRegistered(tx, other))
  return left && left.community?.code !== community?.code ? left : null
}

/** Tells the person of the decision. Of a refusal: how. */
const tellOf = async (
  ctx: Context,
  tx: Sql,
  { row, key, by: { at } }: Deciding,
  applied: Applied,
  decided: ReviewCase,
): Promise<{ readonly told?: ToldBy }> => {
  const { kind, findings, claimAfter, isTold } = applied
  if (isTold) return { told: 'certificate' }
  const election = await findElectionById(tx, row.electionId)
  if (!election) throw new Error('the election of a case is gone')
  const { place, facts } = row
  if (kind !== 'accepted') {
    const codes = findings.map(({ code }) => code)
    return { told: await tellRefused(ctx, tx, { key, election, place, facts, kind, codes, isHeld: claimAfter !== null, at }) }
  }
  // One that waits for the place of origin is told when that has answered.
  if (decided.status !== 'registered') return {}
  const { community } = decided
  const left = await leftElsewhere(tx, applied, decided)
  const where = { place: community?.code ?? place, placeName: community?.name ?? election.areaName }
  await tellAccepted(tx, { key, election, ...where, waits: isWaiting(row), left, at })
  return {}
}

const auditOfDecision = (
  ctx: Context,
  { input, row }: Deciding,
  { findings, corrected }: Applied,
  told: { readonly told?: ToldBy },
): AuditEntry =>
  auditOfCase(input, input.decision === 'accept' ? 'case.accepted' : 'case.refused', {
    reason: input.reason,
    findings: findings.map(finding => finding.code),
    corrected: corrected.map(({ field }) => field),
    election: row.electionId,
    office: ctx.actor.areaCode,
    ...(input.together ? { together: input.together.cases } : {}),
    ...told,
  })

/**
 * Decides a case. `accept` puts the registration on the roll, corrected where the officer says so; when another registration holds the person,
 * that one becomes `moved`. `refuse` keeps it off the roll, on the ground given, and tells the person. Only a person removes a voter (EL 27).
 */
export const decideCase = (ctx: Context, input: Decision, arrivals?: Arrivals): Promise<Result<ReviewCase, CaseFailure>> =>
  write(
    ctx,
    { action: `decide ${input.countyCode}/${input.registrationId}` },
    async (tx, at): Promise<Result<Written<ReviewCase>, CaseFailure>> => {
      const open = await lockOpenCase(ctx, tx, input, at)
      if (!open.ok) return open
      const row = open.value
      if (input.decision === 'accept' && hasFact(row.facts, WITHHELD)) return acceptWithheld(ctx, tx, input, row, at)
      const key = keyOf(input, row)
      const claim = await findClaim(tx, row.personKey, row.round)
      const unbound = await checkUnbound(tx, input, key, claim)
      if (!unbound.ok) return unbound
      const by: DecidedBy = { at, actor: ctx.actor.name, reason: input.reason }
      const deciding: Deciding = { input, row, key, claim, by, arrivals }
      const applied = await (input.decision === 'accept' ? accept : refuse)(tx, deciding)
      if (!applied.ok) return applied
      await saveDecision(tx, deciding, applied.value)
      const decided = await getDecidedCase(ctx, tx, input)
      const told = await tellOf(ctx, tx, deciding, applied.value, decided)
      return ok({ answer: { ...decided, ...told }, audit: auditOfDecision(ctx, deciding, applied.value, told) })
    },
  )
