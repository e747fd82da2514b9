/**
 * Reading the disqualification register. Every read says why and is in the trail in the same transaction, whatever it finds; a list is
 * not to be browsed, and none is given without a reason in words.
 */
import { fail, ok, type Result } from '@mingce/domain/result'
import { maskResidentId, normalizePersonName, readResidentId, sameName } from '@mingce/domain/standards'
import type { Context } from '../../../access/index.ts'
import { visibleArea } from '../../../access/index.ts'
import { type Election, getElection, homeCounty } from '../../../election/index.ts'
import { countyCodes } from '../../../platform/areas/index.ts'
import { chinaDate } from '../../../platform/clock/index.ts'
import { offsetOf } from '../../../platform/http/index.ts'
import { type AuditEntry, type Written, write } from '../../../platform/write/index.ts'
import type { FeedFailure } from '../../../population/index.ts'
import { isFirstNumber } from '../../check/index.ts'
import {
  type DisqualificationRecord,
  findNewestRegistration,
  findPersonOf,
  findRecordsIn,
  findRecordsOf,
  isKnownIn,
} from './store.ts'

type Failure = { readonly code: FeedFailure; readonly field?: string }

const PAGE = 50

export type DisqualificationQuestion =
  | { readonly registration: { readonly countyCode: string; readonly registrationId: number }; readonly reason: string }
  | { readonly name: string; readonly number: string; readonly reason: string }

export interface ShownRecord extends Omit<DisqualificationRecord, 'personKey'> {
  readonly maskedNumber: string
}

const toRecord = (ctx: Context, { personKey, ...record }: DisqualificationRecord): ShownRecord => ({
  ...record,
  maskedNumber: maskResidentId(ctx.keys.openPersonKey(personKey)),
})

const auditOfReading = (
  ctx: Context,
  election: Election,
  action: AuditEntry['action'],
  details: Readonly<Record<string, unknown>>,
): AuditEntry => ({
  countyCode: homeCounty(election),
  action,
  subject: election.id,
  details: { ...details, election: election.id, office: ctx.actor.areaCode, officer: ctx.actor.id },
})

/**
 * What is said of one person: of a registration, or of a name and a number that belong together. Who works in a part of the election learns
 * it of people whom the election knows there; of others nothing, as if there were no entry.
 */
export const lookUpDisqualification = async (
  ctx: Context,
  electionId: string,
  question: DisqualificationQuestion,
): Promise<Result<ShownRecord[], Failure>> => {
  const found = await getElection(ctx, electionId, 'decide')
  if (!found.ok) return found
  const election = found.value
  const area = visibleArea(ctx.actor, election.areaCode) ?? ''
  const whole = election.areaCode.startsWith(area)
  let personKey: string | undefined
  let name: string | null = null
  let birthDate: string | null = null
  if ('registration' in question) {
    personKey = await findPersonOf(ctx.database, electionId, question.registration, area)
    if (personKey === undefined) return fail({ code: 'disqualification.registration' })
  } else {
    const read = readResidentId(question.number, { ...countyCodes(), bornBy: chinaDate(ctx.clock.now()) })
    if (read.kind !== 'ok') return fail({ code: 'disqualification.number', field: 'number' })
    personKey = ctx.keys.personKey(read.number)
    name = normalizePersonName(question.name)
    birthDate = read.birth
  }
  const key = personKey
  type Read = Result<Written<ShownRecord[]>, Failure>
  return write(ctx, { action: 'disqualifications.looked-up', always: true }, async (tx, at): Promise<Read> => {
    // Of several numbers under one name and birth date the first is looked up: the others would be guesses.
    const sent = name !== null && birthDate !== null && { account: ctx.actor.id, name, birthDate, personKey: key }
    if (sent && !(await isFirstNumber(tx, electionId, sent, at))) return fail({ code: 'number.several' })
    const may = whole || (await isKnownIn(tx, electionId, key, area))
    const all = may ? await findRecordsOf(tx, electionId, key) : []
    // A number alone opens nothing: whoever asks has the person before them, or their papers.
    const records = name === null || all.some(one => sameName(one.name, name)) ? all : []
    const entry = auditOfReading(ctx, election, 'disqualifications.looked-up', {
      by: 'registration' in question ? 'registration' : 'number',
      area,
      reason: question.reason,
      entries: records.length,
    })
    // Under the person's registration, where the person finds it too; of someone without one by the person key.
    const ref = await findNewestRegistration(tx, electionId, key)
    const audit = ref
      ? { ...entry, countyCode: ref.countyCode, subject: `registration/${ref.registrationId}` }
      : { ...entry, details: { ...entry.details, person: key } }
    return ok({ answer: records.map(one => toRecord(ctx, one)), audit })
  })
}

export interface RecordPage {
  readonly items: readonly ShownRecord[]
  readonly total: number
  readonly next: string | null
}

/** A page of the entries that count, of people whom the election knows in the actor's area. Each page is a read of its own. */
export const listDisqualifications = async (
  ctx: Context,
  electionId: string,
  question: { readonly reason: string; readonly cursor?: string | undefined },
): Promise<Result<RecordPage, Failure>> => {
  const found = await getElection(ctx, electionId, 'decide')
  if (!found.ok) return found
  const area = visibleArea(ctx.actor, found.value.areaCode) ?? ''
  const whole = found.value.areaCode.startsWith(area)
  const after = offsetOf(question.cursor)
  type Read = Result<Written<RecordPage>, Failure>
  return write(ctx, { action: 'disqualifications.listed', always: true }, async (tx): Promise<Read> => {
    const { items, total } = await findRecordsIn(tx, electionId, whole ? null : area, after, PAGE + 1)
    const page = items.slice(0, PAGE)
    const details = { area, reason: question.reason, entries: page.length, total }
    return ok({
      answer: {
        items: page.map(one => toRecord(ctx, one)),
        total,
        next: items.length > PAGE ? String(page.at(-1)?.id ?? '') : null,
      },
      audit: auditOfReading(ctx, found.value, 'disqualifications.listed', details),
    })
  })
}
