/** What is known of an election's timetable: its days, the steps that were recorded, the day its list was published. */
import {
  BY_THE_DAY,
  type Done,
  type ObjectionDays,
  objectionDays,
  objectionRulesFor,
  type RuleSet,
  type Step,
  type StepName,
  timetable,
} from '@mingce/domain/election'
import type { Result } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { authorise } from '../../access/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { Failure } from '../../platform/http/index.ts'
import type { Election } from '../lifecycle/index.ts'
import type { TimetableFailure } from './errors.ts'
import { type ElectionDays, findRecordedSteps, getDays, type RecordedStep } from './store.ts'

/** Reads the day on which the election's list was published, null if it is not published; module roll provides it. */
export type ListPublishedOn = (sql: Sql, electionId: string) => Promise<string | null>

export type Answer<T> = Promise<Result<T, Failure<TimetableFailure>>>

export interface Facts {
  readonly days: ElectionDays
  readonly recorded: readonly RecordedStep[]
  /** The day the list was published; null: not yet. */
  readonly published: string | null
  readonly done: Done
}

/** Whether a person records the step; the others follow from the date or the published list. */
export const isRecordedByHand = (step: StepName): boolean => step !== 'list-published' && !BY_THE_DAY.includes(step)

export const rulesOf = (election: Election): RuleSet => election.rules

/** Reads the facts; with `lock` the election's days cannot change until the transaction ends. */
export const loadFacts = async (sql: Sql, electionId: string, listPublishedOn: ListPublishedOn, lock = false): Promise<Facts> => {
  const days = await getDays(sql, electionId, lock)
  const recorded = await findRecordedSteps(sql, electionId)
  const published = await listPublishedOn(sql, electionId)
  const done: Done = {
    ...Object.fromEntries(recorded.map(one => [one.step, one.doneOn])),
    ...(published === null ? {} : { 'list-published': published }),
  }
  return { days, recorded, published, done }
}

/** The steps of any days, which the election's rules may refuse. */
export const computeSteps = (
  election: Election,
  { days, published }: Pick<Facts, 'days' | 'published'>,
): ReturnType<typeof timetable> =>
  timetable({
    day: days.day,
    lastDay: days.lastDay ?? undefined,
    rules: rulesOf(election),
    byElection: days.byElection,
    listPublishedOn: published ?? undefined,
  })

/** The steps of days that were accepted before. */
export const getSteps = (election: Election, facts: Pick<Facts, 'days' | 'published'>): Step[] => {
  const steps = computeSteps(election, facts)
  if (!steps.ok) throw new Error(`The rules of election ${election.id} refuse its recorded days: ${steps.error.code}`)
  return steps.value
}

/** The steps of an election by its own days and rule set; the time for objections counts from the day on which its list was published. */
export const electionSteps = (election: Election): Step[] =>
  getSteps(election, {
    days: { day: election.pollingDay, lastDay: election.lastDay, byElection: election.byElection },
    published: election.listPublishedOn,
  })

/** The last day to publish the list, and the article: of a by-election by its rule set (BJ 61, ZJ 59), else EL 28. */
export const listDueOf = (election: Election): { readonly date: string; readonly article: string } => {
  const step = electionSteps(election).find(one => one.step === 'list-published')
  if (!step) throw new Error(`The timetable of election ${election.id} has no list`)
  return step
}

/** When one may object to the election's list; `publishedOn`: to a supplement, which has its own time for its own entries. */
export const objectionDaysOf = (election: Election, publishedOn: string | null = election.listPublishedOn): ObjectionDays =>
  objectionDays(publishedOn, listDueOf(election).date, objectionRulesFor(election.rules.id))

/** Who sets up the election or publishes its list may record its steps. */
export const authoriseRecording = (ctx: Context, election: Election) => {
  const setUp = authorise(ctx.actor, 'set-up', election.areaCode)
  return setUp.ok ? setUp : authorise(ctx.actor, 'publish', election.areaCode)
}
