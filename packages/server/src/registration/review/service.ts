/**
 * The review queue: evidence side by side, a decision with its reason, and undoing it. A person is on one roll at every moment: deciding
 * for a contested registration moves the claim in the same transaction that takes the other off.
 */
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { maskResidentId } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { visibleArea } from '../../access/index.ts'
import { getElection } from '../../election/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { offsetOf } from '../../platform/http/index.ts'
import { type AuditEntry, type Written, write } from '../../platform/write/index.ts'
import { lockRegistrations, type Ref, type RegistrationKey } from '../check/index.ts'
import { confirmDocument, findFirstOfficer } from '../online/index.ts'
import { findRefusedIn } from '../worklist/index.ts'
import type { ReviewFailure } from './errors.ts'
import type { RefusedFilter, RefusedPage, ReviewCase, ReviewFilter, ReviewPage } from './schema.ts'
import {
  type Before,
  type CasePlace,
  type CaseRow,
  closeFindings,
  countCases,
  findBound,
  findCase,
  findCases,
  findClaim,
  findLastDecision,
  insertEvent,
  placeByRegister,
  reopenFindings,
  setClaim,
  setStatus,
} from './store.ts'

type Failure = { readonly code: ReviewFailure; readonly text?: Text; readonly next?: Text }

const PAGE = 50

const isVisible = (ctx: Context, place: string): boolean =>
  place.startsWith(ctx.actor.areaCode) || ctx.actor.areaCode.startsWith(place)

/** A case as its reader may see it: the number masked, and of an office elsewhere no more than that it has a registration. */
const toReviewCase = (ctx: Context, row: CaseRow): ReviewCase => {
  const { personKey, maskedDocument, electionId, round, place, facts, other, ...rest } = row
  const visible = other !== null && isVisible(ctx, other.place)
  return {
    ...rest,
    maskedNumber: maskedDocument ?? maskResidentId(ctx.keys.openPersonKey(personKey)),
    findings: rest.findings.map(({ fingerprint, ...finding }) => finding) as ReviewCase['findings'],
    events: rest.events.filter(event => event.kind !== 'updated') as ReviewCase['events'],
    other: other && {
      countyCode: other.countyCode,
      registrationId: other.registrationId,
      community: other.community,
      unit: visible ? other.unit : null,
      channel: other.channel,
      status: other.status,
      visible,
      ...(visible ? { name: other.name } : {}),
    },
  }
}

const cursorAfter = (row: CasePlace): string =>
  [row.countyCode, row.registrationId, row.importId ?? '', row.rowNo ?? ''].join('.')

const readCursor = (cursor: string | undefined): CasePlace | undefined => {
  const [, countyCode = '', id, importId, rowNo] = /^(\d+)\.(\d+)\.(\d*)\.(\d*)$/.exec(cursor ?? '') ?? []
  if (id === undefined) return undefined
  return {
    countyCode,
    registrationId: Number(id),
    importId: importId ? Number(importId) : null,
    rowNo: rowNo ? Number(rowNo) : null,
  }
}

/** Which of these people hold a certificate that was given in this election (room certificate). */
export type FindCertified = (electionId: string, personKeys: readonly string[]) => Promise<ReadonlySet<string>>

/** Cases of an election within the actor's area, a page at a time. */
export const findReviewCases = async (
  ctx: Context,
  electionId: string,
  filter: ReviewFilter,
  findCertified?: FindCertified,
): Promise<Result<ReviewPage, Failure>> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  const area = visibleArea(ctx.actor, election.value.areaCode) ?? ''
  const wanted = { ...filter, after: readCursor(filter.cursor) }
  const rows = await findCases(ctx.database, electionId, area, wanted, PAGE + 1)
  const { total, byCode } = await countCases(ctx.database, electionId, area, wanted)
  const page = rows.slice(0, PAGE)
  const last = page.at(-1)
  const standing = page.filter(row => row.status === 'registered').map(row => row.personKey)
  const certified = standing.length > 0 ? await findCertified?.(electionId, standing) : undefined
  return ok({
    items: page.map(row => ({
      ...toReviewCase(ctx, row),
      ...(row.status === 'registered' && certified?.has(row.personKey) ? { certificateIssued: true } : {}),
    })),
    total,
    byCode,
    next: rows.length > PAGE && last ? cursorAfter(last) : null,
  })
}

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
  if (first?.officerId === ctx.actor.id) return fail({ code: 'officer.same' })
  if (first) await confirmDocument(tx, row.personKey, row.electionId, ctx.actor, at)
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

/** Rows that were refused and whose person is not registered since: each waits to be mended. */
export const findRefusedRows = async (
  ctx: Context,
  electionId: string,
  filter: RefusedFilter,
): Promise<Result<RefusedPage, Failure>> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  const area = visibleArea(ctx.actor, election.value.areaCode) ?? ''
  const offset = offsetOf(filter.cursor)
  const { items, total } = await findRefusedIn(ctx.database, electionId, area, filter.code ?? null, offset, PAGE)
  return ok({
    items: items as RefusedPage['items'],
    total,
    next: offset + items.length < total ? String(offset + items.length) : null,
  })
}
