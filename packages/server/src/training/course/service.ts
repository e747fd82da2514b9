/**
 * The practice course: on a demo an officer imports a file with known faults, decides its cases, answers two callers and publishes; then the run
 * is graded from what was planned.
 */
import { randomUUID } from 'node:crypto'
import type { AuditAction } from '@mingce/domain/audit'
import { fail, ok, type Result } from '@mingce/domain/result'
import { authorise, type Context, isDemo } from '../../access/index.ts'
import { type Election, electionAudit, getElection, homeCounty } from '../../election/index.ts'
import { findCommunities } from '../../platform/areas/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { Failure } from '../../platform/http/index.ts'
import { write } from '../../platform/write/index.ts'
import { demoElection } from '../demo.ts'
import type { CourseFailure } from './errors.ts'
import { type FoundRun, type GradedItem, gradeRun } from './grade.ts'
import { isCase, isNoted, kindOf } from './lessons.ts'
import { drawPlan, type Standing } from './plan.ts'
import type { Practice, PracticeAnswer, PracticeRun, PracticeSum } from './schema.ts'
import { type FiledPerson, fileNameOf, fileRows, practiceFile } from './service.file.ts'
import { type DemoPerson, hasDemoFiles, readDemoPeople } from './service.people.ts'
import {
  endRun,
  findLastNumber,
  findListed,
  findOpenRuns,
  findRegistrations,
  findRuns,
  findVersionSince,
  hasRealElection,
  insertRun,
  lockRun,
  lockRuns,
  type Run,
  setAnswers,
  wasImported,
} from './store.ts'

type Answer<T> = Promise<Result<T, Failure<CourseFailure>>>

const SHOWN = 50

/** A demo's election with the people of its own files. */
interface Course {
  readonly election: Election
  readonly people: readonly DemoPerson[]
  readonly byRow: ReadonlyMap<number, DemoPerson>
}

type OpenCourse = (ctx: Context, electionId: string) => Answer<Course>

/** Opens the course of an election; its people are read once while the server runs. */
const courseOpener = (dataDir: string): OpenCourse => {
  const read = new Map<string, Promise<DemoPerson[]>>()
  return async (ctx, electionId) => {
    const found = await getElection(ctx, electionId, 'decide')
    if (!found.ok) return found
    const election = found.value
    // The file has people of the whole area: whoever decides in a part of it has no use for it.
    if (!authorise(ctx.actor, 'decide', election.areaCode).ok) return fail({ code: 'forbidden' })
    const isCourse =
      election.training &&
      election.areaCode === demoElection.areaCode &&
      hasDemoFiles(dataDir) &&
      (await isDemo(ctx.database)) &&
      !(await hasRealElection(ctx.database))
    if (!isCourse) return fail({ code: 'practice.not-demo' })
    const reading = read.get(election.pollingDay) ?? readDemoPeople(dataDir, election.pollingDay)
    read.set(election.pollingDay, reading)
    const people = await reading
    return ok({ election, people, byRow: new Map(people.map(person => [person.row, person])) })
  }
}

const standingsOf =
  (ctx: Context, sql: Sql, electionId: string) =>
  async (people: readonly DemoPerson[]): Promise<ReadonlyMap<number, Standing>> => {
    const rows = new Map(people.map(({ number, row }) => [ctx.keys.personKey(number), row]))
    const standings = new Map<number, Standing>()
    for (const { personKey, status, community } of await findRegistrations(sql, electionId, [...rows.keys()])) {
      const row = rows.get(personKey) ?? 0
      const isOnly = status === 'registered' && community !== null && !standings.has(row)
      standings.set(row, isOnly ? { community } : 'other')
    }
    return standings
  }

/** What the roll has of a run now. */
const findRun = async (ctx: Context, sql: Sql, { election, byRow }: Course, run: Run): Promise<FoundRun> => {
  const filed = fileRows(run.plan, byRow)
  const keyOf = ({ person }: FiledPerson) => ctx.keys.personKey(person.number)
  const registrations = (await findRegistrations(sql, election.id, filed.map(keyOf))).filter(
    ({ createdAt }) => createdAt >= run.startedAt,
  )
  const version = await findVersionSince(sql, election.id, run.startedAt)
  const listed =
    version === null
      ? new Set<number>()
      : await findListed(
          sql,
          { electionId: election.id, countyCode: homeCounty(election), version },
          registrations.map(({ registrationId }) => registrationId),
        )
  return {
    imported: await wasImported(sql, election.id, fileNameOf(run.nth), run.startedAt),
    published: version !== null,
    people: filed.map(one => {
      const own = registrations.filter(({ personKey }) => personKey === keyOf(one)).at(-1)
      return {
        row: one.row,
        name: one.name,
        fact: one.planned.fact,
        status: own?.status ?? null,
        listed: own !== undefined && listed.has(own.registrationId),
      }
    }),
    calls: run.plan.calls.map(({ row, community }, at) => ({
      name: byRow.get(row)?.name ?? '',
      community,
      answer: run.answers[String(at + 1)],
    })),
  }
}

const toRun = async (ctx: Context, course: Course, run: Run): Promise<PracticeRun> => {
  const filed = fileRows(run.plan, course.byRow)
  const found = await findRun(ctx, ctx.database, course, run)
  const cases = found.people.filter(({ fact }) => isCase(fact))
  return {
    id: run.id,
    nth: run.nth,
    startedAt: run.startedAt.toISOString(),
    endedAt: run.endedAt?.toISOString() ?? null,
    fileName: fileNameOf(run.nth),
    rows: filed.length,
    notes: filed
      .filter(({ planned }) => isNoted(planned.fact))
      .map(({ row, name, planned, person }) => ({
        row,
        name,
        fact: planned.fact,
        number: kindOf(planned.fact) === 'mistyped' ? person.number : null,
        community: kindOf(planned.fact) === 'elsewhere' ? person.community : null,
      })),
    calls: run.plan.calls.flatMap(({ row }, at) => {
      const caller = course.byRow.get(row)
      if (!caller) return []
      const { name, sex, birthDate } = caller
      const answer = run.answers[String(at + 1)] ?? null
      return [{ call: at + 1, name, sex, birthYear: Number(birthDate.slice(0, 4)), answer }]
    }),
    progress: {
      imported: found.imported,
      cases: cases.length,
      decided: cases.filter(({ status }) => status !== null && status !== 'review').length,
      published: found.published,
    },
    items: run.result === null ? null : [...run.result],
  }
}

const countsOf = (items: readonly GradedItem[]) => {
  const count = (verdict: GradedItem['verdict']) => items.filter(item => item.verdict === verdict).length
  return { right: count('right'), missed: count('missed'), wrong: count('wrong') }
}

const sumsOf = ({ id, nth, startedAt, endedAt, result }: Run): PracticeSum[] =>
  endedAt === null || result === null
    ? []
    : [{ id, nth, startedAt: startedAt.toISOString(), endedAt: endedAt.toISOString(), ...countsOf(result) }]

const getPractice = async (ctx: Context, open: OpenCourse, electionId: string): Answer<Practice> => {
  const course = await open(ctx, electionId)
  if (!course.ok) return course
  const runs = await findRuns(ctx.database, electionId, ctx.actor.id, SHOWN)
  const [latest] = runs
  return ok({
    run: latest ? await toRun(ctx, course.value, latest) : null,
    earlier: runs.flatMap(sumsOf),
    communities: await findCommunities(ctx.database, course.value.election.areaCode),
  })
}

/** Begins a run. One's own run that is open is graded and ended. */
const startRun = async (ctx: Context, open: OpenCourse, electionId: string): Answer<{ id: string }> => {
  const course = await open(ctx, electionId)
  if (!course.ok) return course
  const { election, people } = course.value
  return write<{ id: string }, Failure<CourseFailure>>(ctx, { action: `practice ${electionId}` }, async (tx, at) => {
    await lockRuns(tx, electionId)
    const running = await findOpenRuns(tx, electionId)
    for (const own of running.filter(({ officerId }) => officerId === ctx.actor.id))
      await endRun(tx, own.id, at, gradeRun(await findRun(ctx, tx, course.value, own)))
    const nth = (await findLastNumber(tx, electionId)) + 1
    const plan = await drawPlan({
      people,
      pollingDay: election.pollingDay,
      home: election.areaCode.slice(0, election.rules.homeDigits),
      taken: new Set(running.flatMap(each => [...each.plan.rows, ...each.plan.calls].map(({ row }) => row))),
      nth,
      standingsOf: standingsOf(ctx, tx, electionId),
    })
    if (!plan) return fail({ code: 'practice.too-few-people' })
    const run = { id: randomUUID(), electionId, officerId: ctx.actor.id, nth, startedAt: at, plan }
    await insertRun(tx, run)
    return ok({ answer: { id: run.id }, audit: electionAudit(election, 'practice.started', { nth, rows: plan.rows.length }) })
  })
}

/** What the audit trail keeps of a step: counts, and nobody. */
type CourseDetails = Partial<Record<'call' | 'right' | 'missed' | 'wrong', number>>

/** Does something to one's own run while it is open. */
const withRun = async <T>(
  ctx: Context,
  open: OpenCourse,
  { electionId, id, action }: { readonly electionId: string; readonly id: string; readonly action: AuditAction },
  work: (tx: Sql, at: Date, course: Course, run: Run) => Promise<{ readonly answer: T; readonly details: CourseDetails }>,
): Answer<T> => {
  const course = await open(ctx, electionId)
  if (!course.ok) return course
  return write<T, Failure<CourseFailure>>(ctx, { action: `${action} ${id}` }, async (tx, at) => {
    const run = await lockRun(tx, electionId, ctx.actor.id, id)
    if (!run) return fail({ code: 'practice.unknown' })
    if (run.endedAt !== null) return fail({ code: 'practice.ended' })
    const { answer, details } = await work(tx, at, course.value, run)
    return ok({ answer, audit: electionAudit(course.value.election, action, { nth: run.nth, ...details }) })
  })
}

const DONE = { ok: true } as const

export const openPractice = (dataDir: string) => {
  const open = courseOpener(dataDir)
  return {
    getPractice: (ctx: Context, electionId: string) => getPractice(ctx, open, electionId),
    startRun: (ctx: Context, electionId: string) => startRun(ctx, open, electionId),
    async openPracticeFile(ctx: Context, electionId: string, id: string): Answer<{ name: string; text: string }> {
      const course = await open(ctx, electionId)
      if (!course.ok) return course
      const run = (await findRuns(ctx.database, electionId, ctx.actor.id, SHOWN)).find(one => one.id === id)
      if (!run) return fail({ code: 'practice.unknown' })
      return ok({ name: fileNameOf(run.nth), text: practiceFile(fileRows(run.plan, course.value.byRow)) })
    },
    answerCall: (ctx: Context, electionId: string, id: string, { call, community }: PracticeAnswer) =>
      withRun(ctx, open, { electionId, id, action: 'practice.answered' }, async (tx, _at, _course, run) => {
        await setAnswers(tx, id, { ...run.answers, [String(call)]: { community } })
        return { answer: DONE, details: { call } }
      }),
    /** Ends the run and grades it. */
    finishRun: (ctx: Context, electionId: string, id: string) =>
      withRun(ctx, open, { electionId, id, action: 'practice.ended' }, async (tx, at, course, run) => {
        const items = gradeRun(await findRun(ctx, tx, course, run))
        await endRun(tx, id, at, items)
        return { answer: DONE, details: countsOf(items) }
      }),
  }
}
export type PracticeUseCases = ReturnType<typeof openPractice>
