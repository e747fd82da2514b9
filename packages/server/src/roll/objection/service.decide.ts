/**
 * Deciding objections (EL 29): a decision has a reason, can be undone until it is served, and may be followed by a lawsuit. What a decision
 * or a judgment changes on the roll is changed in the same transaction and published with the next supplement.
 */
import { foreignCitations, lastDayToSue, objectionRulesFor } from '@mingce/domain/election'
import { aboutElection, withoutNumbers } from '@mingce/domain/notice'
import { ok, type Result, type Text } from '@mingce/domain/result'
import {
  closeObjection,
  decideObjection,
  type Objection,
  type ObjectionFault,
  type ObjectionTerms,
  recordJudgment,
  recordSuit,
  serveDecision,
  undoObjectionDecision,
} from '@mingce/domain/roll'
import { spellArticles } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { authorise } from '../../access/index.ts'
import { findElectionById } from '../../election/index.ts'
import { queueNotice } from '../../notice/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { type AuditEntry, write } from '../../platform/write/index.ts'
import { type Arrivals, type Changed, changeStanding, restoreStanding, type StandingChange } from '../../registration/index.ts'
import type { ObjectionFailure } from './errors.ts'
import type { JudgmentBody, ObjectionDecisionBody, ObjectionDetail, SuitBody } from './schema.ts'
import { type Answer, detailOf, ENTRIES, failWith, noticeTo } from './service.answers.ts'
import { isHere, type ObjectionRef } from './service.ts'
import { findEntries, findObjection, insertObjectionEvent, type ObjectionRow, saveState, stateOf } from './store.ts'

const termsOf = (row: Pick<ObjectionRow, 'publishedOn' | 'pollingDay' | 'ruleSet'>): ObjectionTerms => ({
  publishedOn: row.publishedOn,
  pollingDay: row.pollingDay,
  rules: objectionRulesFor(row.ruleSet),
})

/** What happens to an objection, as the audit trail names it. */
type StepKind = AuditEntry['action'] extends infer A ? (A extends `objection.${infer Name}` ? Name : never) : never

interface Step {
  readonly next: Objection
  readonly kind: StepKind
  readonly reason?: string | undefined
  readonly decidedBy?: string | null
  readonly registrationId?: number | null
  /** What was done to a registration; null when nothing was done or it was undone. Absent: as it was. */
  readonly changed?: Changed | null
}

type StepResult = Answer<Step>

const auditOf = (row: ObjectionRow, done: Step): AuditEntry => ({
  countyCode: row.countyCode,
  action: `objection.${done.kind}`,
  subject: `objection/${row.id}`,
  details: {
    election: row.electionId,
    ...(done.reason === undefined ? {} : { reason: done.reason }),
    ...(done.changed ? { registration: done.changed.registrationId, change: done.changed.kind } : {}),
  },
})

/** Saves the next state of an objection with its event. */
const saveStep = async (ctx: Context, tx: Sql, row: ObjectionRow, done: Step, at: Date): Promise<void> => {
  const changed = done.changed === undefined ? (row.changed as Changed | null) : done.changed
  await saveState(tx, row, done.next, {
    decidedBy: done.decidedBy === undefined ? row.decidedBy : done.decidedBy,
    registrationId: done.registrationId === undefined ? row.registrationId : done.registrationId,
    changed: changed === null ? null : { ...changed },
  })
  await insertObjectionEvent(tx, row, { kind: done.kind, actor: ctx.actor.name, at, reason: done.reason })
}

/** Takes one step of an objection: locks it, asks the domain, saves state, event and audit row in one transaction. */
const takeStep = (
  ctx: Context,
  ref: ObjectionRef,
  kind: string,
  work: (tx: Sql, row: ObjectionRow, at: Date) => StepResult,
): Answer<ObjectionDetail> =>
  write(ctx, { action: `objection ${kind} ${ref.countyCode}/${ref.objectionId}` }, async (tx, at) => {
    const row = await findObjection(tx, ref.countyCode, ref.objectionId, true)
    if (!isHere(ctx, ref, row)) return failWith('objection.unknown')
    if (!authorise(ctx.actor, 'decide', row.areaCode).ok) return failWith('forbidden')
    const done = await work(tx, row, at)
    if (!done.ok) return done
    await saveStep(ctx, tx, row, done.value, at)
    const after = await findObjection(tx, ref.countyCode, ref.objectionId)
    if (!after) throw new Error('an objection disappeared in its own transaction')
    return ok({ answer: await detailOf(ctx, tx, after), audit: auditOf(row, done.value) })
  })

/** The step that the domain's next state makes, or the domain's fault. */
const stepTo = (next: Result<Objection, ObjectionFault>, step: Omit<Step, 'next'>): Awaited<StepResult> =>
  next.ok ? ok({ next: next.value, ...step }) : failWith(next.error)

const changeFailure = (fault: string): ObjectionFailure =>
  fault === 'standing.claimed'
    ? 'objection.claimed'
    : fault === 'standing.placeless'
      ? 'objection.placeless'
      : fault === 'standing.unchanged'
        ? 'objection.unchanged'
        : fault === 'standing.changed-since'
          ? 'objection.changed-since'
          : 'objection.entry-needed'

/** Changes a registration as decided; it must be one that the objection can concern. */
const applyChange = async (
  ctx: Context,
  tx: Sql,
  row: ObjectionRow,
  registrationId: number | null,
  change: StandingChange,
  why: { readonly at: Date; readonly reason: string },
  arrivals: Arrivals | undefined,
): Answer<Changed> => {
  const entry = (await findEntries(tx, row, ENTRIES)).find(candidate => candidate.registrationId === registrationId)
  if (!entry) return failWith('objection.entry-needed')
  const { countyCode } = entry
  const changed = await changeStanding(
    tx,
    { countyCode, registrationId: entry.registrationId, change, actor: ctx.actor.name, ...why },
    arrivals,
  )
  return changed.ok ? changed : failWith(changeFailure(changed.error))
}

const changeFor = (row: ObjectionRow, input: ObjectionDecisionBody): Awaited<Answer<StandingChange>> => {
  if (row.kind === 'missing') return ok({ kind: 'list' })
  if (row.kind === 'wrongly-listed') return ok({ kind: 'strike' })
  if (!input.correction || Object.keys(input.correction).length === 0) return failWith('objection.correction-needed')
  return ok({ kind: 'correct', ...input.correction })
}

/** What a decision cites that does not hold in the election: another province's rules, or no article at all. */
const findForeignCitations = async (tx: Sql, electionId: string, article: string): Promise<string[]> => {
  const election = await findElectionById(tx, electionId)
  return election ? foreignCitations(article, election.rules) : [article]
}

/** Decides an objection with its reason and article; upheld, the roll is changed at once. The decision can be undone until it is served. */
export const decideOnObjection = (
  ctx: Context,
  ref: ObjectionRef,
  input: ObjectionDecisionBody,
  arrivals?: Arrivals,
): Answer<ObjectionDetail> =>
  takeStep(ctx, ref, 'decide', async (tx, row, at) => {
    const { decision, reason, article } = input
    const foreign = await findForeignCitations(tx, row.electionId, article)
    if (foreign.length > 0) return failWith('objection.article')
    const next = decideObjection(stateOf(row), { decision, reason, article, decidedOn: chinaDate(at) })
    if (!next.ok) return failWith(next.error)
    const registrationId = input.registrationId ?? row.registrationId
    const step = { kind: 'decided' as const, reason, decidedBy: ctx.actor.name, registrationId }
    if (decision !== 'upheld') return stepTo(next, { ...step, changed: null })
    const change = changeFor(row, input)
    if (!change.ok) return change
    const changed = await applyChange(
      ctx,
      tx,
      row,
      registrationId,
      change.value,
      { at, reason: `申诉${row.id}：${reason}` },
      arrivals,
    )
    return changed.ok ? stepTo(next, { ...step, changed: changed.value }) : changed
  })

/** Undoes a decision before it is served, and what it changed on the roll. */
export const undoObjection = (ctx: Context, ref: ObjectionRef, reason: string): Answer<ObjectionDetail> =>
  takeStep(ctx, ref, 'undo', async (tx, row, at) => {
    const next = undoObjectionDecision(stateOf(row))
    if (!next.ok) return failWith(next.error)
    if (row.changed) {
      const restored = await restoreStanding(tx, row.changed as Changed, { actor: ctx.actor.name, at, reason })
      if (!restored.ok) return failWith(changeFailure(restored.error))
    }
    return stepTo(next, { kind: 'undone', reason, decidedBy: null, changed: null })
  })

const DECISION: Readonly<Record<'upheld' | 'dismissed', Text>> = {
  upheld: { zh: '申诉成立，选民登记已更正', en: 'upheld; the registration was changed' },
  dismissed: { zh: '申诉不成立', en: 'dismissed' },
}

/** Serves a decision: the objector is notified, and it can no longer be undone. */
export const serveObjection = (ctx: Context, ref: ObjectionRef): Answer<ObjectionDetail> =>
  takeStep(ctx, ref, 'serve', async (tx, row, at) => {
    const next = serveDecision(stateOf(row), chinaDate(at))
    if (!next.ok) return failWith(next.error)
    if (row.personKey !== null)
      await queueNotice(tx, {
        ...noticeTo(row, at),
        template: 'objection-decided',
        parameters: {
          ...aboutElection({ name: row.electionName, training: row.training }),
          number: String(row.id),
          decision: DECISION[next.value.decision],
          reason: withoutNumbers(next.value.reason),
          article: spellArticles(next.value.article),
          suitUntil: lastDayToSue(row.pollingDay, objectionRulesFor(row.ruleSet)),
        },
      })
    return stepTo(next, { kind: 'served' })
  })

/** Records a lawsuit over the decision. */
export const recordObjectionSuit = (ctx: Context, ref: ObjectionRef, suit: SuitBody): Answer<ObjectionDetail> =>
  takeStep(ctx, ref, 'suit', async (_, row) =>
    stepTo(recordSuit(stateOf(row), suit, termsOf(row)), { kind: 'suit', reason: `${suit.court} ${suit.caseNumber}` }),
  )

/** Records the judgment and changes the roll as it says, where the roll differs. */
export const recordObjectionJudgment = (
  ctx: Context,
  ref: ObjectionRef,
  input: JudgmentBody,
  arrivals?: Arrivals,
): Answer<ObjectionDetail> =>
  takeStep(ctx, ref, 'judgment', async (tx, row, at) => {
    const next = recordJudgment(stateOf(row), input, termsOf(row))
    const reason = input.judgmentNumber
    if (!next.ok || input.judgment === 'as-decided') return stepTo(next, { kind: 'judged', reason })
    const changed = await applyChange(ctx, tx, row, row.registrationId, { kind: input.judgment }, { at, reason }, arrivals)
    return changed.ok ? stepTo(next, { kind: 'judged', reason, changed: changed.value }) : changed
  })

/** Closes an objection that is over. */
export const closeObjectionCase = (ctx: Context, ref: ObjectionRef): Answer<ObjectionDetail> =>
  takeStep(ctx, ref, 'close', async (_, row, at) =>
    stepTo(closeObjection(stateOf(row), chinaDate(at), termsOf(row)), { kind: 'closed' }),
  )
