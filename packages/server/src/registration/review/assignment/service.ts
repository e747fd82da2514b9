/**
 * Cases are assigned to officers who may decide them: picked one by one, to an officer, never by anything about the person. An assignment
 * says who sees to a case and keeps nobody else from deciding it.
 */
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Context } from '../../../access/index.ts'
import { authorise, findOfficersWho, visibleArea } from '../../../access/index.ts'
import { type Election, getElection } from '../../../election/index.ts'
import type { Sql } from '../../../platform/database/index.ts'
import { type AuditEntry, type Written, write } from '../../../platform/write/index.ts'
import type { Ref } from '../../check/index.ts'
import type { ReviewFailure } from '../errors.ts'
import { toFailed } from '../errors.ts'
import type { CaseRow } from '../store.queue.ts'
import { findCase } from '../store.queue.ts'
import type { AssignBody, AssignedCases, Assignee } from './schema.ts'
import { countAssigned, deleteAssignment, saveAssignment } from './store.ts'

type Failed = { readonly code: ReviewFailure }
type Officer = Awaited<ReturnType<typeof findOfficersWho>>[number]

/** As the filter of the queue says it: an officer by id, `mine`, or `nobody`. */
export const officerOf = (ctx: Pick<Context, 'actor'>, assigned: string | undefined): string | null | undefined =>
  assigned === 'mine' ? ctx.actor.id : assigned === 'nobody' ? null : assigned

const officersOf = async (ctx: Context, sql: Sql, election: Election): Promise<Officer[]> => {
  const area = visibleArea(ctx.actor, election.areaCode)
  return area === null ? [] : findOfficersWho(sql, 'decide', area)
}

/** Officers to whom the actor may assign cases. */
export const findAssignees = async (ctx: Context, electionId: string): Promise<Result<Assignee[], Failed>> => {
  const election = await getElection(ctx, electionId, 'decide')
  if (!election.ok) return election
  const officers = await officersOf(ctx, ctx.database, election.value)
  const open = new Map((await countAssigned(ctx.database, electionId)).map(row => [row.officerId, row.open]))
  return ok(
    officers.map(({ id, name, areaName }) => ({ id, name, areaName, isSelf: id === ctx.actor.id, open: open.get(id) ?? 0 })),
  )
}

/** Open cases that are assigned to the actor, as work that waits. */
export const countMine = async (ctx: Pick<Context, 'actor' | 'database'>, electionId: string): Promise<number> =>
  (await countAssigned(ctx.database, electionId)).find(row => row.officerId === ctx.actor.id)?.open ?? 0

const isWithin = ({ place, other }: CaseRow, area: string): boolean =>
  place.startsWith(area) || other?.place.startsWith(area) === true

const assignOne = async (
  ctx: Context,
  tx: Sql,
  { electionId, ref, officer }: { readonly electionId: string; readonly ref: Ref; readonly officer: Officer | null },
  at: Date,
): Promise<Result<AuditEntry, Failed>> => {
  const row = await findCase(tx, ref.countyCode, ref.registrationId)
  if (!row || !isWithin(row, ctx.actor.areaCode)) return fail({ code: 'case.unknown' })
  // A case of another election is in this queue where one of its registrations is concerned.
  if (row.electionId !== electionId && row.other?.electionId !== electionId) return fail({ code: 'case.unknown' })
  if (officer && !isWithin(row, officer.areaCode)) return fail({ code: 'officer.elsewhere' })
  const key = { personKey: row.personKey, countyCode: ref.countyCode, registrationId: ref.registrationId }
  if (officer) await saveAssignment(tx, key, { electionId, officerId: officer.id, officer: officer.name, by: ctx.actor.name, at })
  else await deleteAssignment(tx, key, electionId)
  return ok({
    countyCode: ref.countyCode,
    action: 'case.assigned',
    subject: `registration/${ref.registrationId}`,
    details: { election: electionId, office: ctx.actor.areaCode, officer: officer?.name ?? null },
  })
}

/** Assigns cases to an officer, or to nobody; answers which were left as they are. */
export const assignCases = async (
  ctx: Context,
  { electionId, cases, officer: id }: AssignBody & { readonly electionId: string },
): Promise<Result<AssignedCases, Failed>> => {
  const found = await getElection(ctx, electionId, 'decide')
  if (!found.ok) return found
  if (!authorise(ctx.actor, 'decide', ctx.actor.areaCode).ok) return fail({ code: 'forbidden' })
  return write(ctx, { action: `assign ${electionId}` }, async (tx, at): Promise<Result<Written<AssignedCases>, Failed>> => {
    const officer = id === null ? null : (await officersOf(ctx, tx, found.value)).find(one => one.id === id)
    if (officer === undefined) return fail({ code: 'officer.unknown' })
    const items: AssignedCases['items'] = []
    const audit: AuditEntry[] = []
    for (const { countyCode, registrationId } of cases) {
      const ref = { countyCode, registrationId }
      const done = await assignOne(ctx, tx, { electionId, ref, officer }, at)
      if (done.ok) audit.push(done.value)
      else items.push({ ...ref, failure: toFailed(done.error) })
    }
    return ok({ answer: { assigned: audit.length, items }, audit })
  })
}
