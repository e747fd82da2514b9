/** The time limits of objections to a voter list (EL 29, CPL 188), counted from what happened. Dates are 'YYYY-MM-DD'. */
import { addDays, type PeriodEnd, periodEnd } from '../standards/index.ts'
import { DECISION_DAYS, OBJECTION_DAYS, SUIT_DAYS_BEFORE } from './list-days.ts'

/** The clocks of EL 29 and CPL 188. Where a province counts otherwise it is a record here, never an `if`. */
export interface ObjectionRules {
  /** Days from publication in which one may object. */
  readonly days: number
  /** Is the day of publication the first of them? By default it is not (民法典 201, CPL 85), which gives voters the longer time. */
  readonly publicationDayCounts: boolean
  /** Does a last day on a holiday move to the first working day after it (民法典 203, CPL 85)? By default it does. */
  readonly movesToWorkday: boolean
  /** Days from filing in which the committee decides. */
  readonly decisionDays: number
  /** A suit is brought at least so many days before election day: counted back from it, so a holiday does not move it. */
  readonly suitDaysBefore: number
}

const NATIONAL: ObjectionRules = {
  days: OBJECTION_DAYS,
  publicationDayCounts: false,
  movesToWorkday: true,
  decisionDays: DECISION_DAYS,
  suitDaysBefore: SUIT_DAYS_BEFORE,
}
const LOCAL: Readonly<Record<string, Partial<ObjectionRules>>> = {}

/** The clocks where a rule set holds. */
export const objectionRulesFor = (ruleSet: string): ObjectionRules => ({
  ...NATIONAL,
  ...(Object.hasOwn(LOCAL, ruleSet) ? LOCAL[ruleSet] : {}),
})

const endOf = (date: string, { movesToWorkday }: ObjectionRules): PeriodEnd =>
  movesToWorkday ? periodEnd(date) : { date, movedFrom: null }

/** The last day to object to a list or supplement published on that day (EL 29). */
export const objectionsUntil = (publishedOn: string, rules: ObjectionRules): PeriodEnd =>
  endOf(addDays(publishedOn, rules.days - (rules.publicationDayCounts ? 1 : 0)), rules)

/** When someone may object, and from what day that counts. */
export interface ObjectionDays {
  /** The day on which the list or supplement was published; where nothing is, the last day for publishing the list. */
  readonly listOn: string
  /** Nothing is published yet: both days are the plan's. */
  readonly planned: boolean
  /** The last day to object (EL 29). */
  readonly until: string
  /** The holiday on which it would have ended; null: it was not moved (民法典 203, CPL 85). */
  readonly movedFrom: string | null
}

/** The days for objections: from what was published, else from the plan. */
export const objectionDays = (publishedOn: string | null, plannedOn: string, rules: ObjectionRules): ObjectionDays => {
  const listOn = publishedOn ?? plannedOn
  const { date, movedFrom } = objectionsUntil(listOn, rules)
  return { listOn, planned: publishedOn === null, until: date, movedFrom }
}

/** The last day to sue over a decision: five days before election day (inclusive) (EL 29, CPL 188). */
export const lastDayToSue = (pollingDay: string, rules: ObjectionRules): string => addDays(pollingDay, -rules.suitDaysBefore)

/**
 * The last day to decide an objection filed on that day (EL 29). A holiday does not move it past the last day to sue: the committee's time
 * never costs the objector the court.
 */
export const decisionDue = (filedOn: string, pollingDay: string, rules: ObjectionRules): PeriodEnd => {
  const date = addDays(filedOn, rules.decisionDays)
  const end = endOf(date, rules)
  return end.date > lastDayToSue(pollingDay, rules) ? { date, movedFrom: null } : end
}
