/**
 * The review queue: evidence side by side, a decision with its reason, and undoing it. A person is on one roll at every moment: deciding
 * for a contested registration moves the claim in the same transaction that takes the other off.
 */
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { maskResidentId } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { visibleArea } from '../../access/index.ts'
import { getElection } from '../../election/index.ts'
import { recordAudit } from '../../platform/audit/index.ts'
import { once, type Sql } from '../../platform/database/index.ts'
import { lockRegistrations, type Ref } from '../check/index.ts'
import type { RegistrationFailure } from '../errors.ts'
import { confirmDocument, findFirstOfficer } from '../online/index.ts'
import type { RefusedFilter, RefusedPage, ReviewCase, ReviewFilter, ReviewPage } from '../schema.ts'
import { findRefusedIn } from '../worklist/index.ts'
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

type Failure = { readonly code: RegistrationFailure; readonly text?: Text; readonly next?: Text }

const PAGE = 50

const isVisible = (ctx: Context, place: string): boolean =>
  place.startsWith(ctx.actor.areaCode) || ctx.actor.areaCode.startsWith(place)

/** A case as its reader may see it: the number masked, and of an office elsewhere no more than that it has a registration. */
const shown = (ctx: Context, row: CaseRow): ReviewCase => {
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
      ...shown(ctx, row),
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

/** Takes the decision back out of a `once` so that a refusal is not remembered as the answer to a request id. */
class Refused extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.code)
    this.failure = failure
  }
}

const decisively = async (
  ctx: Context,
  action: string,
  work: (tx: Sql, at: Date) => Promise<ReviewCase>,
): Promise<Result<ReviewCase, Failure>> => {
  const at = ctx.clock.now()
  try {
    return ok(
      await ctx.database.transaction(tx =>
        once(tx, { requestId: ctx.requestId, actor: ctx.actor.id, action, at }, () => work(tx, at)),
      ),
    )
  } catch (error) {
    if (error instanceof Refused) return fail(error.failure)
    throw error
  }
}

const stale: Failure = { code: 'case.stale' }

const reload = async (ctx: Context, tx: Sql, ref: Ref): Promise<ReviewCase> => {
  const row = await findCase(tx, ref.countyCode, ref.registrationId)
  if (!row) throw new Error('a decided case is gone')
  return shown(ctx, row)
}

export interface Decision extends Ref {
  readonly decision: 'accept' | 'refuse'
  readonly reason: string
}

/**
 * Decides a case. `accept`: the registration stands; contested, it takes the person from the other registration, which is then moved.
 * `refuse`: it does not stand, on the ground given; of two contested ones the other stays. Only a person removes a voter (EL 27).
 */
export const decideCase = (ctx: Context, input: Decision): Promise<Result<ReviewCase, Failure>> =>
  decisively(ctx, `decide ${input.countyCode}/${input.registrationId}`, async (tx, at) => {
    const row = await lockCase(ctx, tx, input)
    if (!row) throw new Refused({ code: 'case.unknown' })
    if (!row.findings.some(finding => finding.state === 'open')) throw new Refused(stale)
    if (input.decision === 'accept') {
      // A document is seen by two officers: who saw it first cannot be the second, here no more than at a station.
      const first = await findFirstOfficer(tx, input.countyCode, input.registrationId)
      if (first?.officerId === ctx.actor.id) throw new Refused({ code: 'officer.same' })
      if (first) await confirmDocument(tx, row.personKey, row.electionId, ctx.actor, at)
    }
    const { personKey } = row
    const key = { personKey, countyCode: input.countyCode, registrationId: input.registrationId }
    const claim = await findClaim(tx, personKey, row.round)
    // The place of origin decides alone who has the voter: nothing here does before it has answered, or without a certificate.
    if ((await findBound(tx, key)) === 'held') throw new Refused({ code: 'case.held' })
    if (input.decision === 'accept' && claim && !same(claim, input)) {
      const bound = await findBound(tx, { ...claim, personKey })
      if (bound) throw new Refused({ code: bound === 'held' ? 'case.held' : 'case.elsewhere' })
    }
    const findings = await closeFindings(
      tx,
      key,
      input.decision === 'accept' ? 'accepted' : 'refused',
      ctx.actor.name,
      input.reason,
      at,
    )
    const takesOver = input.decision === 'accept' && claim !== null && !same(claim, input)
    const holder = takesOver
      ? await findCase(tx, claim.countyCode, claim.registrationId).then(found => found?.status ?? 'registered')
      : null
    const claimAfter =
      input.decision === 'accept'
        ? { countyCode: input.countyCode, registrationId: input.registrationId }
        : same(claim, input)
          ? null
          : claim
    await setStatus(tx, key, input.decision === 'accept' ? 'registered' : row.status === 'registered' ? 'removed' : 'refused')
    if (input.decision === 'accept') await placeByRegister(tx, key)
    if (takesOver) {
      await setStatus(tx, { ...claim, personKey }, 'moved')
      await insertEvent(
        tx,
        { ...claim, personKey },
        {
          electionId: row.electionId,
          kind: 'moved',
          actor: ctx.actor.name,
          at,
          reason: input.reason,
          before: {},
        },
      )
    }
    if (!same(claim, claimAfter)) await setClaim(tx, row.personKey, row.round, claimAfter)
    const before: Before = {
      status: row.status,
      findings,
      claim,
      claimAfter,
      other: takesOver && holder ? { ...claim, status: holder } : null,
    }
    await insertEvent(tx, key, {
      electionId: row.electionId,
      kind: input.decision === 'accept' ? 'accepted' : row.status === 'registered' ? 'removed' : 'refused',
      actor: ctx.actor.name,
      at,
      reason: input.reason,
      before,
    })
    await recordAudit(tx, {
      countyCode: input.countyCode,
      at,
      actor: ctx.actor.name,
      role: ctx.actor.role,
      action: `case.${input.decision}ed`.replace('eed', 'ed'),
      subject: `registration/${input.registrationId}`,
      details: {
        reason: input.reason,
        findings: findings.map(f => f.code),
        election: row.electionId,
        office: ctx.actor.areaCode,
      },
      requestId: ctx.requestId,
    })
    return reload(ctx, tx, input)
  })

/** Takes the last decision on a case back; refused when someone has claimed the person since. */
export const undoDecision = (ctx: Context, input: Ref & { readonly reason: string }): Promise<Result<ReviewCase, Failure>> =>
  decisively(ctx, `undo ${input.countyCode}/${input.registrationId}`, async (tx, at) => {
    const row = await lockCase(ctx, tx, input)
    if (!row) throw new Refused({ code: 'case.unknown' })
    const last = await findLastDecision(tx, { ...input, personKey: row.personKey })
    if (!last) throw new Refused(stale)
    const { personKey } = row
    const key = { personKey, countyCode: input.countyCode, registrationId: input.registrationId }
    const claim = await findClaim(tx, personKey, row.round)
    if (!same(claim, last.before.claimAfter)) throw new Refused(stale)
    if ((await findBound(tx, key)) !== null) throw new Refused({ code: 'case.held' })
    await setStatus(tx, key, last.before.status)
    if (last.before.other) await setStatus(tx, { ...last.before.other, personKey }, last.before.other.status)
    if (!same(claim, last.before.claim)) await setClaim(tx, row.personKey, row.round, last.before.claim)
    await reopenFindings(tx, key, last.before.findings)
    await insertEvent(tx, key, {
      electionId: row.electionId,
      kind: 'undone',
      actor: ctx.actor.name,
      at,
      reason: input.reason,
      before: {},
    })
    await recordAudit(tx, {
      countyCode: input.countyCode,
      at,
      actor: ctx.actor.name,
      role: ctx.actor.role,
      action: 'case.undone',
      subject: `registration/${input.registrationId}`,
      details: { reason: input.reason, election: row.electionId, office: ctx.actor.areaCode },
      requestId: ctx.requestId,
    })
    return reload(ctx, tx, input)
  })

/** Rows that were refused and whose person is not registered since: each waits to be mended. */
export const findRefusedRows = async (
  ctx: Context,
  electionId: string,
  filter: RefusedFilter,
): Promise<Result<RefusedPage, Failure>> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  const area = visibleArea(ctx.actor, election.value.areaCode) ?? ''
  const offset = Number(filter.cursor ?? 0) || 0
  const { items, total } = await findRefusedIn(ctx.database, electionId, area, filter.code ?? null, offset, PAGE)
  return ok({
    items: items as RefusedPage['items'],
    total,
    next: offset + items.length < total ? String(offset + items.length) : null,
  })
}
