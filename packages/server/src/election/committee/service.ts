/** Election committees: their names, who is in them, and who left. A member who becomes a candidate leaves (EL 10). */
import type { Level } from '@mingce/domain/election'
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { authorise } from '../../access/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { Failure } from '../../platform/http/index.ts'
import { type Written, write } from '../../platform/write/index.ts'
import { type Election, electionAudit, getElection } from '../lifecycle/index.ts'
import type { CommitteeFailure } from './errors.ts'
import {
  type Committee,
  type CommitteeMember,
  endMember,
  findCommittee,
  findCommittees,
  findMembers,
  insertMember,
  lockCommittees,
  lockMember,
  type Office,
  putCommittee,
} from './store.ts'

type Answer<T> = Promise<Result<T, Failure<CommitteeFailure>>>
/** What a write's work returns; its answer says nothing, because every use case answers with the committees as they are then. */
type WorkDone = Answer<Written<true>>

export interface CommitteeWithMembers extends Committee {
  readonly members: readonly CommitteeMember[]
}

/** What EL 10 asks of a member who becomes a candidate. */
const CANDIDATE = { reason: 'candidate', article: 'EL 10' } as const

const read = async (sql: Sql, electionId: string): Promise<CommitteeWithMembers[]> => {
  const members = await findMembers(sql, electionId)
  return (await findCommittees(sql, electionId)).map(committee => ({
    ...committee,
    members: members.filter(one => one.level === committee.level && one.areaCode === committee.areaCode),
  }))
}

const mayChange = async (ctx: Context, electionId: string): Answer<Election> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  const setUp = authorise(ctx.actor, 'set-up', election.value.areaCode)
  if (setUp.ok) return election
  const publish = authorise(ctx.actor, 'publish', election.value.areaCode)
  return publish.ok ? election : publish
}

/** Does this election elect deputies of that level in that area? */
const hasCongress = (election: Election, level: Level, areaCode: string): boolean =>
  election.levels.includes(level) &&
  areaCode.length === (level === 'county' ? 6 : 9) &&
  (areaCode.startsWith(election.areaCode) || election.areaCode.startsWith(areaCode))

/** Committees of an election with all who are or were in them. */
export const findElectionCommittees = async (ctx: Context, electionId: string): Answer<CommitteeWithMembers[]> => {
  const election = await getElection(ctx, electionId)
  return election.ok ? ok(await read(ctx.database, electionId)) : election
}

/** Gives the committee of a congress its name, or another one. */
export const nameCommittee = async (
  ctx: Context,
  electionId: string,
  input: { readonly level: Level; readonly areaCode: string; readonly name: string },
): Answer<CommitteeWithMembers[]> => {
  const election = await mayChange(ctx, electionId)
  if (!election.ok) return election
  if (!hasCongress(election.value, input.level, input.areaCode)) return fail({ code: 'committee.congress', field: 'areaCode' })
  const written = await write(ctx, { action: `committee.name ${electionId}` }, async tx => {
    await putCommittee(tx, electionId, input)
    const details = { level: input.level, area: input.areaCode, name: input.name }
    return ok({ answer: true as const, audit: electionAudit(election.value, 'committee.named', details) })
  })
  return written.ok ? ok(await read(ctx.database, electionId)) : written
}

/** Enters a member who was appointed (EL 10); a committee has one chair. */
export const appointMember = async (
  ctx: Context,
  electionId: string,
  input: {
    readonly level: Level
    readonly areaCode: string
    readonly name: string
    readonly office: Office
    readonly from: string
  },
): Answer<CommitteeWithMembers[]> => {
  const election = await mayChange(ctx, electionId)
  if (!election.ok) return election
  const written = await write(ctx, { action: `committee.appoint ${electionId}` }, async (tx): WorkDone => {
    await lockCommittees(tx, electionId)
    if (!(await findCommittee(tx, electionId, input.level, input.areaCode))) return fail({ code: 'committee.unknown' })
    const sitting = (await findMembers(tx, electionId)).filter(
      one => one.level === input.level && one.areaCode === input.areaCode && one.leftOn === null,
    )
    if (sitting.some(one => one.name === input.name)) return fail({ code: 'committee.already-in', field: 'name' })
    if (input.office === 'chair' && sitting.some(one => one.office === 'chair'))
      return fail({ code: 'committee.chair-taken', field: 'office' })
    await insertMember(tx, electionId, input)
    return ok({
      answer: true,
      audit: electionAudit(election.value, 'committee.appointed', {
        level: input.level,
        area: input.areaCode,
        name: input.name,
        office: input.office,
        from: input.from,
      }),
    })
  })
  return written.ok ? ok(await read(ctx.database, electionId)) : written
}

const leave = async (
  tx: Sql,
  at: Date,
  election: Election,
  memberId: number,
  left: { readonly on: string; readonly reason: string; readonly article: string | null },
): WorkDone => {
  const member = await lockMember(tx, election.id, memberId)
  if (!member) return fail({ code: 'member.unknown' })
  if (member.leftOn !== null) return fail({ code: 'member.left' })
  if (left.on < member.from || left.on > chinaDate(at)) return fail({ code: 'member.dates', field: 'on' })
  await endMember(tx, election.id, memberId, left)
  const details = { name: member.name, office: member.office, ...left, area: member.areaCode }
  return ok({ answer: true, audit: electionAudit(election, 'committee.left', details) })
}

/**
 * Lets a member leave because they became a candidate (EL 10), in the caller's transaction: for the module of nominations, which finds
 * the member with `findSittingMembers`. The caller records the audit row that is returned.
 */
export const leaveAsCandidate = (tx: Sql, at: Date, election: Election, memberId: number, on: string): WorkDone =>
  leave(tx, at, election, memberId, { on, ...CANDIDATE })

/** Lets a member leave; a candidate's leave says the article, any other a reason in words. */
export const endMembership = async (
  ctx: Context,
  electionId: string,
  memberId: number,
  input: { readonly on: string; readonly candidate: boolean; readonly reason?: string | undefined },
): Answer<CommitteeWithMembers[]> => {
  const election = await mayChange(ctx, electionId)
  if (!election.ok) return election
  const written = await write(ctx, { action: `committee.leave ${electionId} ${memberId}` }, (tx, at) =>
    input.candidate
      ? leaveAsCandidate(tx, at, election.value, memberId, input.on)
      : leave(tx, at, election.value, memberId, { on: input.on, reason: input.reason ?? '', article: null }),
  )
  return written.ok ? ok(await read(ctx.database, electionId)) : written
}
