/** A plan of districts and the people who are registered already: who moves if it is frozen, and freezing it, registrations and all (EL 25). */
import { readPartCode } from '@mingce/domain/district'
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Context } from '../../../access/index.ts'
import {
  electionToPlan,
  findDistricts,
  legalDistricts,
  loadPlan,
  type Plan,
  type PlanRefusal,
  settleDistricts,
} from '../../../district/index.ts'
import { type Election, homeCounty } from '../../../election/index.ts'
import type { Sql } from '../../../platform/database/index.ts'
import { type Written, write } from '../../../platform/write/index.ts'
import { findCurrentExtract } from '../../../population/index.ts'
import { checkScope, recheckStanding } from '../../check/index.ts'
import { findPresent } from '../../counts/index.ts'
import { countExtract, countMoves, findPeopleOf, followDistricts, lockElection } from './store.ts'

export interface MovePreview {
  readonly staying: number
  readonly moving: number
  /** Voters who move, by district before and after; null: in none. Names, as people know them. */
  readonly moves: readonly { readonly from: string | null; readonly to: string | null; readonly voters: number }[]
  readonly listed: boolean
}

/** People of each community in the register at hand; null where there is none. */
export const countPeople = async (sql: Sql, electionId: string): Promise<ReadonlyMap<string, number> | null> => {
  const extract = await findCurrentExtract(sql, electionId)
  if (!extract) return null
  return (await findPresent(sql, electionId)) ?? countExtract(sql, extract.id)
}

/** Who would move if the plan were frozen now. Refuses what cannot be frozen. */
export const previewPlan = async (
  ctx: Context,
  electionId: string,
  planId: number,
): Promise<Result<MovePreview, PlanRefusal>> => {
  const election = await electionToPlan(ctx, electionId)
  if (!election.ok) return election
  const plan = await loadPlan(ctx.database, electionId, planId)
  if (!plan.ok) return plan
  const after = await legalDistricts(ctx.database, election.value, plan.value)
  if (!after.ok) return after
  const before = (await findDistricts(ctx.database, electionId)).filter(one => one.level === plan.value.level)
  const rows = await countMoves(ctx.database, electionId, plan.value.level, before, after.value)
  const [old, fresh] = [new Map(before.map(d => [d.code, d.name])), new Map(after.value.map(d => [d.code, d.name]))]
  const nameIn = (names: ReadonlyMap<string, string>, code: string | null) => (code === null ? null : (names.get(code) ?? code))
  const named = rows.map(row => ({ from: nameIn(old, row.from), to: nameIn(fresh, row.to), voters: row.voters }))
  // A township's voters are not all of a district's: who has none before and after is not concerned (P83 §7).
  const moves = named.filter(row => row.from !== row.to)
  const count = (of: typeof named) => of.reduce((sum, row) => sum + row.voters, 0)
  return ok({
    staying: count(named.filter(row => row.from === row.to && row.from !== null)),
    moving: count(moves),
    moves,
    listed: election.value.state !== 'preparing',
  })
}

/** Why the plan may not be frozen now: it is no draft, the election is over, or the list is out and no reason is given. */
const refusalToFreeze = (
  planState: Plan['state'],
  state: string | undefined,
  overrideReason: string | undefined,
): PlanRefusal | null => {
  if (planState !== 'draft') return { code: 'plan.not-draft' }
  if (state === 'closed') return { code: 'plan.closed' }
  if (state !== 'preparing' && overrideReason === undefined) return { code: 'plan.listed', field: 'overrideReason' }
  return null
}

/** Opens a finding of everyone of a divided community whose part is not known, and withdraws it where it no longer matters. */
const askForParts = async (
  tx: Sql,
  election: Election,
  districts: readonly { readonly parts: readonly string[] }[],
  at: Date,
): Promise<void> => {
  const divided = new Set(districts.flatMap(({ parts }) => parts.map(unit => readPartCode(unit).community)))
  if (divided.size === 0) return
  const people = await findPeopleOf(tx, election.id, [...divided])
  if (people.length > 0) await recheckStanding(tx, await checkScope(tx, election, false), at, people)
}

/**
 * Makes a plan the legal one of its level: its districts, the registrations of everyone concerned and the audit row in one transaction.
 * Once the list is out (EL 28) a reason is needed, which is recorded.
 */
export const freezePlan = async (
  ctx: Context,
  electionId: string,
  planId: number,
  overrideReason?: string,
): Promise<Result<Plan, PlanRefusal>> => {
  const election = await electionToPlan(ctx, electionId)
  if (!election.ok) return election
  type Frozen = Result<Written<null>, PlanRefusal>
  const frozen = await write(ctx, { action: 'district-plan.frozen' }, async (tx): Promise<Frozen> => {
    // Publishing takes the same lock, so that a list is never made of half a plan.
    const state = await lockElection(tx, electionId)
    const plan = await loadPlan(tx, electionId, planId)
    if (!plan.ok) return plan
    const { level } = plan.value
    const refusal = refusalToFreeze(plan.value.state, state, overrideReason)
    if (refusal) return fail(refusal)
    const after = await legalDistricts(tx, election.value, plan.value)
    if (!after.ok) return after
    const reason = state === 'preparing' ? null : (overrideReason ?? null)
    const before = await settleDistricts(ctx, tx, election.value, plan.value, after.value, reason)
    const moved = await followDistricts(tx, electionId, level, before, after.value)
    await askForParts(tx, election.value, [...before, ...after.value], ctx.clock.now())
    const details = { plan: planId, level, districts: after.value.length, moved, article: 'EL 25, 26' }
    return ok({
      answer: null,
      audit: {
        countyCode: homeCounty(election.value),
        action: 'district-plan.frozen',
        subject: electionId,
        details: reason === null ? details : { ...details, reason },
      },
    })
  })
  return frozen.ok ? loadPlan(ctx.database, electionId, planId) : frozen
}
