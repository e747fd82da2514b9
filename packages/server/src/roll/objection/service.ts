/** Objections to the list (EL 29): filing by a voter or at a station, lists and details. */
import { objectionRulesFor } from '@mingce/domain/election'
import { aboutElection } from '@mingce/domain/notice'
import { ok } from '@mingce/domain/result'
import { type Filed, fileObjection } from '@mingce/domain/roll'
import { readResidentId } from '@mingce/domain/standards'
import type { Actor, Context, VoterContext } from '../../access/index.ts'
import { GRANTS, visibleArea } from '../../access/index.ts'
import { type Election, findElectionById, getElection, homeCounty } from '../../election/index.ts'
import { queueNotice } from '../../notice/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { offsetOf } from '../../platform/http/index.ts'
import { type WriteContext, write } from '../../platform/write/index.ts'
import { findRegistrationOf } from '../../registration/index.ts'
import type {
  MyObjection,
  ObjectionDetail,
  ObjectionFilter,
  ObjectionItem,
  ObjectionPage,
  StationObjectionBody,
  VoterObjectionBody,
} from './schema.ts'
import { type Answer, detailOf, failWith, itemOf, mine, noticeTo, OBJECTION_SEAL } from './service.answers.ts'
import {
  countByTownship,
  countObjections,
  countOpenObjections,
  findObjection,
  findObjections,
  findObjectionsOf,
  findPublication,
  insertObjection,
  insertObjectionEvent,
  type ObjectionRow,
  type Publication,
} from './store.ts'

const PAGE = 50
/** Open objections of one person in one election; with more, the person is asked to come to a station. */
const MAX_OPEN = 5

interface Filing {
  readonly election: Election
  readonly complaint: Omit<VoterObjectionBody, 'electionId'>
  readonly personKey: string | null
  readonly objector: string
  readonly via: 'portal' | 'station'
  readonly actor: WriteContext['actor']
  /** The area of someone who has no registration. */
  readonly area: string
}

interface Checked {
  readonly publication: Publication
  readonly filed: Filed
}

/** The list that an objection filed at this moment concerns, and its deadlines; or why it cannot be filed. */
const checkFiling = async (tx: Sql, { election, complaint, personKey }: Filing, at: Date): Answer<Checked> => {
  const isOwn = complaint.subject === 'own'
  const own = isOwn && personKey !== null ? await findRegistrationOf(tx, election.id, personKey) : undefined
  const concerned = { registration: own ?? null, named: isOwn ? null : (complaint.named ?? null) }
  const publication = await findPublication(tx, election.id, concerned)
  const { pollingDay, ruleSet } = election
  const terms = { publishedOn: publication?.publishedOn ?? null, pollingDay, rules: objectionRulesFor(ruleSet) }
  const filed = fileObjection(chinaDate(at), terms)
  if (!filed.ok) return failWith(filed.error)
  if (!publication) return failWith('objection.not-published')
  if (complaint.subject === 'other' && complaint.named === undefined) return failWith('objection.named-missing')
  if (personKey !== null) {
    const others = await findObjectionsOf(tx, personKey)
    if (others.filter(o => o.electionId === election.id && o.state === 'filed').length >= MAX_OPEN)
      return failWith('objection.too-many')
  }
  return ok({ publication, filed: filed.value })
}

/** An undecided objection of this person that says the same: sending it again makes no other. */
const findSame = async (
  { keys }: Pick<Context, 'keys'>,
  tx: Sql,
  { election, complaint, personKey }: Filing,
): Promise<ObjectionRow | undefined> => {
  if (personKey === null) return undefined
  const textOf = (row: ObjectionRow) => Buffer.from(keys.open(row.body, OBJECTION_SEAL)).toString()
  return (await findObjectionsOf(tx, personKey)).find(
    row =>
      row.electionId === election.id &&
      row.state === 'filed' &&
      row.subject === complaint.subject &&
      row.kind === complaint.kind &&
      (complaint.subject === 'own' || row.named === (complaint.named ?? null)) &&
      row.place === (complaint.place ?? null) &&
      textOf(row) === complaint.text,
  )
}

/** Queues the notice that an objection was received, or was filed after its deadline. */
const queueReceipt = (tx: Sql, row: ObjectionRow, election: Election, filed: Filed, at: Date): Promise<void> => {
  const to = noticeTo(row, at)
  const parameters = { ...aboutElection(election), number: String(row.id) }
  return filed.late
    ? queueNotice(tx, { ...to, template: 'objection-late', parameters: { ...parameters, until: filed.until } })
    : queueNotice(tx, { ...to, template: 'objection-received', parameters: { ...parameters, dueOn: filed.dueOn } })
}

/** Writes an objection with its first event; its county and area are those of the objector's own registration, where there is one. */
const insertFiling = async (
  ctx: Pick<Context, 'keys'>,
  tx: Sql,
  { election, complaint, personKey, objector, via, actor, area }: Filing,
  { publication, filed }: Checked,
  at: Date,
): Promise<ObjectionRow> => {
  const own = personKey === null ? undefined : await findRegistrationOf(tx, election.id, personKey)
  const aboutOwn = complaint.subject === 'own' ? own : undefined
  const countyCode = aboutOwn?.countyCode ?? homeCounty(election)
  const id = await insertObjection(tx, {
    countyCode,
    electionId: election.id,
    rollVersion: publication.version,
    publishedOn: publication.publishedOn,
    areaCode: own?.communityCode ?? area,
    personKey,
    objector,
    subject: complaint.subject,
    kind: complaint.kind,
    named: complaint.named ?? (complaint.subject === 'own' ? objector : null),
    place: complaint.place ?? null,
    body: ctx.keys.seal(Buffer.from(complaint.text), OBJECTION_SEAL),
    registrationId: aboutOwn?.registrationId ?? null,
    filedVia: via,
    filedBy: actor.name,
    at,
    filedOn: filed.filedOn,
    until: filed.until,
    late: filed.late,
    dueOn: filed.dueOn,
  })
  await insertObjectionEvent(tx, { countyCode, id }, { kind: 'filed', actor: actor.name, at })
  const row = await findObjection(tx, countyCode, id)
  if (!row) throw new Error('an objection disappeared in its own transaction')
  return row
}

/** Files an objection, notifies the objector, and answers with `toAnswer` of the row. */
const fileComplaint = <T>(ctx: Omit<Context, 'actor'>, filing: Filing, toAnswer: (row: ObjectionRow) => T): Answer<T> => {
  const { election, complaint, personKey, via, actor } = filing
  return write({ ...ctx, actor }, { action: `object ${election.id}` }, async (tx, at) => {
    const same = await findSame(ctx, tx, filing)
    if (same) return ok({ answer: toAnswer(same), audit: [] })
    const checked = await checkFiling(tx, filing, at)
    if (!checked.ok) return checked
    const { filed } = checked.value
    const row = await insertFiling(ctx, tx, filing, checked.value, at)
    if (personKey !== null) await queueReceipt(tx, row, election, filed, at)
    return ok({
      answer: toAnswer(row),
      audit: {
        countyCode: row.countyCode,
        action: 'objection.filed',
        subject: `objection/${row.id}`,
        details: { election: election.id, kind: complaint.kind, about: complaint.subject, via, late: filed.late },
      },
    })
  })
}

/** Files a voter's objection from the portal. The answer says nothing of other people but what the objector wrote. */
export const fileMyObjection = async (ctx: VoterContext, input: VoterObjectionBody): Answer<MyObjection> => {
  const { electionId, ...complaint } = input
  const { voter } = ctx
  const election = await findElectionById(ctx.database, electionId)
  if (!election) return failWith('election.unknown')
  const filing: Filing = {
    election,
    complaint,
    personKey: voter.personKey,
    objector: voter.name,
    via: 'portal',
    actor: { id: `voter ${voter.personKey}`, name: '本人', role: 'voter' },
    area: election.areaCode,
  }
  return fileComplaint(ctx, filing, row => mine(ctx.keys, row))
}

/** A voter's own objections, newest first. */
export const findMyObjections = async (ctx: VoterContext): Promise<MyObjection[]> =>
  (await findObjectionsOf(ctx.database, ctx.voter.personKey)).map(row => mine(ctx.keys, row))

/** Files an objection at a station. An ID number is not needed: people without one may object too. */
export const fileStationObjection = async (
  ctx: Context,
  electionId: string,
  input: StationObjectionBody,
): Answer<ObjectionItem> => {
  const found = await getElection(ctx, electionId, 'register')
  if (!found.ok) return found
  const election = found.value
  const { objector, ...complaint } = input
  let personKey: string | null = null
  if (objector.number !== undefined && objector.number.trim() !== '') {
    const read = readResidentId(objector.number, { isCurrentCounty: () => true, bornBy: chinaDate(ctx.clock.now()) })
    if (read.kind !== 'ok') return failWith('objection.number')
    personKey = ctx.keys.personKey(read.number)
  }
  const filing: Filing = {
    election,
    complaint,
    personKey,
    objector: objector.name,
    via: 'station',
    actor: ctx.actor,
    area: visibleArea(ctx.actor, election.areaCode) ?? election.areaCode,
  }
  return fileComplaint(ctx, filing, row => itemOf(ctx, row))
}

/** Whoever records or decides objections sees whose they are; an auditor sees their course and clocks. */
const takesPart = ({ role }: Actor): boolean => GRANTS[role].includes('decide') || GRANTS[role].includes('register')
const withoutPeople = (item: ObjectionItem): ObjectionItem => ({ ...item, objector: null, named: null, text: null })

/** Objections of an election in the actor's area: undecided ones first, by due day. */
export const findElectionObjections = async (
  ctx: Context,
  electionId: string,
  filter: ObjectionFilter,
): Answer<ObjectionPage> => {
  const found = await getElection(ctx, electionId)
  if (!found.ok) return found
  const area = visibleArea(ctx.actor, found.value.areaCode) ?? ''
  const offset = offsetOf(filter.cursor)
  const rows = await findObjections(ctx.database, electionId, area, filter.state === 'open', offset, PAGE + 1)
  return ok({
    items: rows.slice(0, PAGE).map(row => (takesPart(ctx.actor) ? itemOf(ctx, row) : withoutPeople(itemOf(ctx, row)))),
    next: rows.length > PAGE ? String(offset + PAGE) : null,
    counts: await countObjections(ctx.database, electionId, area, chinaDate(ctx.clock.now())),
  })
}

/** Names open objections among the work that waits. */
export const OBJECTIONS_TASK = 'roll.objections' as const

/** How many objections of the election are open in the actor's area, and how many of them are due today or late. */
export const openObjections = async (
  ctx: Context,
  election: Pick<Election, 'id' | 'areaCode'>,
): Promise<{ open: number; due: number }> => {
  const area = visibleArea(ctx.actor, election.areaCode)
  if (area === null) return { open: 0, due: 0 }
  return countOpenObjections(ctx.database, election.id, area, chinaDate(ctx.clock.now()))
}

/** The same by the code of the street or township, of nine digits. */
export const openObjectionsByTownship = async (
  ctx: Context,
  election: Pick<Election, 'id' | 'areaCode'>,
): Promise<ReadonlyMap<string, { readonly open: number; readonly due: number }>> => {
  const area = visibleArea(ctx.actor, election.areaCode)
  if (area === null) return new Map()
  const rows = await countByTownship(ctx.database, election.id, area, chinaDate(ctx.clock.now()))
  return new Map(rows.map(({ code, ...counts }) => [code, counts]))
}

export interface ObjectionRef {
  readonly electionId: string
  readonly countyCode: string
  readonly objectionId: number
}

export const isHere = (ctx: Context, ref: ObjectionRef, row: ObjectionRow | undefined): row is ObjectionRow =>
  row !== undefined && row.electionId === ref.electionId && row.areaCode.startsWith(ctx.actor.areaCode)

/** One objection with the registrations it may concern and its steps so far. */
export const getObjection = async (ctx: Context, ref: ObjectionRef): Answer<ObjectionDetail> => {
  const row = await findObjection(ctx.database, ref.countyCode, ref.objectionId)
  if (!isHere(ctx, ref, row)) return failWith('objection.unknown')
  return ok(await detailOf(ctx, ctx.database, row))
}
