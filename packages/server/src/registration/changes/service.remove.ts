/**
 * Taking a registered voter off the roll: one officer names the ground and the document, a second one confirms. Nobody is removed by one
 * person, nor on any other ground than those of the law (EL 27).
 */
import { aboutElection } from '@mingce/domain/notice'
import { getRemovalGround } from '@mingce/domain/registration'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { spellArticles } from '@mingce/domain/standards'
import {
  authorise,
  type Change,
  type ChangeSource,
  type Context,
  CountedSecond,
  checkSecondOfficer,
  type SecondGiven,
} from '../../access/index.ts'
import type { RecordSection, RecordSubject } from '../../election/index.ts'
import { queueNotice } from '../../notice/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { type Written, write } from '../../platform/write/index.ts'
import type { Ref } from '../check/index.ts'
import { type Arrivals, changeStanding } from '../review/index.ts'
import type { RegisteredPerson, RemovalBody } from './schema.ts'
import { auditOf, type Failure, lockRegistered, lockSubject, readPerson, type Subject } from './service.subject.ts'
import { findRemovals, insertRemoval, type Removal, settleRemoval } from './store.ts'

type Done = Result<Written<RegisteredPerson>, Failure>

const findOpen = async (tx: Sql, { key }: Subject): Promise<Removal | undefined> =>
  (await findRemovals(tx, key)).find(removal => removal.state === 'open')

/** Asks for a removal. Nothing changes before another officer confirms it. */
export const askRemoval = (ctx: Context, body: RemovalBody, ref: Ref): Promise<Result<RegisteredPerson, Failure>> =>
  write(ctx, { action: `ask removal ${ref.countyCode}/${ref.registrationId}` }, async (tx, at): Promise<Done> => {
    const subject = await lockRegistered(ctx, tx, ref)
    if (!subject.ok) return subject
    if (await findOpen(tx, subject.value)) return fail({ code: 'removal.open' })
    const { key, election } = subject.value
    await insertRemoval(tx, key, { electionId: election.id, ...body, byId: ctx.actor.id, by: ctx.actor.name, at })
    const person = await readPerson(ctx, tx, ref)
    if (!person.ok) return person
    return ok({ answer: person.value, audit: auditOf(ctx, subject.value, 'removal.asked', { officer: ctx.actor.id }) })
  })

const tell = (tx: Sql, { election, key, row }: Subject, { ground: id, id: removal }: Removal, at: Date): Promise<void> => {
  const ground = getRemovalGround(id)
  return queueNotice(tx, {
    electionId: election.id,
    countyCode: key.countyCode,
    personKey: key.personKey,
    registrationId: key.registrationId,
    areaCode: row.communityCode ?? undefined,
    template: 'removed',
    parameters: { ...aboutElection(election), ground: ground.title, article: spellArticles(ground.article) },
    dedupeKey: `registration/${key.registrationId}/removed/${removal}`,
    at,
  })
}

const removalChange = ({ countyCode, registrationId }: Ref, removal: Removal): Change => ({
  kind: 'removal.confirm',
  countyCode,
  first: { id: removal.askedById, name: removal.askedBy },
  content: [countyCode, String(registrationId), String(removal.id), removal.ground, removal.documentNo],
  summary: {
    zh: `第 ${registrationId} 号登记除名：由第二名工作人员确认`,
    en: `Registration ${registrationId}: the removal from the roll is confirmed by a second officer`,
  },
})

/** Removals that wait, for the level above: COUNTY/REGISTRATION. */
export const waitingRemovals: ChangeSource = {
  kinds: ['removal.confirm'],
  async find(ctx, _, subject) {
    const [countyCode = '', id = ''] = subject.split('/')
    const ref = { countyCode, registrationId: Number(id) }
    if (!Number.isSafeInteger(ref.registrationId)) return undefined
    return ctx.database.transaction(async tx => {
      const found = await lockSubject(ctx, tx, ref)
      const open = found.ok ? await findOpen(tx, found.value) : undefined
      return open && removalChange(ref, open)
    })
  },
}

/**
 * Confirms a removal as the second officer, or with what the first one enters of the level above: the voter is off the roll, and is told the
 * ground and how to object.
 */
export const confirmRemoval = async (
  ctx: Context,
  ref: Ref,
  arrivals?: Arrivals,
  second?: SecondGiven,
): Promise<Result<RegisteredPerson, Failure>> => {
  const entered = await CountedSecond.count(ctx.database, second)
  return write(ctx, { action: `confirm removal ${ref.countyCode}/${ref.registrationId}` }, async (tx, at): Promise<Done> => {
    const subject = await lockRegistered(ctx, tx, ref)
    if (!subject.ok) return subject
    const open = await findOpen(tx, subject.value)
    if (!open) return fail({ code: 'removal.none' })
    const other = await checkSecondOfficer(tx, ctx, removalChange(ref, open), entered)
    if (!other.ok) return other
    // Of the ground speak the removal and the notice only: no log or event lists people by it.
    const reason = `除名 ${open.id}`
    const changed = await changeStanding(
      tx,
      { ...ref, change: { kind: 'strike' }, actor: other.value.name, at, reason },
      arrivals,
    )
    if (!changed.ok) return fail({ code: 'change.not-registered' })
    await settleRemoval(tx, subject.value.key.personKey, open.id, 'confirmed', other.value.name, at)
    await tell(tx, subject.value, open, at)
    const person = await readPerson(ctx, tx, ref)
    if (!person.ok) return person
    const details = { removal: open.id, askedBy: open.askedById, officer: other.value.id, ...other.value.details }
    return ok({ answer: person.value, audit: auditOf(ctx, subject.value, 'registration.removed', details) })
  })
}

/** Withdraws a removal that waits; either officer may. */
export const withdrawRemoval = (ctx: Context, ref: Ref): Promise<Result<RegisteredPerson, Failure>> =>
  write(ctx, { action: `withdraw removal ${ref.countyCode}/${ref.registrationId}` }, async (tx, at): Promise<Done> => {
    const subject = await lockSubject(ctx, tx, ref)
    if (!subject.ok) return subject
    const open = await findOpen(tx, subject.value)
    if (!open) return fail({ code: 'removal.none' })
    await settleRemoval(tx, subject.value.key.personKey, open.id, 'withdrawn', ctx.actor.name, at)
    const person = await readPerson(ctx, tx, ref)
    if (!person.ok) return person
    return ok({ answer: person.value, audit: auditOf(ctx, subject.value, 'removal.withdrawn', { officer: ctx.actor.id }) })
  })

const STATES: Readonly<Record<'confirmed' | 'withdrawn', Text>> = {
  confirmed: { zh: '第二名工作人员确认除名', en: 'Removal confirmed by a second officer' },
  withdrawn: { zh: '撤回除名提请', en: 'Removal request withdrawn' },
}

/** Removals in a person's record. */
export const findRemovalSection = async (ctx: Context, subject: RecordSubject): Promise<RecordSection | null> => {
  // Who does not decide sees of a removal that it was, and not why.
  const mayKnow = authorise(ctx.actor, 'decide', ctx.actor.areaCode).ok
  const removals = await findRemovals(ctx.database, subject)
  if (removals.length === 0) return null
  return {
    title: { zh: '除名', en: 'Removal' },
    facts: [],
    events: removals.flatMap(({ ground: id, documentNo, askedAt, askedBy, state, settledAt, settledBy }) => {
      const { zh, en } = getRemovalGround(id).title
      const asked = {
        at: askedAt,
        by: askedBy,
        text: mayKnow
          ? { zh: `提请除名：${zh}（${documentNo}）`, en: `Removal requested: ${en} (${documentNo})` }
          : { zh: '提请除名', en: 'Removal requested' },
      }
      return state === 'open' || settledAt === null ? [asked] : [asked, { at: settledAt, by: settledBy, text: STATES[state] }]
    }),
  }
}
