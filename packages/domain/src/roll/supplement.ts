/** What changed since the lists published so far: the lines of a supplement (EL 27, 29). */
import type { Change } from './entry.ts'

/** What the list says of one voter in one district, or would say today. */
export interface Standing {
  readonly name: string
  readonly sex: string
  readonly group: string
}

/**
 * The change that a supplement has to publish, or null when the lists published so far already say the same. `before` is what they say of
 * this voter in this district, `now` what the roll says; null: not on it. A move to another district is two changes, one in each.
 * The mark is no change of its own: a newcomer of the same name does not reissue the lines of others.
 */
export const changeOf = (before: Standing | null, now: Standing | null): Exclude<Change, 'listed'> | null => {
  if (!before) return now ? 'added' : null
  if (!now) return 'removed'
  return before.name === now.name && before.sex === now.sex && before.group === now.group ? null : 'corrected'
}
