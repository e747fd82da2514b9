/** Deprivation of political rights: from when and until when it holds (EL 4, CL 57, CL 58). */
import type { Deprivation } from './input.ts'

/**
 * Is the person deprived on that day? As an additional penalty it holds during the main sentence, too, and is counted from the release
 * (CL 58): from the first day of either until the last of either. The last day is inclusive.
 */
export const isDeprivedOn = ({ from, until, sentence }: Deprivation, day: string): boolean => {
  const first = sentence && sentence.from < from ? sentence.from : from
  if (day < first) return false
  if (until === 'life') return true
  const last = sentence && sentence.until > until ? sentence.until : until
  return day <= last
}
