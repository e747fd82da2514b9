/** Moving election day: what that does to every step, and the move. */
import { type Moved, movedBy } from '@mingce/domain/election'
import { fail, ok } from '@mingce/domain/result'
import { spellArticles } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { authorise } from '../../access/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { type Written, write } from '../../platform/write/index.ts'
import { type Election, electionAudit, findPollingOn, getElection } from '../lifecycle/index.ts'
import { type Answer, computeSteps, getSteps, type ListPublishedOn, loadFacts } from './service.facts.ts'
import { type ElectionDays, insertOverride, setDays } from './store.ts'

export interface MovedDay {
  readonly day: string
  readonly lastDay: string | null
  readonly moves: readonly Moved[]
  /** How many steps the new day puts outside their time. */
  readonly breaks: number
  readonly moved: boolean
}

export interface DayMove {
  readonly day: string
  readonly lastDay?: string | undefined
  /** Only compute what would move. */
  readonly dryRun: boolean
  readonly reason: string
  readonly override?: boolean | undefined
}

interface NewDays {
  readonly day: string
  readonly lastDay: string | null
  readonly today: string
}

type JudgedMove = MovedDay & { readonly from: ElectionDays }

const brokenOf = (moves: readonly Moved[]): Moved[] => moves.filter(move => move.effect !== 'fits')

/** What the new days do to every step; refused if polling has begun, the rules refuse the days or another election polls on them. */
const judgeMove = async (
  sql: Sql,
  election: Election,
  { day, lastDay, today }: NewDays,
  listPublishedOn: ListPublishedOn,
  lock: boolean,
): Answer<JudgedMove> => {
  const facts = await loadFacts(sql, election.id, listPublishedOn, lock)
  if (facts.done.polling !== undefined || facts.days.day < today) return fail({ code: 'timetable.polled' })
  const after = computeSteps(election, { ...facts, days: { ...facts.days, day, lastDay } })
  if (!after.ok) return fail({ code: after.error.code, text: after.error.text, field: 'lastDay' })
  const other = await findPollingOn(sql, election, day, lastDay ?? day)
  if (other)
    return fail({
      code: 'timetable.overlaps',
      text: {
        zh: `“${other.name}”在这几天涉及这个区域，选民会被重复登记（选举法第五条）`,
        en: `“${other.name}” covers this area on these days; its voters would be registered twice (Electoral Law, Art. 5)`,
      },
    })
  const moves = movedBy(getSteps(election, facts), after.value, facts.done, today)
  return ok({ day, lastDay, moves, breaks: brokenOf(moves).length, moved: false, from: facts.days })
}

const describeBreaks = (broken: readonly Moved[]) => ({
  zh: `改期后超出期限：${broken.map(m => `${m.title.zh}（${spellArticles(m.article).zh}，应在${m.to}）`).join('；')}`,
  en: `Outside their time limits with the new day: ${broken.map(m => `${m.title.en} (${spellArticles(m.article).en}, by ${m.to})`).join('; ')}`,
})

/** Moves the day in the caller's transaction. Steps that it puts outside their time need an override, and each is recorded. */
const saveMove = async (
  ctx: Context,
  tx: Sql,
  at: Date,
  election: Election,
  { from, ...answer }: JudgedMove,
  input: DayMove,
): Answer<Written<MovedDay>> => {
  const { day, lastDay } = answer
  const broken = brokenOf(answer.moves)
  if (broken.length > 0 && input.override !== true) return fail({ code: 'timetable.breaks', text: describeBreaks(broken) })
  for (const { step, article } of broken)
    await insertOverride(tx, election.id, {
      step,
      code: 'timetable.moved',
      article,
      reason: input.reason,
      by: ctx.actor.name,
      role: ctx.actor.role,
      at,
    })
  await setDays(tx, election.id, day, lastDay)
  return ok({
    answer: { ...answer, moved: true },
    audit: electionAudit(election, 'timetable.day-moved', {
      from: from.day,
      to: day,
      ...(from.lastDay || lastDay ? { fromLast: from.lastDay ?? from.day, toLast: lastDay ?? day } : {}),
      breaks: broken.map(move => move.step),
      reason: input.reason,
    }),
  })
}

/**
 * What another election day does to every step, and, without `dryRun`, the move. Steps that it puts outside their time refuse it unless
 * overridden, one by one in the record. The election keeps its id, which contains its first day.
 */
export const moveDay = async (
  ctx: Context,
  electionId: string,
  input: DayMove,
  listPublishedOn: ListPublishedOn,
): Answer<MovedDay> => {
  const found = await getElection(ctx, electionId)
  if (!found.ok) return found
  const election = found.value
  const allowed = authorise(ctx.actor, 'set-up', election.areaCode)
  if (!allowed.ok) return allowed
  const today = chinaDate(ctx.clock.now())
  if (input.day < today) return fail({ code: 'timetable.past', field: 'day' })
  const lastDay = input.lastDay === undefined || input.lastDay === input.day ? null : input.lastDay
  const days: NewDays = { day: input.day, lastDay, today }
  if (input.dryRun) {
    const judged = await judgeMove(ctx.database, election, days, listPublishedOn, false)
    if (!judged.ok) return judged
    const { from: _, ...answer } = judged.value
    return ok(answer)
  }
  return write(ctx, { action: `timetable.move ${election.id}` }, async (tx, at): Answer<Written<MovedDay>> => {
    const judged = await judgeMove(tx, election, days, listPublishedOn, true)
    return judged.ok ? saveMove(ctx, tx, at, election, judged.value, input) : judged
  })
}
