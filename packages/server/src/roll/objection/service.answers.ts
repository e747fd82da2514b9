/** Responses about an objection: for its objector and for the office. */
import { lastDayToSue, objectionRulesFor } from '@mingce/domain/election'
import { fail, type Result, type Text } from '@mingce/domain/result'
import type { ObjectionFault } from '@mingce/domain/roll'
import { daysBetween } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import type { Keyring } from '../../platform/crypto/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { ObjectionFailure } from './errors.ts'
import type { MyObjection, ObjectionDetail, ObjectionItem } from './schema.ts'
import { findEntries, findObjectionEvents, type ObjectionRow } from './store.ts'

export interface ObjectionRefusal {
  readonly code: ObjectionFailure
  readonly text?: Text
  readonly next?: Text
}
export type Answer<T> = Promise<Result<T, ObjectionRefusal>>

/** Registrations that are shown, at most, as those an objection may be about. */
export const ENTRIES = 20
/** What the objector's words are sealed for. */
export const OBJECTION_SEAL = 'objection'

/** The failure that a fault of the domain is answered with; its code is the same. */
export const failWith = (code: ObjectionFault | ObjectionFailure): Result<never, ObjectionRefusal> => fail({ code })

const courseOf = (keys: Keyring, row: ObjectionRow) => {
  const { id, kind, subject, named, place, filedOn, filedVia, until, late, dueOn, state } = row
  const { decision, reason, article, decidedOn, servedOn, court, caseNumber, suedOn } = row
  const { judgment, judgmentNumber, judgedOn, closedOn } = row
  return {
    ...{ id, kind, subject, named, place, filedOn, filedVia, until, late, dueOn, state },
    ...{ decision, reason, article, decidedOn, servedOn, court, caseNumber, suedOn },
    ...{ judgment, judgmentNumber, judgedOn, closedOn },
    text: Buffer.from(keys.open(row.body, OBJECTION_SEAL)).toString('utf8'),
    suitUntil: lastDayToSue(row.pollingDay, objectionRulesFor(row.ruleSet)),
  }
}

/** What an objector is told of where the case stands, with the article and what is still possible. */
const toldOf = (row: ObjectionRow): Text => {
  const suitUntil = lastDayToSue(row.pollingDay, objectionRulesFor(row.ruleSet))
  if (row.servedOn !== null && row.state === 'served')
    return {
      zh: `已有决定。不服的，可以在${suitUntil}以前（含当日）向选区所在地的基层人民法院起诉（选举法第二十九条、民事诉讼法第一百八十八条）。`,
      en: `Your objection has been decided. If you disagree, you can sue in the basic people’s court of the electoral district until ${suitUntil} (inclusive) (Electoral Law, Art. 29; Civil Procedure Law, Art. 188).`,
    }
  if (row.servedOn !== null)
    return {
      zh: '法院的判决为最后决定（选举法第二十九条）。',
      en: 'The judgment of the court is final (Electoral Law, Art. 29).',
    }
  if (row.late)
    return {
      zh: `申诉期限到${row.until}为止（选举法第二十九条），您的申诉已过期限。选举委员会仍会核对；登记有误的可以更正，并随补充名单公布（选举法第二十七条）。`,
      en: `The deadline for objections was ${row.until} (Electoral Law, Art. 29); yours was filed later. The election committee will still examine it: a wrong registration can be corrected and published in the next supplement (Electoral Law, Art. 27).`,
    }
  return {
    zh: `选举委员会将在${row.dueOn}以前（含当日）作出决定并告知您（选举法第二十九条）。`,
    en: `The election committee will decide and notify you by ${row.dueOn} (inclusive) (Electoral Law, Art. 29).`,
  }
}

/** As its objector sees it: a decision shows when it has been served, for until then it can be taken back. */
export const mine = (keys: Keyring, row: ObjectionRow): MyObjection => {
  const course = courseOf(keys, row)
  const hidden = row.servedOn === null
  return {
    ...course,
    ...(hidden ? { state: 'filed' as const, decision: null, reason: null, article: null, decidedOn: null } : {}),
    electionId: row.electionId,
    electionName: row.electionName,
    told: toldOf(row),
  }
}

export const itemOf = (ctx: Context, row: ObjectionRow): ObjectionItem => ({
  countyCode: row.countyCode,
  ...courseOf(ctx.keys, row),
  objector: row.objector,
  rollVersion: row.rollVersion,
  area: { code: row.areaCode, name: row.areaName },
  daysLeft: daysBetween(chinaDate(ctx.clock.now()), row.dueOn),
})

export const detailOf = async (ctx: Context, sql: Sql, row: ObjectionRow): Promise<ObjectionDetail> => ({
  ...itemOf(ctx, row),
  decidedBy: row.decidedBy,
  registrationId: row.registrationId,
  entries: await findEntries(sql, row, ENTRIES),
  events: await findObjectionEvents(sql, row),
})

/** Where a notice about an objection goes: to the objector, once for each step. */
export const noticeTo = (row: ObjectionRow, at: Date) => ({
  electionId: row.electionId,
  countyCode: row.countyCode,
  personKey: row.personKey ?? undefined,
  registrationId: row.subject === 'own' ? row.registrationId : null,
  dedupeKey: `objection/${row.id}/${row.state}`,
  areaCode: row.areaCode,
  at,
})
