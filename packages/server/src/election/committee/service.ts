/** Election committees: their names, who is in them, and who left. A member who becomes a candidate leaves (EL 10). */
import type { Level } from '@mingce/domain/election'
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { authorise } from '../../access/index.ts'
import { recordAudit } from '../../platform/audit/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { Failure } from '../../platform/http/index.ts'
import { type Election, getElection, homeCounty, writeOnce } from '../lifecycle/index.ts'
import type { CommitteeFailure } from './errors.ts'
import {
  type Committee,
  type CommitteeMember,
  endMember,
  findCommittee,
  findCommittees,
  findMembers,
  insertMember,
  lockMember,
  type Office,
  putCommittee,
} from './store.ts'

type Answer<T> = Promise<Result<T, Failure<CommitteeFailure>>>

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

const trail = (ctx: Context, tx: Sql, election: Election, at: Date, action: string, details: Record<string, unknown>) =>
  recordAudit(tx, {
    countyCode: homeCounty(election),
    at,
    actor: ctx.actor.name,
    role: ctx.actor.role,
    action,
    subject: election.id,
    details,
    requestId: ctx.requestId,
  })

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
  const written = await writeOnce<boolean, CommitteeFailure>(ctx, `committee.name ${electionId}`, async (tx, at) => {
    await putCommittee(tx, electionId, input)
    await trail(ctx, tx, election.value, at, 'committee.named', { level: input.level, area: input.areaCode, name: input.name })
    return ok(true)
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
  const written = await writeOnce<boolean, CommitteeFailure>(ctx, `committee.appoint ${electionId}`, async (tx, at) => {
    await tx.query('SELECT id FROM election WHERE id = $1 FOR UPDATE', [electionId])
    if (!(await findCommittee(tx, electionId, input.level, input.areaCode))) return fail({ code: 'committee.unknown' })
    const sitting = (await findMembers(tx, electionId)).filter(
      one => one.level === input.level && one.areaCode === input.areaCode && one.leftOn === null,
    )
    if (sitting.some(one => one.name === input.name)) return fail({ code: 'committee.already-in', field: 'name' })
    if (input.office === 'chair' && sitting.some(one => one.office === 'chair'))
      return fail({ code: 'committee.chair-taken', field: 'office' })
    await insertMember(tx, electionId, input)
    await trail(ctx, tx, election.value, at, 'committee.appointed', {
      level: input.level,
      area: input.areaCode,
      name: input.name,
      office: input.office,
      from: input.from,
    })
    return ok(true)
  })
  return written.ok ? ok(await read(ctx.database, electionId)) : written
}

const leave = async (
  ctx: Context,
  tx: Sql,
  election: Election,
  memberId: number,
  left: { readonly on: string; readonly reason: string; readonly article: string | null },
): Answer<boolean> => {
  const at = ctx.clock.now()
  const member = await lockMember(tx, election.id, memberId)
  if (!member) return fail({ code: 'member.unknown' })
  if (member.leftOn !== null) return fail({ code: 'member.left' })
  if (left.on < member.from || left.on > chinaDate(at)) return fail({ code: 'member.dates', field: 'on' })
  await endMember(tx, election.id, memberId, left)
  await trail(ctx, tx, election, at, 'committee.left', {
    name: member.name,
    office: member.office,
    ...left,
    area: member.areaCode,
  })
  return ok(true)
}

/**
 * Lets a member leave because they became a candidate (EL 10), in the caller's transaction: for the room of nominations, which finds the
 * member with `findSittingMembers`.
 */
export const leaveAsCandidate = (ctx: Context, tx: Sql, election: Election, memberId: number, on: string): Answer<boolean> =>
  leave(ctx, tx, election, memberId, { on, ...CANDIDATE })

/** Lets a member leave; a candidate's leave says the article, any other a reason in words. */
export const endMembership = async (
  ctx: Context,
  electionId: string,
  memberId: number,
  input: { readonly on: string; readonly candidate: boolean; readonly reason?: string | undefined },
): Answer<CommitteeWithMembers[]> => {
  const election = await mayChange(ctx, electionId)
  if (!election.ok) return election
  const written = await writeOnce<boolean, CommitteeFailure>(ctx, `committee.leave ${electionId} ${memberId}`, tx =>
    input.candidate
      ? leaveAsCandidate(ctx, tx, election.value, memberId, input.on)
      : leave(ctx, tx, election.value, memberId, { on: input.on, reason: input.reason ?? '', article: null }),
  )
  return written.ok ? ok(await read(ctx.database, electionId)) : written
}
