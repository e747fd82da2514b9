/**
 * An objection to the published list (申诉, EL 29): filed, decided by the committee, told to the objector, perhaps taken to court, closed. One
 * tagged union; each step is a function that returns the next state or says by name why it may not be taken. The picture is in
 * docs/objections.md and changes with this file. Dates are 'YYYY-MM-DD' and come from outside.
 */
import { DECISION_DAYS, OBJECTION_DAYS, SUIT_DAYS_BEFORE } from '../election/index.ts'
import { fail, ok, type Result } from '../result/index.ts'
import { addDays } from '../standards/index.ts'
import { objectionsUntil } from './publication.ts'

/** What the objection says is wrong with the list. */
export const OBJECTION_KINDS = ['missing', 'wrongly-listed', 'wrong-particulars'] as const

/** Whose entry it is about: the objector's own, or that of somebody else, who may be on the list or missing from it. */
export const OBJECTION_SUBJECTS = ['own', 'other'] as const

/** The clocks of EL 29 and CPL 188. Where a province counts otherwise it is a record here, never an `if`. */
export interface ObjectionRules {
  /** Days from publication in which one may object. */
  readonly days: number
  /** Is the day of publication the first of them? Open in the text; by default it is not, which gives voters the longer time. */
  readonly publicationDayCounts: boolean
  /** Days from filing in which the committee decides. */
  readonly decisionDays: number
  /** A suit is brought at least so many days before election day. */
  readonly suitDaysBefore: number
}

const NATIONAL: ObjectionRules = {
  days: OBJECTION_DAYS,
  publicationDayCounts: false,
  decisionDays: DECISION_DAYS,
  suitDaysBefore: SUIT_DAYS_BEFORE,
}
const LOCAL: Readonly<Record<string, Partial<ObjectionRules>>> = {}

/** The clocks where a rule set holds. */
export const objectionRulesFor = (ruleSet: string): ObjectionRules => ({
  ...NATIONAL,
  ...(Object.hasOwn(LOCAL, ruleSet) ? LOCAL[ruleSet] : {}),
})

/** The last day to object to a list published on that day (EL 29). */
export const lastDayToObject = (publishedOn: string, rules: ObjectionRules): string =>
  addDays(objectionsUntil(publishedOn, rules.publicationDayCounts), rules.days - OBJECTION_DAYS)

/** The last day to sue over a decision: five days before election day (inclusive) (Electoral Law, Art. 29; Civil Procedure Law, Art. 188). */
export const lastDayToSue = (pollingDay: string, rules: ObjectionRules): string => addDays(pollingDay, -rules.suitDaysBefore)

interface Filing {
  readonly filedOn: string
  /** The last day it could be filed in time. */
  readonly until: string
  /** Filed after that day: no decision is owed, and the committee looks into it all the same (EL 27). */
  readonly late: boolean
  /** The day by which the committee decides. */
  readonly dueOn: string
}
interface Decision {
  readonly decision: 'upheld' | 'dismissed'
  readonly reason: string
  readonly article: string
  readonly decidedOn: string
}
interface Suit {
  readonly court: string
  readonly caseNumber: string
  readonly suedOn: string
}
interface Judgment {
  /** as-decided: the decision stands; list: the voter is to stand on the list; strike: is to be taken off. */
  readonly judgment: 'as-decided' | 'list' | 'strike'
  readonly judgmentNumber: string
  readonly judgedOn: string
}

export type Filed = Filing & { readonly state: 'filed' }
export type Decided = Filing & Decision & { readonly state: 'decided' }
export type Served = Filing & Decision & { readonly state: 'served'; readonly servedOn: string }
export type Sued = Omit<Served, 'state'> & Suit & { readonly state: 'suit' }
export type Judged = Omit<Sued, 'state'> & Judgment & { readonly state: 'judged' }
export type Closed = (Omit<Served, 'state'> | Omit<Judged, 'state'>) & { readonly state: 'closed'; readonly closedOn: string }
export type Objection = Filed | Decided | Served | Sued | Judged | Closed
export const OBJECTION_STATES = ['filed', 'decided', 'served', 'suit', 'judged', 'closed'] as const

/** Why a step may not be taken. */
export type ObjectionFault =
  | 'objection.not-published'
  | 'objection.polling-over'
  | 'objection.other-state'
  | 'objection.backwards'
  | 'objection.suit-late'
  | 'objection.suit-open'
  | 'objection.judgment-late'

/** The list and the day it serves. */
export interface ObjectionTerms {
  /** When the list objected to was published; null: not yet. */
  readonly publishedOn: string | null
  readonly pollingDay: string
  readonly rules: ObjectionRules
}

const refuse = (code: ObjectionFault) => fail(code)

/** Files an objection. Late ones are taken and marked; before publication and after election day there is nothing to object to. */
export const fileObjection = (filedOn: string, terms: ObjectionTerms): Result<Filed, ObjectionFault> => {
  const { publishedOn, pollingDay, rules } = terms
  if (publishedOn === null || filedOn < publishedOn) return refuse('objection.not-published')
  if (filedOn > pollingDay) return refuse('objection.polling-over')
  const until = lastDayToObject(publishedOn, rules)
  return ok({ state: 'filed', filedOn, until, late: filedOn > until, dueOn: addDays(filedOn, rules.decisionDays) })
}

/** The committee decides, with its reason and article (EL 29). Later than due it still decides: the delay shows, and nobody is left without. */
export const decideObjection = (objection: Objection, decision: Decision): Result<Decided, ObjectionFault> => {
  if (objection.state !== 'filed') return refuse('objection.other-state')
  if (decision.decidedOn < objection.filedOn) return refuse('objection.backwards')
  return ok({ ...objection, ...decision, state: 'decided' })
}

/** Takes a decision back while the objector has not been told. */
export const undoObjectionDecision = (objection: Objection): Result<Filed, ObjectionFault> => {
  if (objection.state !== 'decided') return refuse('objection.other-state')
  const { filedOn, until, late, dueOn } = objection
  return ok({ state: 'filed', filedOn, until, late, dueOn })
}

/** The decision is made final by telling it to the objector. */
export const serveDecision = (objection: Objection, servedOn: string): Result<Served, ObjectionFault> => {
  if (objection.state !== 'decided') return refuse('objection.other-state')
  if (servedOn < objection.decidedOn) return refuse('objection.backwards')
  return ok({ ...objection, state: 'served', servedOn })
}

/** Notes a suit over the decision. The court takes none brought later than five days before election day (CPL 188). */
export const recordSuit = (objection: Objection, suit: Suit, terms: ObjectionTerms): Result<Sued, ObjectionFault> => {
  if (objection.state !== 'served') return refuse('objection.other-state')
  if (suit.suedOn < objection.decidedOn) return refuse('objection.backwards')
  if (suit.suedOn > lastDayToSue(terms.pollingDay, terms.rules)) return refuse('objection.suit-late')
  return ok({ ...objection, ...suit, state: 'suit' })
}

/** Notes the judgment, which is made before election day and is final (EL 29, CPL 189). */
export const recordJudgment = (
  objection: Objection,
  judgment: Judgment,
  terms: ObjectionTerms,
): Result<Judged, ObjectionFault> => {
  if (objection.state !== 'suit') return refuse('objection.other-state')
  if (judgment.judgedOn < objection.suedOn) return refuse('objection.backwards')
  if (judgment.judgedOn >= terms.pollingDay) return refuse('objection.judgment-late')
  return ok({ ...objection, ...judgment, state: 'judged' })
}

/** Closes what is over: judged, or told and no longer open to a suit. */
export const closeObjection = (objection: Objection, closedOn: string, terms: ObjectionTerms): Result<Closed, ObjectionFault> => {
  if (objection.state === 'judged')
    return closedOn < objection.judgedOn ? refuse('objection.backwards') : ok({ ...objection, state: 'closed', closedOn })
  if (objection.state !== 'served') return refuse('objection.other-state')
  if (closedOn <= lastDayToSue(terms.pollingDay, terms.rules)) return refuse('objection.suit-open')
  return ok({ ...objection, state: 'closed', closedOn })
}
