/** The review queue: cases of an area with their evidence side by side, a page at a time, and the refused rows. */
import { ok, type Result, type Text } from '@mingce/domain/result'
import { maskResidentId } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { visibleArea } from '../../access/index.ts'
import { type Election, getElection } from '../../election/index.ts'
import { missingOf, readShownProof } from '../check/index.ts'
import { type CasePlace, caseAreaOf, countCases, findRefusedFigures } from '../counts/index.ts'
import { findRefusedIn, type RefusedItem, type RefusedPlace } from '../worklist/index.ts'
import { findAssigned, officerOf } from './assignment/index.ts'
import type { ReviewFailure } from './errors.ts'
import type { RefusedFilter, RefusedPage, ReviewCase, ReviewFilter, ReviewPage } from './schema.ts'
import type { Arrivals } from './service.arrival.ts'
import { type CaseRow, findCases } from './store.queue.ts'

type Failure = { readonly code: ReviewFailure; readonly text?: Text; readonly next?: Text }

const PAGE = 50

const isVisible = (ctx: Context, place: string): boolean =>
  place.startsWith(ctx.actor.areaCode) || ctx.actor.areaCode.startsWith(place)

/** Of an open finding about someone from elsewhere: which condition is missing. */
const missingIn = (
  { code, state, evidence }: Pick<CaseRow['findings'][number], 'code' | 'state' | 'evidence'>,
  election: Pick<Election, 'rules' | 'pollingDay'> | undefined,
): { missing?: Text } => {
  if (!election || code !== 'place.unproven' || state !== 'open') return {}
  const missing = missingOf(election.rules, election.pollingDay, readShownProof(evidence))
  return missing ? { missing } : {}
}

/** A case as its reader may see it: the number masked, and of an office elsewhere no more than that it has a registration. */
export const toReviewCase = (
  ctx: Context,
  row: CaseRow,
  election: Pick<Election, 'rules' | 'pollingDay'> | undefined,
): ReviewCase => {
  const { personKey, maskedDocument, electionId, round, place, facts, other, ...rest } = row
  const visible = other !== null && isVisible(ctx, other.place)
  return {
    ...rest,
    maskedNumber: maskedDocument ?? maskResidentId(ctx.keys.openPersonKey(personKey)),
    findings: rest.findings.map(({ fingerprint, ...finding }) => ({
      ...finding,
      ...missingIn(finding, election),
    })) as ReviewCase['findings'],
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
  const [, countyCode = '', id, importId, rowNo] = /^(\d{1,12})\.(\d{1,15})\.(\d{0,15})\.(\d{0,9})$/.exec(cursor ?? '') ?? []
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
  arrivals?: Arrivals,
): Promise<Result<ReviewPage, Failure>> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  const area = caseAreaOf(ctx, election.value)
  const wanted = { ...filter, officer: officerOf(ctx, filter.assigned), after: readCursor(filter.cursor) }
  // They are counted once for a filter, and not again with each page.
  const [rows, counts] = await Promise.all([
    findCases(ctx.database, area, wanted, PAGE + 1),
    wanted.after ? {} : countCases(ctx.database, area, wanted),
  ])
  const page = rows.slice(0, PAGE)
  const last = page.at(-1)
  const standing = page.filter(row => row.status === 'registered').map(row => row.personKey)
  const certified = standing.length > 0 ? await findCertified?.(electionId, standing) : undefined
  const arrived = await arrivals?.findOf(ctx.database, page)
  const assigned = await findAssigned(ctx.database, electionId, [...new Set(page.map(row => row.personKey))])
  const officers = new Map(assigned.map(one => [`${one.countyCode}/${one.registrationId}`, one.officer]))
  const assignedOf = (row: CaseRow) => {
    const officer = officers.get(`${row.countyCode}/${row.registrationId}`)
    return officer === undefined ? {} : { assignedTo: officer }
  }
  const arrivalOf = (row: CaseRow) => {
    const arrival = arrived?.get(row.registrationId)
    return arrival ? { arrival } : {}
  }
  return ok({
    items: page.map(row => ({
      ...toReviewCase(ctx, row, election.value),
      ...arrivalOf(row),
      ...assignedOf(row),
      ...(row.status === 'registered' && certified?.has(row.personKey) ? { certificateIssued: true } : {}),
    })),
    ...counts,
    next: rows.length > PAGE && last ? cursorAfter(last) : null,
  })
}

const refusedCursor = ({ importId, rowNo, exactAt, digest }: RefusedItem): string => `${importId}.${rowNo}.${exactAt}.${digest}`

const REFUSED_CURSOR =
  /^(\d{1,15})\.(\d{1,9})\.(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/
const readRefusedCursor = (cursor: string | undefined): RefusedPlace | null => {
  const [, importId, rowNo, at, digest] = REFUSED_CURSOR.exec(cursor ?? '') ?? []
  if (at === undefined || digest === undefined || Number.isNaN(Date.parse(at))) return null
  return { importId: Number(importId), rowNo: Number(rowNo), at, digest }
}

/** Rows that were refused and whose person is not registered since: each waits to be mended. */
export const findRefusedRows = async (
  ctx: Context,
  electionId: string,
  { state = 'open', ...filter }: Partial<RefusedFilter>,
): Promise<Result<RefusedPage, Failure>> => {
  const found = await getElection(ctx, electionId)
  if (!found.ok) return found
  const election = found.value
  const area = visibleArea(ctx.actor, election.areaCode) ?? election.areaCode
  const within = { electionId, electionArea: election.areaCode, area, code: filter.code ?? null, state }
  const after = readRefusedCursor(filter.cursor)
  const [rows, counted] = await Promise.all([
    findRefusedIn(ctx.database, within, after, PAGE + 1),
    after || state === 'mended' ? null : findRefusedFigures(ctx, election, area),
  ])
  const page = rows.slice(0, PAGE)
  const last = page.at(-1)
  return ok({
    items: page.map(({ exactAt, ...item }) => item) as RefusedPage['items'],
    ...(counted ? { total: filter.code === undefined ? counted.refused : (counted.byCode[filter.code] ?? 0) } : {}),
    next: rows.length > PAGE && last ? refusedCursor(last) : null,
  })
}
