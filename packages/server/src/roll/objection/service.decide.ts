/**
 * Deciding objections (EL 29): with a reason, taken back until it is served, noted when it goes to court. What a decision or a judgment changes
 * on the roll is changed in the same transaction, and comes out with the next supplement.
 */
import { aboutElection, withoutNumbers } from '@mingce/domain/notice'
import type { Text } from '@mingce/domain/result'
import {
  closeObjection,
  decideObjection,
  lastDayToSue,
  noteJudgment,
  noteSuit,
  type Objection,
  type ObjectionTerms,
  objectionRulesFor,
  serveDecision,
  undoObjectionDecision,
} from '@mingce/domain/roll'
import { spellArticles } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { authorise } from '../../access/index.ts'
import { queueNotice } from '../../notice/index.ts'
import { recordAudit } from '../../platform/audit/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import { once, type Sql } from '../../platform/database/index.ts'
import { type Changed, changeStanding, restoreStanding, type StandingChange } from '../../registration/index.ts'
import { type ObjectionFailure, ObjectionRefused } from './errors.ts'
import type { JudgmentBody, ObjectionDecisionBody, ObjectionDetail, SuitBody } from './schema.ts'
import { type Answer, answering, detailOf, ENTRIES, noticeTo, stepped } from './service.answers.ts'
import { isHere, type ObjectionRef } from './service.ts'
import { findEntries, findObjection, insertObjectionEvent, type ObjectionRow, saveState, stateOf } from './store.ts'

const termsOf = (row: Pick<ObjectionRow, 'publishedOn' | 'pollingDay' | 'ruleSet'>): ObjectionTerms => ({
  publishedOn: row.publishedOn,
  pollingDay: row.pollingDay,
  rules: objectionRulesFor(row.ruleSet),
})

interface Step {
  readonly next: Objection
  readonly kind: string
  readonly reason?: string | undefined
  readonly decidedBy?: string | null
  readonly registrationId?: number | null
  /** What was done to a registration; null: nothing, or taken back. Not given: as it was. */
  readonly changed?: Changed | null
}

/** One step of a case: locked, judged by the domain, saved with its event and audit row, all or nothing. */
const step = (
  ctx: Context,
  ref: ObjectionRef,
  kind: string,
  work: (tx: Sql, row: ObjectionRow, at: Date) => Promise<Step>,
): Answer<ObjectionDetail> => {
  const at = ctx.clock.now()
  const action = `objection ${kind} ${ref.countyCode}/${ref.objectionId}`
  return answering(
    ctx.database.transaction(tx =>
      once(tx, { requestId: ctx.requestId, actor: ctx.actor.id, action, at }, async () => {
        const row = await findObjection(tx, ref.countyCode, ref.objectionId, true)
        if (!isHere(ctx, ref, row)) throw new ObjectionRefused('objection.unknown')
        if (!authorise(ctx.actor, 'decide', row.areaCode).ok) throw new ObjectionRefused('forbidden')
        const done = await work(tx, row, at)
        const changed = done.changed === undefined ? (row.changed as Changed | null) : done.changed
        await saveState(tx, row, done.next, {
          decidedBy: done.decidedBy === undefined ? row.decidedBy : done.decidedBy,
          registrationId: done.registrationId === undefined ? row.registrationId : done.registrationId,
          changed: changed === null ? null : { ...changed },
        })
        await insertObjectionEvent(tx, row, { kind: done.kind, actor: ctx.actor.name, at, reason: done.reason })
        await recordAudit(tx, {
          countyCode: row.countyCode,
          at,
          actor: ctx.actor.name,
          role: ctx.actor.role,
          action: `objection.${done.kind}`,
          subject: `objection/${row.id}`,
          details: {
            election: row.electionId,
            ...(done.reason === undefined ? {} : { reason: done.reason }),
            ...(done.changed ? { registration: done.changed.registrationId, change: done.changed.kind } : {}),
          },
          requestId: ctx.requestId,
        })
        const after = await findObjection(tx, ref.countyCode, ref.objectionId)
        if (!after) throw new Error('an objection is gone')
        return detailOf(ctx, tx, after)
      }),
    ),
  )
}

const changeFailure = (fault: string): ObjectionFailure =>
  fault === 'standing.claimed'
    ? 'objection.claimed'
    : fault === 'standing.unchanged'
      ? 'objection.unchanged'
      : fault === 'standing.changed-since'
        ? 'objection.changed-since'
        : 'objection.entry-needed'

/** Does to a registration what was decided; it has to be one that the objection can be about. */
const applyChange = async (
  ctx: Context,
  tx: Sql,
  row: ObjectionRow,
  registrationId: number | null,
  change: StandingChange,
  why: { readonly at: Date; readonly reason: string },
): Promise<Changed> => {
  const entry = (await findEntries(tx, row, ENTRIES)).find(candidate => candidate.registrationId === registrationId)
  if (!entry) throw new ObjectionRefused('objection.entry-needed')
  const { countyCode } = entry
  const changed = await changeStanding(tx, {
    countyCode,
    registrationId: entry.registrationId,
    change,
    actor: ctx.actor.name,
    ...why,
  })
  if (!changed.ok) throw new ObjectionRefused(changeFailure(changed.error))
  return changed.value
}

const changeFor = (row: ObjectionRow, input: ObjectionDecisionBody): StandingChange => {
  if (row.kind === 'missing') return { kind: 'list' }
  if (row.kind === 'wrongly-listed') return { kind: 'strike' }
  if (!input.correction || Object.keys(input.correction).length === 0) throw new ObjectionRefused('objection.correction-needed')
  return { kind: 'correct', ...input.correction }
}

/** Decides an objection with its reason and article; upheld, the roll is changed at once. It can be taken back until it is served. */
export const decideOnObjection = (ctx: Context, ref: ObjectionRef, input: ObjectionDecisionBody): Answer<ObjectionDetail> =>
  step(ctx, ref, 'decide', async (tx, row, at) => {
    const { decision, reason, article } = input
    const next = stepped(decideObjection(stateOf(row), { decision, reason, article, decidedOn: chinaDate(at) }))
    const registrationId = input.registrationId ?? row.registrationId
    const changed =
      decision === 'upheld'
        ? await applyChange(ctx, tx, row, registrationId, changeFor(row, input), { at, reason: `申诉${row.id}：${reason}` })
        : null
    return { next, kind: 'decided', reason, decidedBy: ctx.actor.name, registrationId, changed }
  })

/** Takes a decision back before it is served, and what it changed on the roll with it. */
export const undoObjection = (ctx: Context, ref: ObjectionRef, reason: string): Answer<ObjectionDetail> =>
  step(ctx, ref, 'undo', async (tx, row, at) => {
    const next = stepped(undoObjectionDecision(stateOf(row)))
    if (row.changed) {
      const restored = await restoreStanding(tx, row.changed as Changed, { actor: ctx.actor.name, at, reason })
      if (!restored.ok) throw new ObjectionRefused(changeFailure(restored.error))
    }
    return { next, kind: 'undone', reason, decidedBy: null, changed: null }
  })

const DECISION: Readonly<Record<'upheld' | 'dismissed', Text>> = {
  upheld: { zh: '申诉成立，选民登记已更正', en: 'upheld; the registration was changed' },
  dismissed: { zh: '申诉不成立', en: 'dismissed' },
}

/** Serves a decision: the objector is told, and it stands. */
export const serveObjection = (ctx: Context, ref: ObjectionRef): Answer<ObjectionDetail> =>
  step(ctx, ref, 'serve', async (tx, row, at) => {
    const next = stepped(serveDecision(stateOf(row), chinaDate(at)))
    if (row.personKey !== null)
      await queueNotice(tx, {
        ...noticeTo(row, at),
        template: 'objection-decided',
        parameters: {
          ...aboutElection({ name: row.electionName, training: row.training }),
          number: String(row.id),
          decision: DECISION[next.decision],
          reason: withoutNumbers(next.reason),
          article: spellArticles(next.article),
          suitUntil: lastDayToSue(row.pollingDay, objectionRulesFor(row.ruleSet)),
        },
      })
    return { next, kind: 'served' }
  })

/** Notes that the objector went to court. */
export const noteObjectionSuit = (ctx: Context, ref: ObjectionRef, suit: SuitBody): Answer<ObjectionDetail> =>
  step(ctx, ref, 'suit', async (_, row) => ({
    next: stepped(noteSuit(stateOf(row), suit, termsOf(row))),
    kind: 'suit',
    reason: `${suit.court} ${suit.caseNumber}`,
  }))

/** Notes the judgment and does to the roll what it says, where that is not so already. */
export const noteObjectionJudgment = (ctx: Context, ref: ObjectionRef, input: JudgmentBody): Answer<ObjectionDetail> =>
  step(ctx, ref, 'judgment', async (tx, row, at) => {
    const next = stepped(noteJudgment(stateOf(row), input, termsOf(row)))
    const reason = input.judgmentNumber
    if (input.judgment === 'as-decided') return { next, kind: 'judged', reason }
    const change: StandingChange = { kind: input.judgment }
    const changed = await applyChange(ctx, tx, row, row.registrationId, change, { at, reason })
    return { next, kind: 'judged', reason, changed }
  })

/** Closes a case that is over. */
export const closeObjectionCase = (ctx: Context, ref: ObjectionRef): Answer<ObjectionDetail> =>
  step(ctx, ref, 'close', async (_, row, at) => ({
    next: stepped(closeObjection(stateOf(row), chinaDate(at), termsOf(row))),
    kind: 'closed',
  }))
