/**
 * Each voter and each organisation proposes no more people than the district has seats (EL 30, P83 10). People are counted, not papers.
 * Which of them fall where there are more is open (`which-falls`).
 */
import type { Settings } from '../election/index.ts'

export type Standing = 'stands' | 'falls' | 'undecided'

interface Signed {
  readonly nominee: string
  readonly at: string | null
}

/** When the signer first signed for each person; null where one of the times is unknown. */
const firstTimes = (signed: readonly Signed[]): Map<string, string | null> => {
  const times = new Map<string, string | null>()
  for (const { nominee, at } of signed) {
    const before = times.get(nominee)
    if (before === undefined) times.set(nominee, at)
    else if (before !== null && (at === null || at < before)) times.set(nominee, at)
  }
  return times
}

/** By the order in which the people were signed for: equal times at the border decide nothing. */
const earlierStand = (times: ReadonlyMap<string, string>, seats: number): Map<string, Standing> => {
  const sorted = [...times.values()].sort()
  const [last, next] = [sorted[seats - 1] ?? '', sorted[seats] ?? '']
  return new Map(
    [...times].map(([nominee, at]) => {
      if (last === next && at === last) return [nominee, 'undecided']
      return [nominee, at <= last ? 'stands' : 'falls']
    }),
  )
}

/** For which of the people that one signer proposes the signature stands. */
export const standingOfPeople = (signed: readonly Signed[], seats: number, settings: Settings): Map<string, Standing> => {
  const times = firstTimes(signed)
  if (times.size <= seats) return new Map([...times.keys()].map(nominee => [nominee, 'stands']))
  const known = new Map([...times].flatMap(([nominee, at]) => (at === null ? [] : [[nominee, at] as const])))
  if (settings['which-falls'] === 'signer-chooses' || known.size < times.size)
    return new Map([...times.keys()].map(nominee => [nominee, 'undecided']))
  return earlierStand(known, seats)
}
