/** The timetable of an election: the state of each step, recording one, taking it back, and moving the day. */
import { type RuleSet, type StepName, type StepNow, standingOf, timetableEvents } from '@mingce/domain/election'
import { ok } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { calendarFile } from '../../platform/calendar/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import { type Election, getElection } from '../lifecycle/index.ts'
import {
  type Answer,
  authoriseRecording,
  type Facts,
  getSteps,
  isRecordedByHand,
  type ListPublishedOn,
  loadFacts,
  rulesOf,
} from './service.facts.ts'
import { type DayMove, type MovedDay, moveDay } from './service.move.ts'
import { recordStep, type StepRecord, takeBackStep } from './service.steps.ts'
import { type ElectionDays, findOverrides, type StepOverride } from './store.ts'

export { electionSteps, type ListPublishedOn, listDueOf, objectionDaysOf } from './service.facts.ts'
export type { MovedDay } from './service.move.ts'

export interface TimetableStep extends StepNow {
  /** Recorded by a person; the others follow from the date or the published list. */
  readonly byHand: boolean
  /** Why a recorded step was outside its window. */
  readonly reason: string | null
  readonly recordedBy: string | null
  readonly overrides: readonly StepOverride[]
}

export interface Timetable extends ElectionDays {
  readonly electionId: string
  readonly today: string
  readonly daysLeft: number
  readonly ruleSet: string
  readonly rules: RuleSet['name']
  /** On how many days polling may be held here. */
  readonly mostDays: number
  /** Steps that are late, due now, and the first one to come. */
  readonly late: readonly StepName[]
  readonly due: readonly StepName[]
  readonly next: StepName | null
  readonly steps: readonly TimetableStep[]
}

const describe = (election: Election, facts: Facts, overrides: readonly StepOverride[], today: string): Timetable => {
  const rules = rulesOf(election)
  const recorded = new Map(facts.recorded.map(one => [one.step, one]))
  const steps = standingOf(getSteps(election, facts), facts.done, today).map(step => ({
    ...step,
    byHand: isRecordedByHand(step.step),
    reason: recorded.get(step.step)?.reason ?? null,
    recordedBy: recorded.get(step.step)?.by ?? null,
    overrides: overrides.filter(one => one.step === step.step),
  }))
  const inState = (...states: readonly StepNow['state'][]) =>
    steps.filter(step => states.includes(step.state)).map(step => step.step)
  return {
    ...facts.days,
    electionId: election.id,
    today,
    daysLeft: steps.find(step => step.step === 'polling')?.daysLeft ?? 0,
    ruleSet: rules.id,
    rules: rules.name,
    mostDays: rules.pollingDays.most,
    late: inState('late'),
    due: inState('due'),
    next: inState('due', 'blocked', 'ahead')[0] ?? null,
    steps,
  }
}

/** The use cases of the timetable; `listPublishedOn` comes from module roll. */
export const openTimetable = (listPublishedOn: ListPublishedOn) => {
  const read = async (ctx: Context, election: Election): Promise<Timetable> =>
    describe(
      election,
      await loadFacts(ctx.database, election.id, listPublishedOn),
      await findOverrides(ctx.database, election.id),
      chinaDate(ctx.clock.now()),
    )
  return {
    /** Steps that may be recorded now, and those of them whose last day has come or is over; for those who record steps. */
    async countDue(ctx: Context, election: Election): Promise<{ readonly count: number; readonly due: number }> {
      if (!authoriseRecording(ctx, election).ok) return { count: 0, due: 0 }
      const { steps, today } = await read(ctx, election)
      const open = steps.filter(
        ({ state, step, byHand }) => (byHand || step === 'list-published') && (state === 'due' || state === 'late'),
      )
      return { count: open.length, due: open.filter(({ date }) => date <= today).length }
    },
    /** Steps that are late. */
    async countLate(ctx: Context, election: Election): Promise<number> {
      return (await read(ctx, election)).late.length
    },
    /** Every step with its date, its article and its state today. */
    async getTimetable(ctx: Context, electionId: string): Answer<Timetable> {
      const election = await getElection(ctx, electionId)
      return election.ok ? ok(await read(ctx, election.value)) : election
    },
    async recordStep(ctx: Context, electionId: string, step: StepName, input: StepRecord): Answer<Timetable> {
      const recorded = await recordStep(ctx, electionId, step, input, listPublishedOn)
      return recorded.ok ? ok(await read(ctx, recorded.value)) : recorded
    },
    async takeBackStep(ctx: Context, electionId: string, step: StepName, input: { readonly reason: string }): Answer<Timetable> {
      const takenBack = await takeBackStep(ctx, electionId, step, input)
      return takenBack.ok ? ok(await read(ctx, takenBack.value)) : takenBack
    },
    moveDay: (ctx: Context, electionId: string, input: DayMove): Answer<MovedDay> =>
      moveDay(ctx, electionId, input, listPublishedOn),
    /** The timetable as a calendar file. */
    async timetableFile(ctx: Context, electionId: string, language: 'zh' | 'en'): Answer<{ name: string; text: string }> {
      const election = await getElection(ctx, electionId)
      if (!election.ok) return election
      const facts = await loadFacts(ctx.database, electionId, listPublishedOn)
      const events = timetableEvents(getSteps(election.value, facts), { id: electionId, name: election.value.name, language })
      return ok({ name: `timetable-${electionId}.ics`, text: calendarFile(events, ctx.clock.now()) })
    },
  }
}
