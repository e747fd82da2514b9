/** When the list is due: the timetable's step, else the election's own date against today. Pure but for the clock's default. */
import type { Overview } from '../../../api/index.ts'
import { chinaDay } from '../../../ui/index.ts'
import { dayDistance } from '../../election/index.ts'

export const listDeadlineOf = (overview: Overview, now: Date = new Date()): { date: string; daysLeft: number } => {
  const date = overview.election.listDeadline
  const step = overview.deadlines.find(deadline => deadline.date === date)
  return { date, daysLeft: step?.daysLeft ?? dayDistance(chinaDay(now), date) }
}
