/** How urgent an objection is, and which steps its state leaves open. Pure: the server has the last word. */
import type { ObjectionItem, ObjectionStep } from '../../../api/index.ts'
import type { Tone } from '../../../ui/index.ts'

/** Filed late: no day is owed. Else by the days left to decide. */
export type Urgency = 'late' | 'overdue' | 'today' | 'soon' | 'none'
export const urgencyOf = ({ state, late, daysLeft }: Pick<ObjectionItem, 'state' | 'late' | 'daysLeft'>): Urgency => {
  if (state !== 'filed') return 'none'
  if (late) return 'late'
  if (daysLeft < 0) return 'overdue'
  return daysLeft === 0 ? 'today' : 'soon'
}
export const toneOfUrgency: Readonly<Record<Urgency, Tone>> = {
  late: 'quiet',
  overdue: 'refused',
  today: 'review',
  soon: 'plain',
  none: 'quiet',
}

/** Steps that can be taken from a state; `close` after a decision only when the time to sue is over. */
export const stepsOf = (
  { state, suitUntil }: Pick<ObjectionItem, 'state' | 'suitUntil'>,
  today: string,
): readonly ObjectionStep['step'][] => {
  switch (state) {
    case 'filed':
      return ['decision']
    case 'decided':
      return ['served', 'undo']
    case 'served':
      return today > suitUntil ? ['close'] : ['suit']
    case 'suit':
      return ['judgment']
    case 'judged':
      return ['close']
    case 'closed':
      return []
  }
}

/** Articles that decisions usually cite, by the subject of the objection. */
export const ARTICLES = {
  missing: ['EL 27', 'EL 4'],
  'wrongly-listed': ['EL 27', 'EL 5'],
  'wrong-particulars': ['EL 28'],
} as const
