/** The case that a decision is made on or taken back from: locked, with its key, and shown again when that is done. */
import type { Text } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { findElectionById } from '../../election/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { AuditEntry } from '../../platform/write/index.ts'
import { lockRegistrations, type Ref, type RegistrationKey } from '../check/index.ts'
import type { ReviewFailure } from './errors.ts'
import type { ReviewCase } from './schema.ts'
import { toReviewCase } from './service.queue.ts'
import { type CaseRow, findCase } from './store.queue.ts'

export type CaseFailure = { readonly code: ReviewFailure; readonly text?: Text; readonly next?: Text }

/** The case, locked with the registration it contends with, when it lies in the actor's area from either side. */
export const lockCase = async (ctx: Context, tx: Sql, ref: Ref): Promise<CaseRow | undefined> => {
  const seen = await findCase(tx, ref.countyCode, ref.registrationId)
  if (!seen) return undefined
  const within = (place: string) => place.startsWith(ctx.actor.areaCode)
  if (!within(seen.place) && !(seen.other && within(seen.other.place))) return undefined
  await lockRegistrations(tx, seen.personKey, seen.other ? [ref, seen.other] : [ref])
  return findCase(tx, ref.countyCode, ref.registrationId)
}

export const isSameRef = (a: Ref | null, b: Ref | null): boolean =>
  a?.countyCode === b?.countyCode && a?.registrationId === b?.registrationId

export const STALE: CaseFailure = { code: 'case.stale' }

export const getDecidedCase = async (ctx: Context, tx: Sql, ref: Ref): Promise<ReviewCase> => {
  const row = await findCase(tx, ref.countyCode, ref.registrationId)
  if (!row) throw new Error('a decided case is missing')
  return toReviewCase(ctx, row, await findElectionById(tx, row.electionId))
}

export const keyOf = (ref: Ref, { personKey }: CaseRow): RegistrationKey => ({
  personKey,
  countyCode: ref.countyCode,
  registrationId: ref.registrationId,
})

export const auditOfCase = (ref: Ref, action: AuditEntry['action'], details: AuditEntry['details']): AuditEntry => ({
  countyCode: ref.countyCode,
  action,
  subject: `registration/${ref.registrationId}`,
  details,
})
