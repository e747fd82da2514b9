/**
 * Deciding a case with a reason, and undoing the decision. A person is on one roll at every moment: deciding
 * for a contested registration moves the claim in the same transaction that takes the other off.
 */
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { type Context, checkOtherOfficer } from '../../access/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { type AuditEntry, type Written, write } from '../../platform/write/index.ts'
import { lockRegistrations, type Ref, type RegistrationKey } from '../check/index.ts'
import { confirmDocument, findFirstOfficer } from '../online/index.ts'
import type { ReviewFailure } from './errors.ts'
import type { ReviewCase } from './schema.ts'
import { toReviewCase } from './service.queue.ts'
import {
  type Before,
  closeFindings,
  findBound,
  findClaim,
  findLastDecision,
  insertEvent,
  placeByRegister,
  reopenFindings,
  setClaim,
  setStatus,
} from './store.decide.ts'
import { type CaseRow, findCase } from './store.queue.ts'

type Failure = { readonly code: ReviewFailure; readonly text?: Text; readonly next?: Text }

/** The case, locked with the registration it contends with, when it lies in the actor's area from either side. */
const lockCase = async (ctx: Context, tx: Sql, ref: Ref): Promise<CaseRow | undefined> => {
  const seen = await findCase(tx, ref.countyCode, ref.registrationId)
  if (!seen) return undefined
  const within = (place: string) => place.startsWith(ctx.actor.areaCode)
  if (!within(seen.place) && !(seen.other && within(seen.other.place))) return undefined
  await lockRegistrations(tx, seen.personKey, seen.other ? [ref, seen.other] : [ref])
  return findCase(tx, ref.countyCode, ref.registrationId)
}

const same = (a: Ref | null, b: Ref | null): boolean => a?.countyCode === b?.countyCode && a?.registrationId === b?.registrationId

const stale: Failure = { code: 'case.stale' }

const getDecidedCase = async (ctx: Context, tx: Sql, ref: Ref): Promise<ReviewCase> => {
  const row = await findCase(tx, ref.countyCode, ref.registrationId)
  if (!row) throw new Error('a decided case is missing')
  return toReviewCase(ctx, row)
}

export interface Decision extends Ref {
  readonly decision: 'accept' | 'refuse'
  readonly reason: string
}

/** Who decided, when and why. */
interface Decided {
  readonly at: Date
  readonly actor: string
  readonly reason: string
}

/** What a decision changed, as the event keeps it for undoing. */
interface Applied extends Pick<Before, 'findings' | 'claimAfter' | 'other'> {
  readonly kind: 'accepted' | 'refused' | 'removed'
}

const auditOfCase = (ref: Ref, action: string, details: AuditEntry['details']): AuditEntry => ({
  countyCode: ref.countyCode,
  action,
  subject: `registration/${ref.registrationId}`,
  details,
})

/** The second of two officers who see a document accepts the case: an officer does not confirm what they saw first themselves. */
const confirmByOther = async (ctx: Context, tx: Sql, ref: Ref, row: CaseRow, at: Date): Promise<Result<null, Failure>> => {
  const first = await findFirstOfficer(tx, ref.countyCode, ref.registrationId)
  if (!first) return ok(null)
  const other = await checkOtherOfficer(tx, first.officerId, ctx.actor.id)
  if (!other.ok) return other
  await confirmDocument(tx, row.personKey, row.electionId, ctx.actor, at)
  return ok(null)
}

/** The case with its findings open, as far as the actor may decide it: accepted, a document is confirmed by a second officer. */
const lockOpenCase = async (ctx: Context, tx: Sql, input: Decision, at: Date): Promise<Result<CaseRow, Failure>> => {
  const row = await lockCase(ctx, tx, input)
  if (!row) return fail({ code: 'case.unknown' })
  if (!row.findings.some(finding => finding.state === 'open')) return fail(stale)
  if (input.decision === 'refuse') return ok(row)
  const confirmed = await confirmByOther(ctx, tx, input, row, at)
  return confirmed.ok ? ok(row) : confirmed
}

/** A registration bound by a certificate is decided by the place of origin alone. */
const checkUnbound = async (
  tx: Sql,
  input: Decision,
  key: RegistrationKey,
  claim: Ref | null,
): Promise<Result<null, Failure>> => {
  if ((await findBound(tx, key)) === 'held') return fail({ code: 'case.held' })
  if (input.decision === 'refuse' || !claim || same(claim, input)) return ok(null)
  const bound = await findBound(tx, { ...claim, personKey: key.personKey })
  return bound ? fail({ code: bound === 'held' ? 'case.held' : 'case.elsewhere' }) : ok(null)
}

const keyOf = (ref: Ref, { personKey }: CaseRow): RegistrationKey => ({
  personKey,
  countyCode: ref.countyCode,
  registrationId: ref.registrationId,
})

/** Accepts the registration. A person whom another registration held leaves that one, which is then moved. */
const accept = async (tx: Sql, input: Decision, row: CaseRow, claim: Ref | null, by: Decided): Promise<Applied> => {
  const { at, actor, reason } = by
  const key = keyOf(input, row)
  const findings = await closeFindings(tx, key, 'accepted', actor, reason, at)
  const left = claim !== null && !same(claim, input) ? claim : null
  const status = left && ((await findCase(tx, left.countyCode, left.registrationId))?.status ?? 'registered')
  await setStatus(tx, key, 'registered')
  await placeByRegister(tx, key)
  if (left) {
    await setStatus(tx, { ...left, personKey: key.personKey }, 'moved')
    await insertEvent(
      tx,
      { ...left, personKey: key.personKey },
      { electionId: row.electionId, kind: 'moved', actor, at, reason, before: {} },
    )
  }
  const claimAfter = { countyCode: input.countyCode, registrationId: input.registrationId }
  return { kind: 'accepted', findings, claimAfter, other: left && status ? { ...left, status } : null }
}

/** Refuses the registration. Another one that holds the person keeps them. */
const refuse = async (tx: Sql, input: Decision, row: CaseRow, claim: Ref | null, by: Decided): Promise<Applied> => {
  const key = keyOf(input, row)
  const findings = await closeFindings(tx, key, 'refused', by.actor, by.reason, by.at)
  const kind = row.status === 'registered' ? 'removed' : 'refused'
  await setStatus(tx, key, kind)
  return { kind, findings, claimAfter: same(claim, input) ? null : claim, other: null }
}

/**
 * Decides a case. `accept` puts the registration on the roll; when another registration holds the person, that one becomes `moved`.
 * `refuse` keeps it off the roll, on the ground given. Only a person removes a voter (EL 27).
 */
export const decideCase = (ctx: Context, input: Decision): Promise<Result<ReviewCase, Failure>> =>
  write(
    ctx,
    { action: `decide ${input.countyCode}/${input.registrationId}` },
    async (tx, at): Promise<Result<Written<ReviewCase>, Failure>> => {
      const open = await lockOpenCase(ctx, tx, input, at)
      if (!open.ok) return open
      const row = open.value
      const claim = await findClaim(tx, row.personKey, row.round)
      const unbound = await checkUnbound(tx, input, keyOf(input, row), claim)
      if (!unbound.ok) return unbound
      const by: Decided = { at, actor: ctx.actor.name, reason: input.reason }
      const applied = await (input.decision === 'accept' ? accept : refuse)(tx, input, row, claim, by)
      const { findings, claimAfter, other } = applied
      if (!same(claim, claimAfter)) await setClaim(tx, row.personKey, row.round, claimAfter)
      const before: Before = { status: row.status, findings, claim, claimAfter, other }
      await insertEvent(tx, keyOf(input, row), { electionId: row.electionId, kind: applied.kind, ...by, before })
      const answer = await getDecidedCase(ctx, tx, input)
      const codes = findings.map(finding => finding.code)
      const details = { reason: input.reason, findings: codes, election: row.electionId, office: ctx.actor.areaCode }
      const action = input.decision === 'accept' ? 'case.accepted' : 'case.refused'
      return ok({ answer, audit: auditOfCase(input, action, details) })
    },
  )

/** Takes the last decision on a case back; refused when someone has claimed the person since. */
export const undoDecision = (ctx: Context, input: Ref & { readonly reason: string }): Promise<Result<ReviewCase, Failure>> =>
  write(
    ctx,
    { action: `undo ${input.countyCode}/${input.registrationId}` },
    async (tx, at): Promise<Result<Written<ReviewCase>, Failure>> => {
      const row = await lockCase(ctx, tx, input)
      if (!row) return fail({ code: 'case.unknown' })
      const key = keyOf(input, row)
      const last = await findLastDecision(tx, key)
      if (!last) return fail(stale)
      const claim = await findClaim(tx, row.personKey, row.round)
      if (!same(claim, last.before.claimAfter)) return fail(stale)
      if ((await findBound(tx, key)) !== null) return fail({ code: 'case.held' })
      const { electionId } = row
      const { reason } = input
      await setStatus(tx, key, last.before.status)
      if (last.before.other) await setStatus(tx, { ...last.before.other, personKey: row.personKey }, last.before.other.status)
      if (!same(claim, last.before.claim)) await setClaim(tx, row.personKey, row.round, last.before.claim)
      await reopenFindings(tx, key, last.before.findings)
      await insertEvent(tx, key, { electionId, kind: 'undone', actor: ctx.actor.name, at, reason, before: {} })
      const details = { reason, election: electionId, office: ctx.actor.areaCode }
      return ok({ answer: await getDecidedCase(ctx, tx, input), audit: auditOfCase(input, 'case.undone', details) })
    },
  )
