/** Streets and townships of an election side by side, and the figures of each day. */
import { ok, type Result } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import { type DayFigures, readDays } from '../counts/index.ts'
import { type CommunityCounts, electionProgress, namesOfCommunities, scopeOf, type WorklistFailure } from '../worklist/index.ts'

/** Digits of the code of a street or township. */
const TOWNSHIP_DIGITS = 9
const DAYS = 90

export interface TownshipCounts extends CommunityCounts {
  readonly name: string
}

interface TownshipsProgress {
  readonly election: Election
  /** People whose community is not known are counted under the election's own area. */
  readonly townships: readonly TownshipCounts[]
  /** Of the area, or of the township asked for: at most the latest ninety days, with today. */
  readonly days: readonly DayFigures[]
}

/** As far as the actor's area goes; `township`: days of that only. */
export const townshipsProgress = async (
  ctx: Context,
  electionId: string,
  township?: string,
): Promise<Result<TownshipsProgress, { readonly code: WorklistFailure }>> => {
  const progress = await electionProgress(ctx, electionId)
  if (!progress.ok) return progress
  const { election, communities } = progress.value
  const sums = new Map<string, Omit<TownshipCounts, 'name'>>()
  for (const { name: _, ...counts } of communities) {
    const code = counts.code.slice(0, TOWNSHIP_DIGITS)
    sums.set(code, addCounts(sums.get(code), { ...counts, code }))
  }
  const names = await namesOfCommunities(ctx.database, [...sums.keys()])
  const townships = [...sums.values()].map(one => ({ ...one, name: names.get(one.code) ?? one.code }))
  const { area } = scopeOf(ctx, election)
  const wanted = township?.startsWith(area) ? township : area
  const today = chinaDate(ctx.clock.now())
  const before = await readDays(ctx.database, { electionId, electionArea: election.areaCode, area: wanted, today }, DAYS - 1)
  const now = townships.filter(({ code }) => wanted === area || code === wanted)
  const sum = (field: 'eligible' | 'registered' | 'notYetRegistered') => now.reduce((total, one) => total + one[field], 0)
  return ok({
    election,
    townships,
    days: [...before, { day: today, eligible: sum('eligible'), registered: sum('registered'), missing: sum('notYetRegistered') }],
  })
}

const addCounts = (one: CommunityCounts | undefined, other: CommunityCounts): CommunityCounts =>
  one === undefined
    ? other
    : {
        code: one.code,
        eligible: one.eligible + other.eligible,
        registered: one.registered + other.registered,
        review: one.review + other.review,
        reviewStanding: one.reviewStanding + other.reviewStanding,
        pending: one.pending + other.pending,
        notYetRegistered: one.notYetRegistered + other.notYetRegistered,
        elsewhere: one.elsewhere + other.elsewhere,
        fromElsewhere: one.fromElsewhere + other.fromElsewhere,
      }
