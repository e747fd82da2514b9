/** The seats that a plan has to divide, as they were decided: what the proposal begins with. Pure. */
import type { Congress } from '../../../api/index.ts'

export interface OfferedSeats {
  readonly seats: number
  /** The decisions that say so. */
  readonly documents: readonly string[]
}

/**
 * Seats of `level` that fall to the area: of its own congress the whole, of the congress above its share, of congresses inside it their sum.
 * Null while one of them is not decided.
 */
export const offeredSeats = (
  congresses: readonly Congress[],
  level: Congress['level'],
  areaCode: string,
): OfferedSeats | null => {
  const ofLevel = congresses.filter(one => one.level === level)
  let seats = 0
  for (const { areaCode: code, decision, allocation } of ofLevel) {
    if (!decision) return null
    const own = code.startsWith(areaCode) ? decision.total : allocation?.allotments.find(one => one.code === areaCode)?.seats
    if (own === undefined) return null
    seats += own
  }
  return seats > 0 ? { seats, documents: [...new Set(ofLevel.flatMap(one => one.decision?.document ?? []))] } : null
}
