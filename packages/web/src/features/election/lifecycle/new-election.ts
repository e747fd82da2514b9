/** What the choices for a new election bring about: over how many days polling may go, and when its list is due. Pure. */
import { type RuleSet, ruleSetFor, timetable } from '@mingce/domain/election'

/** Over how many days polling may go in the area, and who says so (EL 37, or the province's own rule). */
export const mostPollingDays = (areaCode: string): RuleSet['pollingDays'] => ruleSetFor(areaCode).pollingDays

export interface ChosenDays {
  readonly areaCode: string
  /** 'YYYY-MM-DD' */
  readonly day: string
  readonly lastDay?: string | undefined
  readonly byElection: boolean
}

/** The last day for publishing the list, with its article; null while the days are not ones that the area's rules take. */
export const listDue = (chosen: ChosenDays): { readonly date: string; readonly article: string } | null => {
  const steps = timetable({ ...chosen, rules: ruleSetFor(chosen.areaCode) })
  const step = steps.ok ? steps.value.find(one => one.step === 'list-published') : undefined
  return step ? { date: step.date, article: step.article } : null
}

/** What is wrong with the days, in both languages, as the server would say it; null: nothing. */
export const daysRefused = (chosen: ChosenDays): { readonly zh: string; readonly en: string } | null => {
  const steps = timetable({ ...chosen, rules: ruleSetFor(chosen.areaCode) })
  return steps.ok ? null : steps.error.text
}
