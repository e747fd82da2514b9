/** Objections to the list (EL 29): filed by a voter or at a station, and found again. */
import { aboutElection } from '@mingce/domain/notice'
import { ok } from '@mingce/domain/result'
import { type Filed, fileObjection, objectionRulesFor } from '@mingce/domain/roll'
import { readResidentId } from '@mingce/domain/standards'
import type { Context, VoterContext } from '../../access/index.ts'
import { visibleArea } from '../../access/index.ts'
import { type Election, findElectionById, getElection, homeCounty } from '../../election/index.ts'
import { queueNotice } from '../../notice/index.ts'
import { recordAudit } from '../../platform/audit/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import { once, type Sql } from '../../platform/database/index.ts'
import { findRegistrationOf } from '../../registration/index.ts'
import { ObjectionRefused } from './errors.ts'
import type {
  MyObjection,
  ObjectionDetail,
  ObjectionFilter,
  ObjectionItem,
  ObjectionPage,
  StationObjectionBody,
  VoterObjectionBody,
} from './schema.ts'
import { type Answer, answering, detailOf, itemOf, mine, noticeTo, OBJECTION_SEAL, stepped } from './service.answers.ts'
import {
  countObjections,
  countOpenObjections,
  findObjection,
  findObjections,
  findObjectionsOf,
  findPublication,
  insertObjection,
  insertObjectionEvent,
  type ObjectionRow,
} from './store.ts'

const PAGE = 50
/** Open objections of one person in one election: more are talked over, not filed. */
const AT_ONCE = 5

interface Filing {
  readonly election: Election
  readonly complaint: Omit<VoterObjectionBody, 'electionId'>
  readonly personKey: string | null
  readonly objector: string
  readonly via: 'portal' | 'station'
  readonly by: { readonly name: string; readonly role: string }
  /** Where someone without a registration belongs. */
  readonly area: string
}

/** Files an objection in an open transaction, tells the objector, and returns the row. */
const fileIn = async (ctx: Omit<Context, 'actor'>, tx: Sql, filing: Filing, at: Date): Promise<ObjectionRow> => {
  const { election, complaint, personKey } = filing
  const publication = await findPublication(tx, election.id)
  const { pollingDay, ruleSet } = election
  const terms = { publishedOn: publication?.publishedOn ?? null, pollingDay, rules: objectionRulesFor(ruleSet) }
  const filed: Filed = stepped(fileObjection(chinaDate(at), terms))
  if (!publication) throw new ObjectionRefused('objection.not-published')
  if (complaint.subject === 'other' && complaint.named === undefined) throw new ObjectionRefused('objection.named-missing')
  if (personKey !== null) {
    const others = await findObjectionsOf(tx, personKey)
    if (others.filter(o => o.electionId === election.id && o.state === 'filed').length >= AT_ONCE)
      throw new ObjectionRefused('objection.too-many')
  }
  const own = personKey === null ? undefined : await findRegistrationOf(tx, election.id, personKey)
  const aboutOwn = complaint.subject === 'own' ? own : undefined
  const countyCode = aboutOwn?.countyCode ?? homeCounty(election)
  const id = await insertObjection(tx, {
    countyCode,
    electionId: election.id,
    rollVersion: publication.version,
    publishedOn: publication.publishedOn,
    areaCode: own?.communityCode ?? filing.area,
    personKey,
    objector: filing.objector,
    subject: complaint.subject,
    kind: complaint.kind,
    named: complaint.named ?? (complaint.subject === 'own' ? filing.objector : null),
    place: complaint.place ?? null,
    body: ctx.keys.seal(Buffer.from(complaint.text), OBJECTION_SEAL),
    registrationId: aboutOwn?.registrationId ?? null,
    filedVia: filing.via,
    filedBy: filing.by.name,
    at,
    filedOn: filed.filedOn,
    until: filed.until,
    late: filed.late,
    dueOn: filed.dueOn,
  })
  await insertObjectionEvent(tx, { countyCode, id }, { kind: 'filed', actor: filing.by.name, at })
  const row = await findObjection(tx, countyCode, id)
  if (!row) throw new Error('a filed objection is gone')
  if (personKey !== null) {
    const to = noticeTo(row, at)
    if (filed.late)
      await queueNotice(tx, {
        ...to,
        template: 'objection-late',
        parameters: { ...aboutElection(election), number: String(id), until: filed.until },
      })
    else
      await queueNotice(tx, {
        ...to,
        template: 'objection-received',
        parameters: { ...aboutElection(election), number: String(id), dueOn: filed.dueOn },
      })
  }
  await recordAudit(tx, {
    countyCode,
    at,
    actor: filing.by.name,
    role: filing.by.role,
    action: 'objection.filed',
    subject: `objection/${id}`,
    details: { election: election.id, kind: complaint.kind, about: complaint.subject, via: filing.via, late: filed.late },
    requestId: ctx.requestId,
  })
  return row
}

/** A voter objects on the portal. Nothing is said of anybody else but what the objector wrote. */
export const fileMyObjection = async (ctx: VoterContext, input: VoterObjectionBody): Answer<MyObjection> => {
  const { electionId, ...complaint } = input
  const { voter } = ctx
  const election = await findElectionById(ctx.database, electionId)
  if (!election) return { ok: false, error: { code: 'election.unknown' } }
  const at = ctx.clock.now()
  return answering(
    ctx.database.transaction(tx =>
      once(tx, { requestId: ctx.requestId, actor: `voter ${voter.personKey}`, action: `object ${electionId}`, at }, async () =>
        mine(
          ctx.keys,
          await fileIn(
            ctx,
            tx,
            {
              election,
              complaint,
              personKey: voter.personKey,
              objector: voter.name,
              via: 'portal',
              by: { name: '本人', role: 'voter' },
              area: election.areaCode,
            },
            at,
          ),
        ),
      ),
    ),
  )
}

/** A voter's own objections, newest first. */
export const findMyObjections = async (ctx: VoterContext): Promise<MyObjection[]> =>
  (await findObjectionsOf(ctx.database, ctx.voter.personKey)).map(row => mine(ctx.keys, row))

/** An objection taken down at a station; without an ID number too, for the right to object does not hang on one. */
export const fileStationObjection = async (
  ctx: Context,
  electionId: string,
  input: StationObjectionBody,
): Answer<ObjectionItem> => {
  const found = await getElection(ctx, electionId, 'register')
  if (!found.ok) return found
  const election = found.value
  const { objector, ...complaint } = input
  const at = ctx.clock.now()
  let personKey: string | null = null
  if (objector.number !== undefined && objector.number.trim() !== '') {
    const read = readResidentId(objector.number, { isCurrentCounty: () => true, bornBy: chinaDate(at) })
    if (read.kind !== 'ok') return { ok: false, error: { code: 'objection.number' } }
    personKey = ctx.keys.personKey(read.number)
  }
  return answering(
    ctx.database.transaction(tx =>
      once(tx, { requestId: ctx.requestId, actor: ctx.actor.id, action: `object ${electionId}`, at }, async () =>
        itemOf(
          ctx,
          await fileIn(
            ctx,
            tx,
            {
              election,
              complaint,
              personKey,
              objector: objector.name,
              via: 'station',
              by: ctx.actor,
              area: visibleArea(ctx.actor, election.areaCode) ?? election.areaCode,
            },
            at,
          ),
        ),
      ),
    ),
  )
}

/** Objections of an election in the actor's area, those to be decided first, by the day they are due. */
export const findElectionObjections = async (
  ctx: Context,
  electionId: string,
  filter: ObjectionFilter,
): Answer<ObjectionPage> => {
  const found = await getElection(ctx, electionId)
  if (!found.ok) return found
  const area = visibleArea(ctx.actor, found.value.areaCode) ?? ''
  const offset = Number(filter.cursor) || 0
  const rows = await findObjections(ctx.database, electionId, area, filter.state === 'open', offset, PAGE + 1)
  return ok({
    items: rows.slice(0, PAGE).map(row => itemOf(ctx, row)),
    next: rows.length > PAGE ? String(offset + PAGE) : null,
    counts: await countObjections(ctx.database, electionId, area, chinaDate(ctx.clock.now())),
  })
}

/** How many objections of the election are open in the actor's area, and how many of them are due today or late. */
export const openObjections = async (
  ctx: Context,
  election: Pick<Election, 'id' | 'areaCode'>,
): Promise<{ open: number; due: number }> => {
  const area = visibleArea(ctx.actor, election.areaCode)
  if (area === null) return { open: 0, due: 0 }
  return countOpenObjections(ctx.database, election.id, area, chinaDate(ctx.clock.now()))
}

export interface ObjectionRef {
  readonly electionId: string
  readonly countyCode: string
  readonly objectionId: number
}

export const isHere = (ctx: Context, ref: ObjectionRef, row: ObjectionRow | undefined): row is ObjectionRow =>
  row !== undefined && row.electionId === ref.electionId && row.areaCode.startsWith(ctx.actor.areaCode)

/** One objection with the registrations it may be about and what was done so far. */
export const getObjection = async (ctx: Context, ref: ObjectionRef): Answer<ObjectionDetail> => {
  const row = await findObjection(ctx.database, ref.countyCode, ref.objectionId)
  if (!isHere(ctx, ref, row)) return { ok: false, error: { code: 'objection.unknown' } }
  return ok(await detailOf(ctx, ctx.database, row))
}
