/** Finding elections, and beginning one. */
import { findRuleSet, LEVELS, type Level, type RuleSet, ruleSetFor, timetable } from '@mingce/domain/election'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { isDayOfOurTime } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { authorise, type Forbidden, type Permission } from '../../access/index.ts'
import { findArea, normaliseAreaCode } from '../../platform/areas/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { Written } from '../../platform/write/index.ts'
import { findRuleSets } from '../rules/index.ts'
import { electionAudit } from './service.audit-entry.ts'
import {
  type Election,
  findElectionById,
  findElectionsIn,
  findOverlapping,
  findPollingOn,
  insertElection,
  setKind,
} from './store.ts'

export type { Election }

export type NoSuchElection = { readonly code: 'election.unknown'; readonly id: string }

export interface NewElection {
  /** Area code of 2 to 12 digits; trailing zeros of a padded code are dropped. */
  readonly areaCode: string
  /** Election day, 'YYYY-MM-DD'. */
  readonly day: string
  readonly levels: readonly string[]
  readonly name: string
  /** The last polling day, where polling goes over several (local). */
  readonly lastDay?: string | undefined
  /** 补选: other dates where a province sets them, and a round of its own. */
  readonly byElection?: boolean | undefined
  /** 届次; when not given, the year of the day, and for a by-election the day. */
  readonly round?: string
  readonly ruleSet?: string
  /** For practice, with made-up people only. */
  readonly training?: boolean | undefined
}

export type CreateElectionError =
  | Forbidden
  | { readonly code: 'election.invalid'; readonly field: 'areaCode' | 'day' | 'levels' | 'name' | 'ruleSet'; readonly text: Text }
  | { readonly code: 'election.overlaps'; readonly id: string; readonly name: string }

/** Elections that the actor's area has to do with. */
export const findElections = async (ctx: Context): Promise<Result<Election[], Forbidden>> =>
  ok(await findElectionsIn(ctx.database, ctx.actor.areaCode))

/** One election, when the actor may do `permission` somewhere in it. Someone from elsewhere learns no more than that it is unknown. */
export const getElection = async (
  ctx: Context,
  id: string,
  permission: Permission = 'read',
): Promise<Result<Election, NoSuchElection | Forbidden>> => {
  const election = await findElectionById(ctx.database, id)
  const meets = election && (election.areaCode.startsWith(ctx.actor.areaCode) || ctx.actor.areaCode.startsWith(election.areaCode))
  if (!election || !meets) return fail({ code: 'election.unknown', id })
  const allowed = authorise(ctx.actor, permission, ctx.actor.areaCode)
  return allowed.ok ? ok(election) : allowed
}

const TRAINING_ROUND = 'training-'

const invalid = (field: 'areaCode' | 'day' | 'levels' | 'name' | 'ruleSet', zh: string, en: string) =>
  fail({ code: 'election.invalid', field, text: { zh, en } } as const)

interface Input extends NewElection {
  readonly districts: 'communities' | 'table'
}

/** The area of the code, where the actor may set an election up. */
const findOwnArea = async (
  ctx: Context,
  tx: Sql,
  written: string,
): Promise<Result<{ code: string; name: string }, CreateElectionError>> => {
  const code = normaliseAreaCode(written)
  const area = code === null ? null : await findArea(tx, code)
  if (code === null || area === null)
    return invalid(
      'areaCode',
      `没有行政区划代码“${written}”，请核对代码表`,
      `There is no area with the code “${written}”; check the code table`,
    )
  const allowed = authorise(ctx.actor, 'set-up', code)
  return allowed.ok ? ok({ code, name: area.name }) : allowed
}

/** Levels and rule set of an election whose day, levels, name, rule set and timetable are right. */
const checkElection = (
  input: NewElection,
  areaCode: string,
  sets: readonly RuleSet[],
): Result<{ levels: readonly Level[]; rules: RuleSet }, CreateElectionError> => {
  if (!isDayOfOurTime(input.day))
    return invalid(
      'day',
      `选举日“${input.day}”应为 2026-12-20 的格式`,
      `Election day “${input.day}” must have the form 2026-12-20`,
    )
  const levels = LEVELS.filter(level => input.levels.includes(level))
  if (levels.length === 0 || levels.length !== new Set(input.levels).size)
    return invalid(
      'levels',
      '级别应为 county（县级）、township（乡级），可用逗号并列',
      'The level must be county, township or both',
    )
  if (input.name.trim() === '') return invalid('name', '请写明选举名称', 'Enter the name of the election')
  const rules = input.ruleSet === undefined ? ruleSetFor(areaCode, sets) : findRuleSet(input.ruleSet, sets)
  if (!rules) {
    const known = sets.map(set => set.id).join(', ')
    return invalid(
      'ruleSet',
      `没有规则集“${input.ruleSet}”；现有：${known}`,
      `Unknown rule set “${input.ruleSet}”; available: ${known}`,
    )
  }
  const steps = timetable({ day: input.day, lastDay: input.lastDay, rules, byElection: input.byElection === true })
  if (!steps.ok) return fail({ code: 'election.invalid', field: 'day', text: steps.error.text } as const)
  return ok({ levels, rules })
}

/** 届次 within which a person is on one roll: practice and by-elections have rounds of their own. */
const roundOf = (input: NewElection): string => {
  // A by-election's roll is its own: who is on it was on the general election's too.
  const round = input.round ?? (input.byElection === true ? `by-${input.day}` : input.day.slice(0, 4))
  // A round of its own: practice holds no place and no person of the real election.
  return input.training === true && !round.startsWith(TRAINING_ROUND) ? `${TRAINING_ROUND}${round}` : round
}

/**
 * Creates an election inside the caller's transaction; the caller adds its districts (module district) and records the audit row.
 * An election whose area meets another of the same round and level is refused: its voters would be asked twice (EL 5).
 */
export const beginElection = async (
  ctx: Context,
  tx: Sql,
  input: Input,
): Promise<Result<Written<Election>, CreateElectionError>> => {
  const area = await findOwnArea(ctx, tx, input.areaCode)
  if (!area.ok) return area
  const checked = checkElection(input, area.value.code, await findRuleSets(tx))
  if (!checked.ok) return checked
  const { levels, rules } = checked.value
  const { training = false, byElection = false } = input
  const lastDay = input.lastDay === input.day ? null : (input.lastDay ?? null)
  const election = {
    id: `${area.value.code}-${input.day.replaceAll('-', '')}${training ? '-training' : ''}`,
    round: roundOf(input),
    name: input.name.trim(),
    areaCode: area.value.code,
    pollingDay: input.day,
    lastDay,
    byElection,
    levels,
    ruleSet: rules.id,
    districts: input.districts,
    training,
  }
  // Of an election that was moved the id still says its first day. A by-election is a round of its own, and yet not on another's day.
  const other =
    (await findOverlapping(tx, election))[0] ??
    (await findPollingOn(tx, election, input.day, lastDay ?? input.day)) ??
    (await findElectionById(tx, election.id))
  if (other) return fail({ code: 'election.overlaps', id: other.id, name: other.name })
  await insertElection(tx, election, ctx.actor.name, ctx.clock.now())
  if (lastDay !== null || byElection) await setKind(tx, election.id, lastDay, byElection)
  return ok({
    answer: { ...election, areaName: area.value.name, state: 'preparing', listPublishedOn: null, rules },
    audit: electionAudit(election, 'election.created', {
      name: election.name,
      day: election.pollingDay,
      levels: [...levels],
      rules: rules.id,
      ...(training ? { training } : {}),
    }),
  })
}
