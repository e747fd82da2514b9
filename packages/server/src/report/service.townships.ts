/** Streets and townships of an election side by side: figures of registration, objections, and late steps of their own elections. */
import { ok, type Result } from '@mingce/domain/result'
import type { Context } from '../access/index.ts'
import { findElections, type openTimetable } from '../election/index.ts'
import type { Failure } from '../platform/http/index.ts'
import { townshipsProgress, type WorklistFailure } from '../registration/index.ts'
import { openObjectionsByTownship } from '../roll/index.ts'
import type { Townships } from './schema.ts'

type Timetables = Pick<ReturnType<typeof openTimetable>, 'countLate'>

export const electionTownships = async (
  ctx: Context,
  electionId: string,
  township: string | undefined,
  timetables: Timetables,
): Promise<Result<Townships, Failure<WorklistFailure>>> => {
  const progress = await townshipsProgress(ctx, electionId, township)
  if (!progress.ok) return progress
  const { election, townships, days } = progress.value
  const objections = await openObjectionsByTownship(ctx, election)
  const elections = await findElections(ctx)
  const late = new Map<string, number>()
  for (const one of elections.ok ? elections.value : []) {
    if (one.id === election.id || one.state === 'closed' || !one.areaCode.startsWith(election.areaCode)) continue
    const code = one.areaCode.slice(0, 9)
    late.set(code, (late.get(code) ?? 0) + (await timetables.countLate(ctx, one)))
  }
  return ok({
    lateSteps: await timetables.countLate(ctx, election),
    townships: townships.map(({ code, name, eligible, registered, review, pending, notYetRegistered }) => ({
      code,
      name,
      eligible,
      registered,
      review,
      pending,
      notYetRegistered,
      objections: objections.get(code)?.open ?? 0,
      objectionsDue: objections.get(code)?.due ?? 0,
      lateSteps: late.get(code) ?? null,
    })),
    days: days.map(({ day, eligible, registered, missing }) => ({ day, eligible, registered, notYetRegistered: missing })),
  })
}
