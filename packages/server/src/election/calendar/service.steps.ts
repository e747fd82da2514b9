/** Steps of the timetable that a person records, or takes back. */
import { judgeStep, type Step, type StepName } from '@mingce/domain/election'
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { type Written, write } from '../../platform/write/index.ts'
import { type Election, electionAudit, getElection } from '../lifecycle/index.ts'
import {
  type Answer,
  authoriseRecording,
  type Facts,
  getSteps,
  isRecordedByHand,
  type ListPublishedOn,
  loadFacts,
} from './service.facts.ts'
import { deleteStep, getDays, insertOverride, insertStep } from './store.ts'

export interface StepRecord {
  /** The day the step was done; today where not given. */
  readonly on?: string | undefined
  readonly reason?: string | undefined
  /** Record the step outside its window; asks for a reason. */
  readonly override?: boolean | undefined
}

type Judged = ReturnType<typeof judgeStep>
type OutsideWindow = Extract<Judged, { readonly ok: false }>['error']

/** The reason that an officer gave for recording a step outside its window; without one the step is refused with its article. */
const requireReason = (input: StepRecord, outside: OutsideWindow) => {
  if (input.override === true && input.reason !== undefined) return ok(input.reason)
  const { code, text } = outside
  return fail({ code, text, ...(input.override === true ? { field: 'reason' } : {}) })
}

/** Whether the step is one of this election's and not recorded yet. */
const checkStep = (steps: readonly Step[], facts: Facts, step: StepName) => {
  if (facts.done[step] !== undefined) return fail({ code: 'timetable.done' } as const)
  if (!steps.some(one => one.step === step)) return fail({ code: 'timetable.unknown-step' } as const)
  return ok(true)
}

/** Records that a step was done, in the caller's transaction; outside its window only with an override, which is recorded too. */
const saveStep = async (
  ctx: Context,
  tx: Sql,
  at: Date,
  election: Election,
  step: StepName,
  on: string,
  input: StepRecord,
  listPublishedOn: ListPublishedOn,
): Answer<Written<true>> => {
  const facts = await loadFacts(tx, election.id, listPublishedOn, true)
  const steps = getSteps(election, facts)
  const possible = checkStep(steps, facts, step)
  if (!possible.ok) return possible
  const recordedBy = { by: ctx.actor.name, role: ctx.actor.role, at }
  const judged = judgeStep(steps, facts.done, step, on)
  if (judged.ok) {
    await insertStep(tx, election.id, { step, doneOn: on, ...recordedBy, reason: null })
    return ok({ answer: true, audit: electionAudit(election, 'timetable.step-done', { step, on }) })
  }
  const reason = requireReason(input, judged.error)
  if (!reason.ok) return reason
  const { code, article } = judged.error
  await insertOverride(tx, election.id, { step, code, article, reason: reason.value, ...recordedBy })
  await insertStep(tx, election.id, { step, doneOn: on, ...recordedBy, reason: reason.value })
  const details = { step, on, article, code, reason: reason.value }
  return ok({ answer: true, audit: electionAudit(election, 'timetable.step-overridden', details) })
}

/** The election, for someone who may record its steps. */
const electionToRecord = async (ctx: Context, electionId: string): Answer<Election> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  const allowed = authoriseRecording(ctx, election.value)
  return allowed.ok ? election : allowed
}

/**
 * Records that a step was done, today or on an earlier day. Outside its window it is refused with the article; with `override` and a reason
 * it is recorded together with who allowed it.
 */
export const recordStep = async (
  ctx: Context,
  electionId: string,
  step: StepName,
  input: StepRecord,
  listPublishedOn: ListPublishedOn,
): Answer<Election> => {
  const election = await electionToRecord(ctx, electionId)
  if (!election.ok) return election
  const today = chinaDate(ctx.clock.now())
  const on = input.on ?? today
  if (on > today) return fail({ code: 'timetable.future', field: 'on' })
  if (!isRecordedByHand(step)) return fail({ code: 'timetable.by-itself' })
  const written = await write(ctx, { action: `timetable.step ${electionId} ${step}` }, (tx, at) =>
    saveStep(ctx, tx, at, election.value, step, on, input, listPublishedOn),
  )
  return written.ok ? election : written
}

/** Takes back a step that was recorded by mistake. */
export const takeBackStep = async (
  ctx: Context,
  electionId: string,
  step: StepName,
  input: { readonly reason: string },
): Answer<Election> => {
  const election = await electionToRecord(ctx, electionId)
  if (!election.ok) return election
  const written = await write(
    ctx,
    { action: `timetable.undo ${electionId} ${step}` },
    async (tx): Promise<Result<Written<true>, { code: 'timetable.not-done' }>> => {
      await getDays(tx, electionId, true)
      if ((await deleteStep(tx, electionId, step)) === 0) return fail({ code: 'timetable.not-done' })
      const details = { step, reason: input.reason }
      return ok({ answer: true, audit: electionAudit(election.value, 'timetable.step-taken-back', details) })
    },
  )
  return written.ok ? election : written
}
