/** The timetable of an election: where each step stands, recording one, taking it back, and moving the day. */

import {
  BY_THE_DAY,
  type Done,
  findRuleSet,
  judgeStep,
  type Moved,
  movedBy,
  type RuleSet,
  type Step,
  type StepName,
  type StepNow,
  standingOf,
  timetable,
  timetableEvents,
} from '@mingce/domain/election'
import { fail, ok, type Result } from '@mingce/domain/result'
import { spellArticles } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { authorise } from '../../access/index.ts'
import { recordAudit } from '../../platform/audit/index.ts'
import { calendarFile } from '../../platform/calendar/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { Failure } from '../../platform/http/index.ts'
import { type Election, findPollingOn, getElection, homeCounty, writeOnce } from '../lifecycle/index.ts'
import type { TimetableFailure } from './errors.ts'
import {
  deleteStep,
  type ElectionDays,
  findOverrides,
  findRecordedSteps,
  getDays,
  insertOverride,
  insertStep,
  type RecordedStep,
  type StepOverride,
  setDays,
} from './store.ts'

/** When the election's list was published, from where lists are kept (room roll); null: it is not out. */
export type ListPublishedOn = (sql: Sql, electionId: string) => Promise<string | null>

type Answer<T> = Promise<Result<T, Failure<TimetableFailure>>>

export interface TimetableStep extends StepNow {
  /** A person records it; of the others the day or the published list says that they are done. */
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
  /** Over how many days polling may go here. */
  readonly mostDays: number
  /** Steps that are late, due now, and the first one to come. */
  readonly late: readonly StepName[]
  readonly due: readonly StepName[]
  readonly next: StepName | null
  readonly steps: readonly TimetableStep[]
}

export interface MovedDay {
  readonly day: string
  readonly lastDay: string | null
  readonly moves: readonly Moved[]
  /** How many steps the new day puts outside their time. */
  readonly breaks: number
  readonly moved: boolean
}

/** Steps that a person records: neither the day nor the published list says them. */
const isByHand = (step: StepName): boolean => step !== 'list-published' && !BY_THE_DAY.includes(step)

const rulesOf = (election: Election): RuleSet => {
  const rules = findRuleSet(election.ruleSet)
  if (!rules) throw new Error(`rule set ${election.ruleSet} is gone`)
  return rules
}

interface Facts {
  readonly days: ElectionDays
  readonly recorded: readonly RecordedStep[]
  readonly published: string | null
  readonly done: Done
}

const factsOf = async (sql: Sql, electionId: string, listPublishedOn: ListPublishedOn, lock = false): Promise<Facts> => {
  const days = await getDays(sql, electionId, lock)
  const recorded = await findRecordedSteps(sql, electionId)
  const published = await listPublishedOn(sql, electionId)
  const done: Done = {
    ...Object.fromEntries(recorded.map(one => [one.step, one.doneOn])),
    ...(published === null ? {} : { 'list-published': published }),
  }
  return { days, recorded, published, done }
}

const stepsOf = (election: Election, { days, published }: Pick<Facts, 'days' | 'published'>) =>
  timetable({
    day: days.day,
    lastDay: days.lastDay ?? undefined,
    rules: rulesOf(election),
    byElection: days.byElection,
    listPublishedOn: published ?? undefined,
  })

/** The steps of an election by its own days and rule set; objections count from `published` where the list is out. */
export const electionSteps = (election: Election, published: string | null = null): Step[] =>
  getSteps(election, {
    days: { day: election.pollingDay, lastDay: election.lastDay, byElection: election.byElection },
    published,
  })

/** The steps of days that were accepted before. */
const getSteps = (election: Election, facts: Pick<Facts, 'days' | 'published'>): Step[] => {
  const steps = stepsOf(election, facts)
  if (!steps.ok) throw new Error(`election ${election.id} has days that its rules refuse: ${steps.error.code}`)
  return steps.value
}

const describe = (election: Election, facts: Facts, overrides: readonly StepOverride[], today: string): Timetable => {
  const rules = rulesOf(election)
  const recorded = new Map(facts.recorded.map(one => [one.step, one]))
  const steps = standingOf(getSteps(election, facts), facts.done, today).map(step => ({
    ...step,
    byHand: isByHand(step.step),
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

const mayRecord = (ctx: Context, election: Election) => {
  const setUp = authorise(ctx.actor, 'set-up', election.areaCode)
  return setUp.ok ? setUp : authorise(ctx.actor, 'publish', election.areaCode)
}

/** The use cases of the timetable, with what another room knows of the published list. */
export const openTimetable = (listPublishedOn: ListPublishedOn) => {
  const read = async (ctx: Context, sql: Sql, election: Election): Promise<Timetable> =>
    describe(
      election,
      await factsOf(sql, election.id, listPublishedOn),
      await findOverrides(sql, election.id),
      chinaDate(ctx.clock.now()),
    )
  const trail = (ctx: Context, tx: Sql, election: Election, at: Date, action: string, details: Record<string, unknown>) =>
    recordAudit(tx, {
      countyCode: homeCounty(election),
      at,
      actor: ctx.actor.name,
      role: ctx.actor.role,
      action,
      subject: election.id,
      details,
      requestId: ctx.requestId,
    })

  return {
    /** Every step with its date, its article, and where it stands today. */
    async getTimetable(ctx: Context, electionId: string): Answer<Timetable> {
      const election = await getElection(ctx, electionId)
      return election.ok ? ok(await read(ctx, ctx.database, election.value)) : election
    },

    /**
     * Records that a step was done, today or on an earlier day. Outside its window it is refused with the article; with `override` and a
     * reason it is recorded, and so is who let it pass.
     */
    async recordStep(
      ctx: Context,
      electionId: string,
      step: StepName,
      input: { readonly on?: string | undefined; readonly reason?: string | undefined; readonly override?: boolean | undefined },
    ): Answer<Timetable> {
      const found = await getElection(ctx, electionId)
      if (!found.ok) return found
      const election = found.value
      const allowed = mayRecord(ctx, election)
      if (!allowed.ok) return allowed
      const today = chinaDate(ctx.clock.now())
      const on = input.on ?? today
      if (on > today) return fail({ code: 'timetable.future', field: 'on' })
      if (!isByHand(step)) return fail({ code: 'timetable.by-itself' })
      const written = await writeOnce<boolean, TimetableFailure>(ctx, `timetable.step ${election.id} ${step}`, async (tx, at) => {
        const facts = await factsOf(tx, election.id, listPublishedOn, true)
        if (facts.done[step] !== undefined) return fail({ code: 'timetable.done' })
        const steps = getSteps(election, facts)
        if (!steps.some(one => one.step === step)) return fail({ code: 'timetable.unknown-step' })
        const judged = judgeStep(steps, facts.done, step, on)
        const reason = judged.ok ? null : (input.reason ?? null)
        if (!judged.ok) {
          if (input.override !== true || reason === null)
            return fail({
              code: judged.error.code,
              text: judged.error.text,
              ...(input.override === true ? { field: 'reason' } : {}),
            })
          const { code, article } = judged.error
          await insertOverride(tx, election.id, { step, code, article, reason, by: ctx.actor.name, role: ctx.actor.role, at })
        }
        await insertStep(tx, election.id, { step, doneOn: on, by: ctx.actor.name, role: ctx.actor.role, at, reason })
        await trail(ctx, tx, election, at, judged.ok ? 'timetable.step-done' : 'timetable.step-overridden', {
          step,
          on,
          ...(judged.ok ? {} : { article: judged.error.article, code: judged.error.code, reason }),
        })
        return ok(true)
      })
      return written.ok ? ok(await read(ctx, ctx.database, election)) : written
    },

    /** Takes back a step that was recorded by mistake. */
    async takeBackStep(ctx: Context, electionId: string, step: StepName, input: { readonly reason: string }): Answer<Timetable> {
      const found = await getElection(ctx, electionId)
      if (!found.ok) return found
      const election = found.value
      const allowed = mayRecord(ctx, election)
      if (!allowed.ok) return allowed
      const written = await writeOnce<boolean, TimetableFailure>(ctx, `timetable.undo ${election.id} ${step}`, async (tx, at) => {
        await getDays(tx, election.id, true)
        if ((await deleteStep(tx, election.id, step)) === 0) return fail({ code: 'timetable.not-done' })
        await trail(ctx, tx, election, at, 'timetable.step-taken-back', { step, reason: input.reason })
        return ok(true)
      })
      return written.ok ? ok(await read(ctx, ctx.database, election)) : written
    },

    /**
     * What another election day does to every step, and, without `dryRun`, the move. Steps that it puts outside their time refuse it unless
     * overridden, one by one in the record. The election keeps its id, in which its first day stands.
     */
    async moveDay(
      ctx: Context,
      electionId: string,
      input: {
        readonly day: string
        readonly lastDay?: string | undefined
        readonly dryRun: boolean
        readonly reason: string
        readonly override?: boolean | undefined
      },
    ): Answer<MovedDay> {
      const found = await getElection(ctx, electionId)
      if (!found.ok) return found
      const election = found.value
      const allowed = authorise(ctx.actor, 'set-up', election.areaCode)
      if (!allowed.ok) return allowed
      const today = chinaDate(ctx.clock.now())
      const lastDay = input.lastDay === undefined || input.lastDay === input.day ? null : input.lastDay
      if (input.day < today) return fail({ code: 'timetable.past', field: 'day' })

      const judge = async (
        sql: Sql,
        lock: boolean,
      ): Promise<Result<MovedDay & { from: ElectionDays }, Failure<TimetableFailure>>> => {
        const facts = await factsOf(sql, election.id, listPublishedOn, lock)
        if (facts.done.polling !== undefined || facts.days.day < today) return fail({ code: 'timetable.polled' })
        const after = stepsOf(election, { ...facts, days: { ...facts.days, day: input.day, lastDay } })
        if (!after.ok) return fail({ code: after.error.code, text: after.error.text, field: 'lastDay' })
        const other = await findPollingOn(sql, election, input.day, lastDay ?? input.day)
        if (other)
          return fail({
            code: 'timetable.overlaps',
            text: {
              zh: `“${other.name}”在这几天涉及这个区域，选民会被重复登记（选举法第五条）`,
              en: `“${other.name}” covers this area on these days; its voters would be registered twice (Electoral Law, Art. 5)`,
            },
          })
        const moves = movedBy(getSteps(election, facts), after.value, facts.done, today)
        const breaks = moves.filter(move => move.effect !== 'fits').length
        return ok({ day: input.day, lastDay, moves, breaks, moved: false, from: facts.days })
      }
      if (input.dryRun) {
        const judged = await judge(ctx.database, false)
        if (!judged.ok) return judged
        const { from: _, ...answer } = judged.value
        return ok(answer)
      }
      return writeOnce<MovedDay, TimetableFailure>(ctx, `timetable.move ${election.id}`, async (tx, at) => {
        const judged = await judge(tx, true)
        if (!judged.ok) return judged
        const { from, ...answer } = judged.value
        if (answer.breaks > 0 && input.override !== true) {
          const broken = answer.moves.filter(move => move.effect !== 'fits')
          return fail({
            code: 'timetable.breaks',
            text: {
              zh: `改期后超出期限：${broken.map(m => `${m.title.zh}（${spellArticles(m.article).zh}，应在${m.to}）`).join('；')}`,
              en: `Outside their time limits with the new day: ${broken.map(m => `${m.title.en} (${spellArticles(m.article).en}, by ${m.to})`).join('; ')}`,
            },
          })
        }
        for (const { step, article, effect } of answer.moves)
          if (effect !== 'fits')
            await insertOverride(tx, election.id, {
              step,
              code: 'timetable.moved',
              article,
              reason: input.reason,
              by: ctx.actor.name,
              role: ctx.actor.role,
              at,
            })
        await setDays(tx, election.id, input.day, lastDay)
        await trail(ctx, tx, election, at, 'timetable.day-moved', {
          from: from.day,
          to: input.day,
          ...(from.lastDay || lastDay ? { fromLast: from.lastDay ?? from.day, toLast: lastDay ?? input.day } : {}),
          breaks: answer.moves.filter(move => move.effect !== 'fits').map(move => move.step),
          reason: input.reason,
        })
        return ok({ ...answer, moved: true })
      })
    },

    /** The timetable as a calendar file. */
    async timetableFile(ctx: Context, electionId: string, language: 'zh' | 'en'): Answer<{ name: string; text: string }> {
      const found = await getElection(ctx, electionId)
      if (!found.ok) return found
      const facts = await factsOf(ctx.database, electionId, listPublishedOn)
      const events = timetableEvents(getSteps(found.value, facts), { id: electionId, name: found.value.name, language })
      return ok({ name: `timetable-${electionId}.ics`, text: calendarFile(events, ctx.clock.now()) })
    },
  }
}
