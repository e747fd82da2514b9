/** The registered person whom an officer changes: found in the officer's area, and held for the transaction. */
import { getRemovalGround, REMOVAL_GROUNDS } from '@mingce/domain/registration'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { maskResidentId } from '@mingce/domain/standards'
import { authorise, type Context } from '../../access/index.ts'
import { type Election, findElectionById } from '../../election/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { AuditEntry } from '../../platform/write/index.ts'
import type { Ref, RegistrationKey } from '../check/index.ts'
import { lockStanding, type StandingRow } from '../review/index.ts'
import type { ChangeFailure } from './errors.ts'
import type { RegisteredPerson } from './schema.ts'
import { findPerson, findRemovals } from './store.ts'

export type Failure = { readonly code: ChangeFailure; readonly text?: Text; readonly next?: Text }

export interface Subject {
  readonly election: Election
  readonly row: StandingRow
  readonly key: RegistrationKey
}

/** The registration, locked, when it lies in the actor's area. */
export const lockSubject = async (ctx: Context, tx: Sql, ref: Ref): Promise<Result<Subject, Failure>> => {
  const row = await lockStanding(tx, ref)
  const election = row && (await findElectionById(tx, row.electionId))
  if (!row || !election || !(row.communityCode ?? election.areaCode).startsWith(ctx.actor.areaCode))
    return fail({ code: 'registration.unknown' })
  const { countyCode, registrationId } = ref
  return ok({ election, row, key: { countyCode, registrationId, personKey: row.personKey } })
}

/** As `lockSubject`, of someone who is registered at present. */
export const lockRegistered = async (ctx: Context, tx: Sql, ref: Ref): Promise<Result<Subject, Failure>> => {
  const subject = await lockSubject(ctx, tx, ref)
  return subject.ok && subject.value.row.status !== 'registered' ? fail({ code: 'change.not-registered' }) : subject
}

export const auditOf = (
  ctx: Context,
  { key, election }: Subject,
  action: AuditEntry['action'],
  details: AuditEntry['details'],
): AuditEntry => ({
  countyCode: key.countyCode,
  action,
  subject: `registration/${key.registrationId}`,
  details: { ...details, election: election.id, office: ctx.actor.areaCode },
})

/** The person as the office sees and changes them. */
export const readPerson = async (ctx: Context, sql: Sql, ref: Ref): Promise<Result<RegisteredPerson, Failure>> => {
  const person = await findPerson(sql, ref)
  if (!person?.place.startsWith(ctx.actor.areaCode)) return fail({ code: 'registration.unknown' })
  const { personKey, communityCode, community, maskedDocument, place, ...shown } = person
  const open = (await findRemovals(sql, { ...ref, personKey })).find(removal => removal.state === 'open')
  // Why somebody is to be removed is known to the officers who decide.
  const mayKnow = authorise(ctx.actor, 'decide', person.place).ok
  const ground = open && mayKnow ? getRemovalGround(open.ground) : undefined
  return ok({
    countyCode: ref.countyCode,
    registrationId: ref.registrationId,
    ...shown,
    maskedNumber: maskedDocument ?? maskResidentId(ctx.keys.openPersonKey(personKey)),
    community: communityCode === null ? null : { code: communityCode, name: community ?? communityCode },
    removal:
      open && ground
        ? {
            ground: ground.title,
            article: ground.article,
            documentNo: open.documentNo,
            askedBy: open.askedBy,
            askedAt: open.askedAt.toISOString(),
            own: open.askedById === ctx.actor.id,
          }
        : null,
    grounds: REMOVAL_GROUNDS.map(({ id, article, title, document }) => ({ id, article, title, document })),
  })
}

export const findRegisteredPerson = (ctx: Context, ref: Ref): Promise<Result<RegisteredPerson, Failure>> =>
  readPerson(ctx, ctx.database, ref)
