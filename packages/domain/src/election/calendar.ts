/**
 * The whole timetable of an election, from the day, the rule set and what kind of election it is: every step that has a date in law, who owes
 * it, what it waits for, and what moving the day breaks. Dates are 'YYYY-MM-DD'; E is the first polling day.
 */
import { fail, ok, type Result, type Text } from '../result/index.ts'
import {
  addDays,
  addMonths,
  areRestDaysKnown,
  daysBetween,
  isDayOfOurTime,
  type PeriodEnd,
  spellArticles,
} from '../standards/index.ts'
import { LIST_DAYS } from './list-days.ts'
import { decisionDue, lastDayToSue, objectionRulesFor, objectionsUntil } from './objection-rules.ts'
import type { RuleSet } from './rule-sets.ts'

export const STEPS = [
  'list-published',
  'objections-filed',
  'nominees-published',
  'objections-decided',
  'candidates-published',
  'suit-filed',
  'judgment-served',
  'registration-closed',
  'introductions-end',
  'polling',
  'polling-end',
  'first-session',
] as const
export type StepName = (typeof STEPS)[number]

/** Who owes a step. */
export type Owner = 'committee' | 'voters' | 'court' | 'standing-committee'

export interface Step {
  readonly step: StepName
  /** `by`: on this day at the latest. `on`: on this very day. */
  readonly kind: 'by' | 'on'
  readonly date: string
  readonly article: string
  /** Set by a province or city, and not by national law. */
  readonly local: boolean
  readonly owner: Owner
  /** Steps that come first: while they are not done, this one cannot be. */
  readonly after: readonly StepName[]
  readonly title: Text
  /** Counted from the plan, since what it counts from has not happened yet. */
  readonly planned?: true
  /** The holiday on which it would have ended; absent: its last day was not moved (民法典 203, CPL 85). */
  readonly movedFrom?: string
  /** The State Council's holidays of that year are not entered yet: the day may still move (standards/rest-days.ts). */
  readonly restDaysOpen?: true
}

export interface TimetableInput {
  /** E, the first polling day. */
  readonly day: string
  /** The last polling day, where polling goes over several (local). */
  readonly lastDay?: string | undefined
  readonly rules: RuleSet
  readonly byElection?: boolean | undefined
  /** When the list was really published: objections count from there. Without it, from the last day for publishing. */
  readonly listPublishedOn?: string | undefined
}

export type TimetableError = { readonly code: 'timetable.day' | 'timetable.days'; readonly text: Text; readonly article?: string }

const t = (zh: string, en: string): Text => ({ zh, en })

/** What is wrong with the polling days. */
const daysFault = (day: string, lastDay: string, rules: RuleSet): TimetableError | undefined => {
  if (!isDayOfOurTime(day) || !isDayOfOurTime(lastDay))
    return {
      code: 'timetable.day',
      text: t(
        `选举日“${isDayOfOurTime(day) ? lastDay : day}”应为 2026-12-20 的格式`,
        `Election day “${isDayOfOurTime(day) ? lastDay : day}” must have the form 2026-12-20`,
      ),
    }
  const days = daysBetween(day, lastDay) + 1
  if (days < 1 || days > rules.pollingDays.most)
    return {
      code: 'timetable.days',
      article: rules.pollingDays.article,
      text: t(
        `投票应为1至${rules.pollingDays.most}天（${spellArticles(rules.pollingDays.article).zh}），不是${days}天`,
        `Polling must last 1 to ${rules.pollingDays.most} days (${spellArticles(rules.pollingDays.article).en}), not ${days}`,
      ),
    }
  return undefined
}

/** Every step with a date, in order of dates; steps of one day in the order of STEPS. */
export const timetable = (input: TimetableInput): Result<Step[], TimetableError> => {
  const { day, lastDay = day, rules, byElection = false } = input
  const fault = daysFault(day, lastDay, rules)
  if (fault) return fail(fault)
  const steps = stepsOf({ ...input, lastDay }).filter(
    ({ step }) =>
      (step !== 'polling-end' || lastDay > day) &&
      // A by-election fills one seat; the congress is in session already.
      (step !== 'first-session' || !byElection),
  )
  return ok(steps.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : STEPS.indexOf(a.step) - STEPS.indexOf(b.step))))
}

/** Where only the list has a shorter time (ZJ 59), nominees are published with it at the earliest: they follow the list (open; docs/law). */
const nomineesOfByElection = (rules: RuleSet): RuleSet['values']['byElectionNomineesDaysBefore'] => {
  const { byElectionListDaysBefore: list, byElectionNomineesDaysBefore: nominees } = rules.values
  return nominees.value > list.value ? { ...nominees, value: list.value } : nominees
}

// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a list of steps, one after the other
const stepsOf = ({
  day,
  lastDay,
  rules,
  byElection = false,
  listPublishedOn,
}: TimetableInput & { readonly lastDay: string }): Step[] => {
  const general = { list: LIST_DAYS, nominees: 15, candidates: 7 }
  const ofByElection = {
    list: rules.values.byElectionListDaysBefore,
    nominees: nomineesOfByElection(rules),
    candidates: rules.values.byElectionCandidatesDaysBefore,
  }
  /** A publication, so many days before E: by the rule set for a by-election, else by the Electoral Law. */
  const publication = (what: keyof typeof general, article: string) =>
    byElection
      ? {
          date: addDays(day, -ofByElection[what].value),
          article: ofByElection[what].article,
          local: ofByElection[what].from === 'local',
        }
      : { date: addDays(day, -general[what]), article, local: false }
  const clocks = objectionRulesFor(rules.id)
  const objections = objectionsUntil(listPublishedOn ?? publication('list', 'EL 28').date, clocks)
  const decisions = decisionDue(objections.date, day, clocks)
  /** The end of a time limit that begins with the publication of the list. */
  const fromList = ({ date, movedFrom }: PeriodEnd) => ({
    date,
    ...(movedFrom === null ? {} : { movedFrom }),
    ...(clocks.movesToWorkday && !areRestDaysKnown(date) ? { restDaysOpen: true as const } : {}),
    ...(listPublishedOn === undefined ? { planned: true as const } : {}),
  })
  const law = (article: string) => ({ article, local: false })
  return [
    {
      step: 'list-published',
      kind: 'by',
      ...publication('list', 'EL 28'),
      owner: 'committee',
      after: [],
      title: t('公布选民名单，发放选民证', 'Publish the voter list; issue voter cards'),
    },
    {
      step: 'objections-filed',
      kind: 'by',
      ...fromList(objections),
      ...law('EL 29'),
      owner: 'voters',
      after: ['list-published'],
      title: t('对选民名单提出申诉截止', 'Last day for objections to the voter list'),
    },
    {
      step: 'nominees-published',
      kind: 'by',
      ...publication('nominees', 'EL 32'),
      owner: 'committee',
      after: ['list-published'],
      title: t('公布初步代表候选人名单和基本情况', 'Publish the nominees and their details'),
    },
    {
      step: 'objections-decided',
      kind: 'by',
      ...fromList(decisions),
      ...law('EL 29'),
      owner: 'committee',
      after: ['objections-filed'],
      title: t('对最后一日提出的申诉作出处理决定', 'Decide the objections filed on the last day'),
    },
    {
      step: 'candidates-published',
      kind: 'by',
      ...publication('candidates', 'EL 32'),
      owner: 'committee',
      after: ['nominees-published'],
      title: t('公布正式代表候选人名单和基本情况', 'Publish the candidates and their details'),
    },
    {
      step: 'suit-filed',
      kind: 'by',
      date: lastDayToSue(day, clocks),
      ...law('EL 29, CPL 188'),
      owner: 'voters',
      after: ['list-published'],
      title: t('不服申诉处理决定的起诉截止', 'Last day for a lawsuit against a decision on an objection'),
    },
    {
      step: 'judgment-served',
      kind: 'by',
      date: addDays(day, -1),
      ...law('EL 29, CPL 189'),
      owner: 'court',
      after: ['suit-filed'],
      title: t('法院审结并送达判决', 'Court decides and serves its judgment'),
    },
    {
      step: 'registration-closed',
      kind: 'by',
      date: addDays(day, -rules.lateChanges.daysBefore),
      article: rules.lateChanges.article,
      local: rules.values.registrationClosesDaysBefore.from === 'local',
      owner: 'committee',
      after: [],
      title: t('名单公布后补登、更正截止', 'Last day for late registrations and corrections'),
    },
    {
      step: 'introductions-end',
      kind: 'on',
      date: day,
      ...law('EL 34'),
      owner: 'committee',
      after: ['candidates-published'],
      title: t('停止对代表候选人的介绍', 'Introduction of candidates ends'),
    },
    {
      step: 'polling',
      kind: 'on',
      date: day,
      ...law('EL 37'),
      owner: 'committee',
      after: ['candidates-published'],
      title: lastDay > day ? t('投票开始', 'Polling begins') : t('选举日', 'Election day'),
    },
    {
      step: 'first-session',
      kind: 'by',
      date: addMonths(lastDay, 2),
      ...law('OL 20'),
      owner: 'standing-committee',
      after: ['polling'],
      title: t('召开新一届人民代表大会第一次会议', 'First session of the new congress'),
    },
    {
      step: 'polling-end',
      kind: 'on',
      date: lastDay,
      article: rules.pollingDays.article,
      local: rules.values.pollingDaysMost.from === 'local',
      owner: 'committee',
      after: ['polling'],
      title: t('投票结束', 'Polling ends'),
    },
  ]
}

/** What was done, and when. */
export type Done = Readonly<Partial<Record<StepName, string>>>

export type StepState = 'done' | 'done-late' | 'late' | 'due' | 'blocked' | 'ahead'

export interface StepNow extends Step {
  readonly state: StepState
  readonly doneOn: string | null
  /** Days from today to its date; negative: over. */
  readonly daysLeft: number
  /** Steps that are not done and have to come first. */
  readonly waitsFor: readonly StepName[]
}

/** Days before its date from which a step is due. */
const DUE_WITHIN = 7

/** What the day alone brings about and nobody has to record; objections and suits that are still open are shown where they are kept. */
export const BY_THE_DAY: readonly StepName[] = [
  'objections-filed',
  'objections-decided',
  'suit-filed',
  'judgment-served',
  'registration-closed',
  'introductions-end',
  'polling-end',
]

const stateOf = (step: Step, doneOn: string | null, daysLeft: number, isBlocked: boolean): StepState => {
  if (doneOn !== null) return doneOn > step.date ? 'done-late' : 'done'
  // Its time has not begun: it cannot be over.
  if (step.planned) return 'blocked'
  if (daysLeft < 0) return 'late'
  if (isBlocked) return 'blocked'
  return daysLeft <= DUE_WITHIN ? 'due' : 'ahead'
}

/** Where each step stands today. A step that only a day brings about is done when the day is over, and not by a day that is only planned. */
export const standingOf = (steps: readonly Step[], done: Done, today: string): StepNow[] => {
  const on = (step: Step): string | null =>
    done[step.step] ?? (BY_THE_DAY.includes(step.step) && !step.planned && today > step.date ? step.date : null)
  const finished = new Set(steps.filter(step => on(step) !== null).map(step => step.step))
  return steps.map(step => {
    const doneOn = on(step)
    const waitsFor = step.after.filter(name => steps.some(other => other.step === name) && !finished.has(name))
    const daysLeft = daysBetween(today, step.date)
    const state = stateOf(step, doneOn, daysLeft, waitsFor.length > 0)
    return { ...step, state, doneOn, daysLeft, waitsFor }
  })
}

export type OutsideWindow = {
  readonly code: 'timetable.late' | 'timetable.blocked' | 'timetable.early'
  readonly step: StepName
  readonly article: string
  readonly text: Text
}

/** May the step be done on `today`? Outside its window it is refused with the article; an officer's override is the caller's to record. */
export const judgeStep = (steps: readonly Step[], done: Done, name: StepName, today: string): Result<Step, OutsideWindow> => {
  const step = standingOf(steps, done, today).find(one => one.step === name)
  if (!step) throw new Error(`the timetable has no step ${name}`)
  const refuse = (code: OutsideWindow['code'], zh: string, en: string) =>
    fail({ code, step: name, article: step.article, text: t(zh, en) })
  if (step.waitsFor.length > 0) {
    const first = steps.find(other => other.step === step.waitsFor[0])
    return refuse(
      'timetable.blocked',
      `“${step.title.zh}”须在“${first?.title.zh ?? ''}”完成之后`,
      `“${step.title.en}” must come after “${first?.title.en ?? ''}”`,
    )
  }
  const article = spellArticles(step.article)
  if (today > step.date)
    return refuse(
      'timetable.late',
      `“${step.title.zh}”最迟${step.date}（${article.zh}），今天${today}`,
      `“${step.title.en}” is due by ${step.date} (${article.en}); today is ${today}`,
    )
  if (step.kind === 'on' && today < step.date)
    return refuse(
      'timetable.early',
      `“${step.title.zh}”应在${step.date}（${article.zh}），今天${today}`,
      `“${step.title.en}” is on ${step.date} (${article.en}); today is ${today}`,
    )
  return ok(step)
}

export interface Moved {
  readonly step: StepName
  readonly title: Text
  readonly article: string
  readonly from: string
  readonly to: string
  /** broken: done later than the new date allows. over: not done, and the new date is past. fits: else. */
  readonly effect: 'fits' | 'broken' | 'over'
}

/** What moving the day does to each step that both timetables have. */
export const movedBy = (before: readonly Step[], after: readonly Step[], done: Done, today: string): Moved[] =>
  after.flatMap(step => {
    const old = before.find(one => one.step === step.step)
    if (!old || old.date === step.date) return []
    const doneOn = done[step.step]
    const effect = doneOn === undefined ? (step.date < today ? 'over' : 'fits') : doneOn > step.date ? 'broken' : 'fits'
    return [{ step: step.step, title: step.title, article: step.article, from: old.date, to: step.date, effect } as const]
  })

/** A step as a whole-day event of a calendar. */
export interface TimetableEvent {
  readonly uid: string
  readonly date: string
  readonly summary: string
  readonly description: string
}

/** The events of a timetable. `id` names the election: its events keep their uid, so that a calendar updates them. */
export const timetableEvents = (
  steps: readonly Step[],
  about: { readonly id: string; readonly name: string; readonly language: 'zh' | 'en' },
): TimetableEvent[] =>
  steps.map(step => ({
    uid: `${about.id}-${step.step}@mingce`,
    date: step.date,
    summary: `${about.name}：${step.title[about.language]}`,
    description: step.article,
  }))
