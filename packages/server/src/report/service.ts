/** The overview of an election: figures of several modules on one page. */
import { ok, type Result } from '@mingce/domain/result'
import type { Context } from '../access/index.ts'
import { type Election, electionAnswer, getElection, type WaitingWork } from '../election/index.ts'
import type { Failure } from '../platform/http/index.ts'
import { electionProgress, findImports, type Overview, type WorklistFailure } from '../registration/index.ts'
import { findRollVersions, OBJECTIONS_TASK } from '../roll/index.ts'

/** Latest imports on the overview. */
const LATEST = 5

type FindWork = (ctx: Context, election: Election) => Promise<readonly WaitingWork[]>

const workOf = async (ctx: Context, election: Election, findWork: readonly FindWork[]): Promise<WaitingWork[]> =>
  (await Promise.all(findWork.map(find => find(ctx, election)))).flat()

/** Work that waits for the actor in an election: what is late or due first. */
export const electionWork = async (
  ctx: Context,
  electionId: string,
  findWork: readonly FindWork[],
): Promise<Result<WaitingWork[], Failure<WorklistFailure>>> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  const work = await workOf(ctx, election.value, findWork)
  return ok(work.sort((one, other) => other.due - one.due))
}

export const electionOverview = async (
  ctx: Context,
  electionId: string,
  findWork: readonly FindWork[],
): Promise<Result<Overview, Failure<WorklistFailure>>> => {
  const standing = await electionProgress(ctx, electionId)
  if (!standing.ok) return standing
  const imports = await findImports(ctx, electionId)
  if (!imports.ok) return imports
  const versions = await findRollVersions(ctx, electionId)
  const [latest = null] = versions.ok ? versions.value : []
  const { election, deadlines, communities, counts, cases, findings } = standing.value
  const work = await workOf(ctx, election, findWork)
  const objections = work.find(one => one.task === OBJECTIONS_TASK)
  return ok({
    election: electionAnswer(election),
    counts,
    cases,
    objections: { open: objections?.count ?? 0, due: objections?.due ?? 0 },
    work,
    communities: [...communities],
    findings,
    deadlines: [...deadlines],
    imports: imports.value.slice(0, LATEST),
    roll: latest,
  })
}
